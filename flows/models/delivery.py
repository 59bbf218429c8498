"""How the result reached the applicant, with evidence (trả kết quả)."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Delivery(models.Model):
    """One hand-over of results. Decided is not delivered."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Chờ nhận")
        SENT = "sent", _("Đã gửi bưu chính")
        DELIVERED = "delivered", _("Đã trả")
        FAILED = "failed", _("Bưu chính hoàn lại")

    dossier = models.ForeignKey(
        "flows.Dossier",
        on_delete=models.PROTECT,
        related_name="deliveries",
        verbose_name=_("hồ sơ"),
    )
    channel = models.CharField(_("cách trả"), max_length=10)
    state = models.CharField(_("tình trạng"), max_length=10, choices=State, default=State.WAITING)
    recipient_name = models.CharField(_("người nhận"), max_length=255, blank=True)
    recipient_identifier = models.CharField(_("giấy tờ của người nhận"), max_length=60, blank=True)
    is_proxy = models.BooleanField(_("nhận thay"), default=False)
    tracking_number = models.CharField(_("số bưu gửi"), max_length=60, blank=True)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    evidence = models.JSONField(_("bằng chứng"), default=dict)
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người trả"),
    )
    created_at = models.DateTimeField(_("lập lúc"), default=timezone.now)
    delivered_at = models.DateTimeField(_("trả lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("lần trả kết quả")
        verbose_name_plural = _("lần trả kết quả")
        ordering = ["dossier", "created_at"]

    def __str__(self):
        return f"{self.dossier} · {self.get_state_display()}"
