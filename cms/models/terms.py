"""The terms of use of the portal (điều khoản sử dụng), one row for each version."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField


class TermsQuerySet(models.QuerySet):
    def in_force(self, on: datetime.date | None = None) -> "TermsOfUse | None":
        """The newest version whose day has come; None before the first."""
        day = on or timezone.localdate()
        return self.filter(in_force_from__lte=day).order_by("-in_force_from", "-pk").first()


class TermsOfUse(models.Model):
    """What people agree to before they file. From its day on a version is never edited: a new one is."""

    version = models.CharField(
        _("phiên bản"), max_length=20, unique=True, help_text=_("Ví dụ 2026-11.")
    )
    in_force_from = models.DateField(_("áp dụng từ ngày"))
    text = RichTextField(_("nội dung"), features=["h2", "h3", "bold", "ol", "ul", "link"])

    objects = TermsQuerySet.as_manager()

    panels = [FieldPanel("version"), FieldPanel("in_force_from"), FieldPanel("text")]

    class Meta:
        verbose_name = _("điều khoản sử dụng")
        verbose_name_plural = _("điều khoản sử dụng")
        ordering = ["-in_force_from", "-pk"]

    def __str__(self):
        return self.version

    def clean(self):
        """People have agreed to these very words."""
        super().clean()
        before = TermsOfUse.objects.filter(pk=self.pk).first()
        today = timezone.localdate()
        if before is not None and before.in_force_from <= today:
            raise ValidationError(_("Phiên bản đã áp dụng không sửa được; hãy lập phiên bản mới."))
        if self.in_force_from and self.in_force_from < today:
            raise ValidationError({"in_force_from": _("Ngày áp dụng không được ở quá khứ.")})
