"""Counting attempts: what may be done how often (giới hạn tần suất)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RateWindow(models.Model):
    """How often a key did something in one window of time; right under concurrency, on any host."""

    scope = models.CharField(_("việc"), max_length=40)
    key = models.CharField(_("ai"), max_length=120)
    window = models.PositiveBigIntegerField(_("khoảng thời gian"))
    count = models.PositiveIntegerField(_("số lần"), default=0)

    class Meta:
        verbose_name = _("giới hạn tần suất")
        verbose_name_plural = _("giới hạn tần suất")
        constraints = [
            models.UniqueConstraint(fields=["scope", "key", "window"], name="rate_window_unique"),
        ]

    def __str__(self):
        return f"{self.scope} · {self.key}"
