"""What was declared, filing by filing (lần nộp)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person


class Submission(models.Model):
    """What was declared, frozen (lần nộp): one per filing or amendment, never edited."""

    dossier = models.ForeignKey(
        "flows.Dossier",
        on_delete=models.PROTECT,
        related_name="submissions",
        verbose_name=_("hồ sơ"),
    )
    number = models.PositiveSmallIntegerField(_("lần"), default=1)
    answers = models.JSONField(_("nội dung kê khai"), default=dict)
    digest = models.CharField(_("mã băm nội dung"), max_length=64)
    filed_at = models.DateTimeField(_("nộp lúc"), default=timezone.now)
    filed_by = person(_("người nộp"), later=True)
    evidence = models.JSONField(
        _("bằng chứng xác thực"),
        default=dict,
        help_text=_("Cách xác thực, kênh đã che, thời điểm, số lần thử; không chứa mã."),
    )

    class Meta:
        verbose_name = _("lần nộp")
        verbose_name_plural = _("lần nộp")
        ordering = ["dossier", "number"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="submission_number_unique"),
        ]

    def __str__(self):
        return f"{self.dossier} · {self.number}"
