"""Administrative units for addresses: 34 provinces and their communes since 01/07/2025."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.text import fold


class AdministrativeUnit(models.Model):
    """A province or a commune (đơn vị hành chính cấp tỉnh, cấp xã), dated."""

    class Kind(models.TextChoices):
        PROVINCE = "province", _("Tỉnh, thành phố")
        COMMUNE = "commune", _("Xã, phường, đặc khu")

    code = models.CharField(_("mã"), max_length=10, unique=True)
    name = models.CharField(_("tên"), max_length=120)
    kind = models.CharField(_("cấp"), max_length=10, choices=Kind)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("thuộc"),
    )
    search_text = models.CharField(max_length=160, editable=False, db_index=True)
    valid_from = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("đơn vị hành chính")
        verbose_name_plural = _("đơn vị hành chính")
        ordering = ["search_text"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.derive()
        super().save(*args, **kwargs)

    def derive(self) -> None:
        """Columns that follow from others; bulk writers call it themselves."""
        self.search_text = fold(self.name)
