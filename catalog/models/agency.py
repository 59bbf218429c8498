"""Agencies and their departments, as dated data (Article 15 of the regulation)."""

import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def _between(least: int, most: int) -> list:
    """Degrees between which the country lies: swapped or mistyped coordinates are outside."""
    outside = _("Tọa độ này nằm ngoài Việt Nam; xem lại vĩ độ, kinh độ.")
    return [MinValueValidator(least, outside), MaxValueValidator(most, outside)]


class AgencyQuerySet(models.QuerySet):
    def active(self, on: datetime.date | None = None):
        """In existence on the day (today when none is given)."""
        day = on or timezone.localdate()
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )

    def offering(self, version):
        """The agencies that take in dossiers of this procedure version."""
        return self.active().filter(accepts_dossiers=True, level__in=version.competent_levels)


class Agency(models.Model):
    """A social-insurance office (cơ quan BHXH): centre, province or base office."""

    class Level(models.TextChoices):
        CENTRAL = "central", _("Trung ương")
        PROVINCE = "province", _("Cấp tỉnh")
        BASE = "base", _("Cấp cơ sở (huyện, liên huyện)")

    code = models.CharField(
        _("mã định danh cơ quan"),
        max_length=35,
        unique=True,
        help_text=_("Theo QCVN 102:2016/BTTTT, ví dụ 000.00.01.G24; đứng đầu mã số hồ sơ."),
    )
    office_code = models.CharField(
        _("mã cơ quan BHXH"),
        max_length=5,
        unique=True,
        help_text=_("Năm chữ số, ví dụ 07906; đứng cuối số hồ sơ của cơ quan."),
    )
    name = models.CharField(_("tên cơ quan"), max_length=200)
    level = models.CharField(_("cấp"), max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("cơ quan cấp trên"),
    )  # PROTECT: a tree with a hole would lose the dossiers below it
    province = models.CharField(_("tỉnh, thành phố"), max_length=80, blank=True)
    address = models.CharField(_("địa chỉ"), max_length=255, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=40, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    map_url = models.URLField(_("bản đồ"), blank=True)
    latitude = models.FloatField(
        _("vĩ độ"),
        null=True,
        blank=True,
        validators=_between(7, 24),
        help_text=_("Độ thập phân, ví dụ 21.02851; ghi cùng kinh độ."),
    )
    longitude = models.FloatField(
        _("kinh độ"),
        null=True,
        blank=True,
        validators=_between(101, 118),
        help_text=_("Độ thập phân, ví dụ 105.85420; ghi cùng vĩ độ."),
    )
    calendar = models.ForeignKey(
        "catalog.Calendar",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agencies",
        verbose_name=_("lịch làm việc"),
        help_text=_("Để trống: theo cơ quan cấp trên, sau cùng là lịch chung toàn quốc."),
    )
    accepts_dossiers = models.BooleanField(_("có Bộ phận Một cửa"), default=True)
    valid_from = models.DateField(_("hoạt động từ"), null=True, blank=True)
    valid_to = models.DateField(_("hoạt động đến hết"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("cơ quan kế thừa"),
    )

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("cơ quan BHXH")
        verbose_name_plural = _("cơ quan BHXH")
        ordering = ["office_code"]
        permissions = [
            ("change_own_agency", _("Sửa địa chỉ, giờ làm việc, liên hệ của cơ quan mình"))
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="agency_ends_after_it_begins",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu hoạt động."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="agency_has_both_coordinates",
                violation_error_message=_("Hãy ghi cả vĩ độ và kinh độ, hoặc để trống cả hai."),
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """An agency with open dossiers ends by a change of the organisation alone, which moves them."""
        if self.pk and not self.is_active() and (left := self.dossiers.open().count()):
            raise ValidationError(
                {
                    "valid_to": _(
                        "Cơ quan còn %d hồ sơ đang giải quyết; hãy lập đề nghị sáp nhập ở «Sắp xếp tổ chức»."
                    )
                    % left
                }
            )

    def is_active(self, on: datetime.date | None = None) -> bool:
        day = on or timezone.localdate()
        return (not self.valid_from or self.valid_from <= day) and (
            not self.valid_to or day <= self.valid_to
        )

    def line_up(self) -> list["Agency"]:
        """This agency and its superiors, nearest first."""
        line, agency = [], self
        while agency is not None and agency not in line:
            line.append(agency)
            agency = agency.parent
        return line

    def acting_for(self, scope: str) -> "Agency":
        """Where a step of a dossier taken in here is done: `same`, `parent` or `central`."""
        line = self.line_up()
        if scope == "central":
            return line[-1]
        # What a base office sends up, a province that took it in decides itself.
        goes_up = scope == "parent" and self.level == Agency.Level.BASE and len(line) > 1
        return line[1] if goes_up else self


class Department(models.Model):
    """A department of an agency (phòng, tổ, bộ phận)."""

    class Function(models.TextChoices):
        INTAKE = "intake", _("Tiếp nhận và Trả kết quả TTHC")
        COLLECTION = "collection", _("Quản lý thu")
        BOOKS = "books", _("Cấp sổ, thẻ")
        POLICY = "policy", _("Chế độ BHXH")
        HEALTH = "health", _("Chế độ và giám định BHYT")
        FINANCE = "finance", _("Kế hoạch - Tài chính")
        LEADERSHIP = "leadership", _("Ban Giám đốc")
        LEGAL = "legal", _("Pháp chế, kiểm soát TTHC")
        IT = "it", _("Công nghệ thông tin")

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="departments", verbose_name=_("cơ quan")
    )
    code = models.CharField(_("mã phòng ban"), max_length=40)
    name = models.CharField(_("tên phòng ban"), max_length=160)
    functions = models.JSONField(
        _("chức năng"),
        default=list,
        help_text=_("Một phòng ở cơ quan nhỏ có thể giữ nhiều chức năng."),
    )
    is_active = models.BooleanField(_("đang hoạt động"), default=True)
    shares_out = models.BooleanField(
        _("chia việc tự động"),
        default=False,
        help_text=_(
            "Việc mới vào tay người đang giữ ít việc nhất; bằng nhau thì người chờ lâu nhất."
        ),
    )

    class Meta:
        verbose_name = _("phòng ban")
        verbose_name_plural = _("phòng ban")
        ordering = ["agency__office_code", "code"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "code"], name="department_code_unique"),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if self.pk and not self.is_active and self.work_items.open().exists():
            raise ValidationError(
                {
                    "is_active": _(
                        "Phòng còn %d việc chưa xong; hãy lập đề nghị giải thể phòng ban ở «Sắp xếp tổ chức»."
                    )
                    % self.work_items.open().count()
                }
            )
