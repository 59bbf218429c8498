"""The ledger of legal time: intervals that run or pause (khoảng tính thời hạn)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person


class ClockInterval(models.Model):
    """An interval of one dossier's clock, with its legal basis. At most one is open."""

    class Kind(models.TextChoices):
        RUN = "run", _("Đang tính")
        PAUSE = "pause", _("Tạm dừng")

    dossier = models.ForeignKey(
        "flows.Dossier", on_delete=models.PROTECT, related_name="clock", verbose_name=_("hồ sơ")
    )
    kind = models.CharField(_("loại"), max_length=6, choices=Kind)
    basis = models.CharField(_("căn cứ"), max_length=255)
    opened_at = models.DateTimeField(_("từ"))
    opened_by = person(_("người mở"), later=True)
    closed_at = models.DateTimeField(_("đến"), null=True, blank=True)
    closed_by = person(_("người đóng"), later=True)
    # A run interval that begins a term anew (start, restart, new limit) names the term it has.
    limit_value = models.PositiveSmallIntegerField(_("thời hạn"), null=True, blank=True)
    limit_unit = models.CharField(_("đơn vị"), max_length=20, blank=True)
    due_override = models.DateTimeField(_("ngày hẹn lại"), null=True, blank=True)

    class Meta:
        verbose_name = _("khoảng tính thời hạn")
        verbose_name_plural = _("khoảng tính thời hạn")
        ordering = ["dossier", "opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(closed_at__isnull=True),
                name="clock_one_open",
                violation_error_message=_("Chỉ một khoảng thời hạn được mở tại một thời điểm."),
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="clock_forward",
            ),
        ]

    def __str__(self):
        return f"{self.dossier} · {self.get_kind_display()} · {self.basis}"
