"""How procedures are ordered: sectors (Article 18.1b) and classes of applicants."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sector(models.Model):
    """A field of administrative procedures (lĩnh vực)."""

    code = models.SlugField(_("mã lĩnh vực"), max_length=60, unique=True)
    name = models.CharField(_("tên lĩnh vực"), max_length=160, unique=True)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=160, blank=True)
    summary = models.CharField(_("mô tả ngắn"), max_length=255, blank=True)
    summary_en = models.CharField(_("mô tả ngắn tiếng Anh"), max_length=255, blank=True)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("lĩnh vực")
        verbose_name_plural = _("lĩnh vực")
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


class ApplicantClass(models.Model):
    """Who may apply (đối tượng thực hiện): a worker, an employer, a relative, a hospital…"""

    class Kind(models.TextChoices):
        PERSON = "person", _("Cá nhân")
        ORGANISATION = "organisation", _("Tổ chức, đơn vị")

    code = models.SlugField(_("mã đối tượng"), max_length=60, unique=True)
    name = models.CharField(_("tên đối tượng"), max_length=160)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=160, blank=True)
    kind = models.CharField(_("loại"), max_length=12, choices=Kind)

    class Meta:
        verbose_name = _("đối tượng thực hiện")
        verbose_name_plural = _("đối tượng thực hiện")
        ordering = ["kind", "name"]

    def __str__(self):
        return self.name
