"""Counters of dossier codes and numbers, and the dated patterns they are written by."""

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


class CodePattern(models.Model):
    """How codes are written from a day on (mẫu mã số), with Python's format fields.

    {agency}, {office}, {day} (a date), {seq}.
    """

    class Kind(models.TextChoices):
        DOSSIER = "dossier", _("Mã số hồ sơ")
        OFFICE = "office", _("Số hồ sơ của cơ quan")
        RESULT = "result", _("Số văn bản kết quả")
        FEE = "fee", _("Số biên lai thu phí, lệ phí")

    DEFAULTS = {
        Kind.DOSSIER: "{agency}-{day:%y%m%d}-{seq:04d}",
        Kind.OFFICE: "{seq:05d}/{day:%Y}/{office}",
        Kind.RESULT: "{seq}/{day:%Y}/QĐ-{office}",
        Kind.FEE: "BL{day:%y}-{office}-{seq:07d}",
    }

    kind = models.CharField(_("loại"), max_length=10, choices=Kind)
    pattern = models.CharField(_("mẫu"), max_length=120)
    effective_from = models.DateField(_("áp dụng từ"))

    class Meta:
        verbose_name = _("mẫu mã số")
        verbose_name_plural = _("mẫu mã số")
        ordering = ["kind", "-effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "effective_from"], name="code_pattern_dated"),
        ]

    def __str__(self):
        return self.pattern

    @classmethod
    def on(cls, kind: str, day) -> str:
        """The pattern in force on the day; ours when no row says otherwise."""
        row = cls.objects.filter(kind=kind, effective_from__lte=day).first()
        return row.pattern if row else cls.DEFAULTS[cls.Kind(kind)]
