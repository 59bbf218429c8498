"""Which office is competent (thẩm quyền): whom an office manages, and what a version goes by."""

import datetime

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from .agency import Agency
from .case import Case
from .version import ProcedureVersion


class TerritoryQuerySet(models.QuerySet):
    def active(self, on: datetime.date | None = None):
        """In force on the day (today when none is given), of offices that exist then."""
        day = on or timezone.localdate()
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
            agency__in=Agency.objects.active(day),
        )


class Territory(models.Model):
    """An administrative unit whose people an office manages (địa bàn quản lý), dated.

    A commune without a row of its own falls to the office of its province.
    """

    agency = models.ForeignKey(
        "catalog.Agency",
        on_delete=models.PROTECT,
        related_name="territories",
        verbose_name=_("cơ quan quản lý"),
    )
    unit = models.ForeignKey(
        "catalog.AdministrativeUnit",
        on_delete=models.PROTECT,
        related_name="territories",
        verbose_name=_("đơn vị hành chính"),
    )
    valid_from = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("địa bàn quản lý")
        verbose_name_plural = _("địa bàn quản lý")
        ordering = ["agency__office_code", "unit__search_text", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(valid_to__isnull=True),
                name="territory_one_office",
                violation_error_message=_(
                    "Đơn vị hành chính này đang do một cơ quan quản lý; hãy ghi ngày kết thúc ở đó trước."
                ),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="territory_ends_after_it_begins",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
        ]

    def __str__(self):
        return f"{self.unit} – {self.agency}"


class Employer(models.Model):
    """An employer that takes part, by its code, and the office that manages it (đơn vị tham gia)."""

    code = models.CharField(
        _("mã đơn vị BHXH"),
        max_length=10,
        unique=True,
        validators=[RegexValidator(r"^[A-Z0-9]+$", _("Chỉ gồm chữ in hoa và số."))],
    )
    name = models.CharField(_("tên đơn vị"), max_length=255)
    agency = models.ForeignKey(
        "catalog.Agency",
        on_delete=models.PROTECT,
        related_name="employers",
        verbose_name=_("cơ quan quản lý"),
    )
    unit = models.ForeignKey(
        "catalog.AdministrativeUnit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="employers",
        verbose_name=_("địa bàn"),
        help_text=_(
            "Khi địa bàn này chuyển sang cơ quan khác, việc quản lý đơn vị chuyển theo. "
            "Để trống: đơn vị ở lại cơ quan đang quản lý."
        ),
    )

    class Meta:
        verbose_name = _("đơn vị sử dụng lao động")
        verbose_name_plural = _("đơn vị sử dụng lao động")
        ordering = ["code"]

    def __str__(self):
        return f"{self.code} – {self.name}"


class CompetenceRule(models.Model):
    """What the competent office of a version follows (quy tắc thẩm quyền); the first that can be
    answered applies."""

    class Basis(models.TextChoices):
        EMPLOYER = "employer", _("Cơ quan quản lý đơn vị sử dụng lao động")
        PLACE = "place", _("Nơi cư trú, nơi nhận chi trả")
        CHOSEN = "chosen", _("Cơ quan người nộp chọn")

    class Applicant(models.TextChoices):
        ANY = "", _("Mọi đối tượng")
        PERSON = "person", _("Cá nhân")
        ORGANISATION = "organisation", _("Tổ chức, đơn vị")

    version = ParentalKey(
        ProcedureVersion,
        on_delete=models.CASCADE,
        related_name="competence_rules",
        verbose_name=_("phiên bản"),
    )
    order = models.PositiveSmallIntegerField(_("thứ tự xét"), default=1)
    case = models.ForeignKey(
        Case,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="competence_rules",
        verbose_name=_("trường hợp"),
        help_text=_("Để trống: mọi trường hợp."),
    )
    applicant = models.CharField(
        _("chủ hồ sơ"), max_length=12, choices=Applicant, blank=True, default=Applicant.ANY
    )
    basis = models.CharField(_("theo"), max_length=10, choices=Basis)
    question_key = models.CharField(
        _("câu hỏi của tờ khai"),
        max_length=60,
        blank=True,
        help_text=_(
            "Câu hỏi cho biết nơi cư trú hoặc mã đơn vị. Để trống: câu hỏi địa chỉ đầu tiên, "
            "hoặc mã đơn vị của chủ hồ sơ."
        ),
    )
    level = models.CharField(
        _("cấp có thẩm quyền"),
        max_length=10,
        choices=Agency.Level.choices,
        blank=True,
        help_text=_("Để trống: cơ quan quản lý trực tiếp."),
    )

    class Meta:
        verbose_name = _("quy tắc thẩm quyền")
        verbose_name_plural = _("quy tắc thẩm quyền")
        ordering = ["version", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "order"], name="competence_rule_order"),
        ]

    def __str__(self):
        return str(self.get_basis_display())
