"""What was told to the applicant, by which way, and whether it arrived (thông báo)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """One message of a dossier: shown on its page, and sent by e-mail or SMS."""

    class Channel(models.TextChoices):
        ACCOUNT = "account", _("Trên Cổng")
        EMAIL = "email", _("Thư điện tử")
        SMS = "sms", _("Tin nhắn SMS")

    class State(models.TextChoices):
        WAITING = "waiting", _("Chờ gửi")
        SENT = "sent", _("Đã gửi")
        DELIVERED = "delivered", _("Đã tới máy nhận")
        FAILED = "failed", _("Không gửi được")
        UNKNOWN = "unknown", _("Chưa rõ đã gửi hay chưa")

    dossier = models.ForeignKey(
        "flows.Dossier", on_delete=models.PROTECT, related_name="notices", verbose_name=_("hồ sơ")
    )
    channel = models.CharField(_("kênh"), max_length=10, choices=Channel)
    to = models.CharField(_("gửi tới"), max_length=255, blank=True)
    subject = models.CharField(_("tiêu đề"), max_length=255, blank=True)
    body = models.TextField(_("nội dung"))
    state = models.CharField(_("tình trạng"), max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(_("lập lúc"), default=timezone.now)
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)
    provider_id = models.CharField(_("mã của nhà mạng"), max_length=120, blank=True, db_index=True)
    report = models.CharField(_("báo phát của nhà mạng"), max_length=40, blank=True)
    reported_at = models.DateTimeField(_("báo phát lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("thông báo")
        verbose_name_plural = _("thông báo")
        ordering = ["dossier", "created_at", "pk"]

    def __str__(self):
        return f"{self.get_channel_display()} · {self.subject or self.body[:40]}"
