"""National reports of a closed period, computed once and kept as they were (báo cáo đã chốt)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person


class FrozenReport(models.Model):
    """One report of one agency and those under it for one period; never computed again.

    `data` is all that its file shows; `sha256` is the hash of `data` in canonical JSON.
    """

    class Kind(models.TextChoices):
        SUMMARY = "II.06a", _("Biểu II.06a/VPCP/KSTT – Tình hình, kết quả giải quyết")
        CAUSES = "II.07b", _("Biểu II.07b/VPCP/KSTT – Nguyên nhân quá hạn")
        INDEX = "766", _("Bộ chỉ số phục vụ theo Quyết định 766/QĐ-TTg")
        LEVELS = "levels", _("Danh mục dịch vụ công trực tuyến theo mức độ")

    kind = models.CharField(_("báo cáo"), max_length=10, choices=Kind)
    period = models.CharField(_("kỳ"), max_length=7)
    agency = models.ForeignKey(
        "catalog.Agency",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("cơ quan"),
        help_text=_("Gồm cả các cơ quan trực thuộc."),
    )
    data = models.JSONField(_("số liệu"))
    sha256 = models.CharField(_("mã băm số liệu"), max_length=64)
    frozen_by = person(_("người chốt"))  # PROTECT: a report that was sent names who closed it
    frozen_at = models.DateTimeField(_("chốt lúc"), default=timezone.now)
    file = models.ForeignKey(
        "flows.StoredFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tệp PDF"),
    )
    seal = models.JSONField(_("chữ ký số của cơ quan"), default=dict, blank=True)

    class Meta:
        verbose_name = _("báo cáo đã chốt")
        verbose_name_plural = _("báo cáo đã chốt")
        ordering = ["-frozen_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "period", "agency"],
                name="frozen_report_once",
                violation_error_message=_("Báo cáo của kỳ này đã được chốt."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.period} · {self.agency}"
