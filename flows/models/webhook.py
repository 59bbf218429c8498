"""Telling other systems of changes (webhook): where to, and what became of each event."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Webhook(models.Model):
    """An address that is called for every status change of the dossiers that its token reaches."""

    token = models.ForeignKey(
        "flows.Token",
        on_delete=models.PROTECT,
        related_name="webhooks",
        verbose_name=_("theo phạm vi của mã truy cập"),
        help_text=_("Báo thay đổi của những hồ sơ mà mã này được đọc; mã hết hạn thì ngừng báo."),
    )
    url = models.URLField(_("địa chỉ nhận"), max_length=500)
    secret = models.CharField(max_length=64, editable=False)
    is_active = models.BooleanField(_("đang báo"), default=True)
    position = models.PositiveBigIntegerField(default=0, editable=False)
    failures = models.PositiveIntegerField(_("lần hỏng liên tiếp"), default=0, editable=False)
    failing_since = models.DateTimeField(_("hỏng từ"), null=True, editable=False)
    paused_until = models.DateTimeField(_("tạm dừng đến"), null=True, editable=False)
    created_at = models.DateTimeField(_("lập lúc"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("nơi nhận thay đổi (webhook)")
        verbose_name_plural = _("nơi nhận thay đổi (webhook)")
        ordering = ["pk"]

    def __str__(self):
        return self.url

    @property
    def is_paused(self) -> bool:
        return self.paused_until is not None and self.paused_until > timezone.now()


class WebhookDelivery(models.Model):
    """One event for one address; its promise in the outbox carries it."""

    webhook = models.ForeignKey(
        Webhook, on_delete=models.PROTECT, related_name="deliveries", verbose_name=_("nơi nhận")
    )
    change = models.ForeignKey(
        "flows.Change", on_delete=models.PROTECT, related_name="+", verbose_name=_("thay đổi")
    )
    dossier = models.ForeignKey(
        "flows.Dossier", on_delete=models.PROTECT, related_name="+", verbose_name=_("hồ sơ")
    )
    created_at = models.DateTimeField(_("lập lúc"), default=timezone.now)
    attempts = models.PositiveIntegerField(_("số lần gọi"), default=0)
    delivered_at = models.DateTimeField(_("đã nhận lúc"), null=True)
    error = models.CharField(_("lỗi gần nhất"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("lần báo thay đổi")
        verbose_name_plural = _("lần báo thay đổi")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["webhook", "change"], name="webhook_delivery_once"),
        ]
        indexes = [
            models.Index(
                fields=["webhook", "dossier", "id"],
                name="webhook_delivery_waiting",
                condition=models.Q(delivered_at=None),
            ),
        ]

    def __str__(self):
        return f"{self.change_id} → {self.webhook_id}"
