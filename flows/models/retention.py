"""How long dossiers are kept and how their content ends (lưu trữ, tiêu hủy; Article 8.3)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from flows.models.dossier import Dossier


class RetentionRule(models.Model):
    """Years for one kind of result (thời hạn bảo quản), of every procedure or of one."""

    class Result(models.TextChoices):
        GRANTED = "granted", _("Giải quyết đạt")
        DENIED = "denied", _("Giải quyết không đạt")
        REFUSED = "refused", _("Không tiếp nhận")
        STOPPED = "stopped", _("Dừng giải quyết")
        WITHDRAWN = "withdrawn", _("Người nộp rút")

    result = models.CharField(_("loại kết quả"), max_length=10, choices=Result)
    procedure = models.ForeignKey(
        "catalog.Procedure",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("thủ tục"),
        help_text=_("Để trống: mọi thủ tục chưa có quy tắc riêng."),
    )
    group = models.CharField(_("nhóm hồ sơ lưu trữ"), max_length=120)
    years = models.PositiveSmallIntegerField(
        _("số năm bảo quản"), null=True, blank=True, help_text=_("Để trống: bảo quản vĩnh viễn.")
    )
    basis = models.CharField(_("căn cứ"), max_length=255)

    class Meta:
        verbose_name = _("thời hạn bảo quản")
        verbose_name_plural = _("thời hạn bảo quản")
        ordering = ["result", "procedure"]
        constraints = [
            models.UniqueConstraint(
                fields=["result", "procedure"],
                name="retention_rule_once",
                violation_error_message=_("Loại kết quả này của thủ tục đã có thời hạn."),
            ),
            models.UniqueConstraint(
                fields=["result"],
                condition=Q(procedure__isnull=True),
                name="retention_rule_general_once",
                violation_error_message=_("Loại kết quả này đã có thời hạn chung."),
            ),
        ]

    def __str__(self):
        return f"{self.group} · {self.get_result_display()}"


class Hold(models.Model):
    """While it stands, the dossier is not disposed of (lệnh giữ): a complaint, an audit, a court."""

    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, related_name="holds", verbose_name=_("hồ sơ")
    )
    reason = models.CharField(_("lý do"), max_length=255)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("người lập"),
    )  # fmt: skip
    placed_at = models.DateTimeField(_("lập lúc"), default=timezone.now)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        verbose_name=_("người bỏ"),
    )  # fmt: skip
    released_at = models.DateTimeField(_("bỏ lúc"), null=True)

    class Meta:
        verbose_name = _("lệnh giữ hồ sơ")
        verbose_name_plural = _("lệnh giữ hồ sơ")
        ordering = ["-placed_at", "-pk"]

    def __str__(self):
        return f"{self.dossier} · {self.reason}"


class DisposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Lists whose every dossier the person sees."""
        if user.is_superuser:
            return self
        seen = Dossier.objects.visible_to(user).order_by().values("pk")
        foreign = DisposalEntry.objects.exclude(dossier__in=seen).values("disposal")
        return self.exclude(pk__in=foreign)


class Disposal(models.Model):
    """A list of dossiers past their term (danh mục tiêu hủy), prepared by one, approved by another."""

    number = models.CharField(_("số, ký hiệu danh mục"), max_length=60, unique=True)
    agency = models.ForeignKey(
        "catalog.Agency", on_delete=models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("người lập"),
    )  # fmt: skip
    prepared_at = models.DateTimeField(_("lập lúc"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        verbose_name=_("người quyết định"),
    )  # fmt: skip
    approved_at = models.DateTimeField(_("phê duyệt lúc"), null=True)
    rejected_at = models.DateTimeField(_("không phê duyệt lúc"), null=True)

    objects = DisposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("danh mục hồ sơ hết thời hạn")
        verbose_name_plural = _("danh mục hồ sơ hết thời hạn")
        ordering = ["-prepared_at", "-pk"]
        permissions = [
            ("prepare_disposal", _("Lập danh mục hồ sơ hết thời hạn, lệnh giữ")),
            ("approve_disposal", _("Phê duyệt tiêu hủy hồ sơ hết thời hạn")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("prepared_by")),
                name="disposal_two_people",
                violation_error_message=_("Người phê duyệt phải khác người lập danh mục."),
            ),
        ]

    def __str__(self):
        return self.number


class DisposalEntry(models.Model):
    """One dossier of a list: by which rule and since when, and what became of it (dấu vết)."""

    disposal = models.ForeignKey(
        Disposal, on_delete=models.PROTECT, related_name="entries", verbose_name=_("danh mục")
    )
    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, related_name="disposals", verbose_name=_("hồ sơ")
    )
    rule = models.CharField(_("quy tắc"), max_length=300)
    due_on = models.DateField(_("hết hạn ngày"))
    disposed_at = models.DateTimeField(_("tiêu hủy lúc"), null=True)
    files = models.PositiveIntegerField(_("số tệp"), default=0)
    skipped = models.CharField(_("không tiêu hủy vì"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("hồ sơ trong danh mục")
        verbose_name_plural = _("hồ sơ trong danh mục")
        ordering = ["disposal", "due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["disposal", "dossier"], name="disposal_entry_once"),
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(disposed_at__isnull=False),
                name="disposal_ends_once",
            ),
        ]

    def __str__(self):
        return f"{self.disposal} · {self.dossier}"
