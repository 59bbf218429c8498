"""Messages that people send to us (tin nhắn đến)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class InboundSms(models.Model):
    """One message to the look-up number and what was answered; the gateway may bring it twice."""

    message_id = models.CharField(_("mã của nhà mạng"), max_length=120, unique=True)
    sender = models.CharField(_("từ số"), max_length=20)
    text = models.CharField(_("nội dung"), max_length=500)
    reply = models.CharField(_("trả lời"), max_length=160, blank=True)
    at = models.DateTimeField(_("lúc"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("tin nhắn đến")
        verbose_name_plural = _("tin nhắn đến")
        ordering = ["-pk"]

    def __str__(self):
        return self.message_id
