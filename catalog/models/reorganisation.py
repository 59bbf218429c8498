"""Changes of the organisation by decision: agencies merged, split, renamed, departments closed."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person


class Reorganisation(models.Model):
    """One change (sắp xếp tổ chức): proposed, agreed to by another, in force from 00:00 of a day.

    `moved` tells what went over, `before` holds every value as it was, so that it can be taken back.
    """

    class Kind(models.TextChoices):
        MERGE = "merge", _("Sáp nhập cơ quan")
        SPLIT = "split", _("Tách phòng ban sang cơ quan khác")
        TERRITORY = "territory", _("Tách địa bàn sang cơ quan khác")
        RENAME = "rename", _("Đổi tên cơ quan")
        CLOSE = "close", _("Giải thể phòng ban")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Chờ duyệt")
        APPROVED = "approved", _("Đã duyệt, chờ đến ngày")
        APPLIED = "applied", _("Đã có hiệu lực")
        REFUSED = "refused", _("Không thực hiện")
        FAILED = "failed", _("Không áp dụng được")
        REVERSED = "reversed", _("Đã hoàn tác")

    kind = models.CharField(_("hình thức"), max_length=10, choices=Kind)
    agency = models.ForeignKey(
        "catalog.Agency",
        on_delete=models.PROTECT,
        related_name="reorganisations",
        verbose_name=_("cơ quan"),
    )
    target = models.ForeignKey(
        "catalog.Agency",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cơ quan nhận"),
    )
    departments = models.ManyToManyField(
        "catalog.Department", blank=True, related_name="+", verbose_name=_("phòng ban")
    )
    units = models.ManyToManyField(
        "catalog.AdministrativeUnit", blank=True, related_name="+", verbose_name=_("địa bàn")
    )
    posts = models.ManyToManyField(
        "catalog.Post", blank=True, related_name="+", verbose_name=_("vị trí công tác chuyển theo")
    )
    to_department = models.ForeignKey(
        "catalog.Department",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("phòng ban nhận"),
    )
    name = models.CharField(_("tên mới"), max_length=200, blank=True)
    address = models.CharField(_("địa chỉ mới"), max_length=255, blank=True)
    decision_number = models.CharField(_("số quyết định"), max_length=120)
    effective_on = models.DateField(_("có hiệu lực từ"))
    state = models.CharField(_("tình trạng"), max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = person(_("người đề nghị"))
    proposed_at = models.DateTimeField(_("đề nghị lúc"), default=timezone.now)
    decided_by = person(_("người duyệt"), later=True)
    decided_at = models.DateTimeField(_("duyệt lúc"), null=True, blank=True)
    applied_at = models.DateTimeField(_("áp dụng lúc"), null=True, blank=True)
    reversed_by = person(_("người hoàn tác"), later=True)
    reversed_at = models.DateTimeField(_("hoàn tác lúc"), null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    moved = models.JSONField(_("đã chuyển"), default=dict, editable=False)
    before = models.JSONField(
        _("dữ liệu trước khi áp dụng"), default=list, encoder=DjangoJSONEncoder, editable=False
    )

    class Meta:
        verbose_name = _("lần sắp xếp tổ chức")
        verbose_name_plural = _("sắp xếp tổ chức")
        ordering = ["-effective_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="reorganisation_four_eyes",
                violation_error_message=_("Người duyệt phải khác người đề nghị."),
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | ~Q(target=F("agency")),
                name="reorganisation_to_another",
                violation_error_message=_("Cơ quan nhận phải là cơ quan khác."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.of_agency} ({self.decision_number})"

    @property
    def of_agency(self) -> str:
        """The agency by the name it had when the change was carried out."""
        return self.moved.get("name") or str(self.agency)
