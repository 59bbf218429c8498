"""What the postal carrier told of a consignment (hành trình bưu gửi)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PostEvent(models.Model):
    """One event of a consignment; the carrier may tell it twice, late and out of order."""

    class Kind(models.TextChoices):
        ACCEPTED = "accepted", _("Bưu chính đã nhận gửi")
        IN_TRANSIT = "in_transit", _("Đang chuyển")
        DELIVERED = "delivered", _("Đã phát")
        CAME_BACK = "came_back", _("Chuyển hoàn")

    delivery = models.ForeignKey(
        "flows.Delivery",
        on_delete=models.PROTECT,
        related_name="post_events",
        verbose_name=_("lần trả kết quả"),
    )
    event_id = models.CharField(_("mã của bưu chính"), max_length=80)
    kind = models.CharField(_("tình trạng"), max_length=12, choices=Kind)
    at = models.DateTimeField(_("lúc"))
    place = models.CharField(_("nơi"), max_length=160, blank=True)
    taken_at = models.DateTimeField(_("nhận tin lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("hành trình bưu gửi")
        verbose_name_plural = _("hành trình bưu gửi")
        ordering = ["delivery", "at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "event_id"], name="post_event_once"),
        ]

    def __str__(self):
        return f"{self.delivery} · {self.get_kind_display()}"
