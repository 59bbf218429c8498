"""Counters of dossier codes and numbers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CodeCounter(models.Model):
    """The last number given in a series (bộ đếm): per agency and day, or per office and year."""

    series = models.CharField(_("dãy số"), max_length=80, unique=True)
    last = models.PositiveBigIntegerField(_("số cuối"), default=0)

    class Meta:
        verbose_name = _("bộ đếm mã số")
        verbose_name_plural = _("bộ đếm mã số")

    def __str__(self):
        return f"{self.series}: {self.last}"
