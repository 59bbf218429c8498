"""The site-wide banner (thông báo toàn cổng)."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel


class NoticeQuerySet(models.QuerySet):
    def showing(self, on: datetime.date | None = None):
        """Notices to show on the day: both ends are included."""
        day = on or timezone.localdate()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


class Notice(models.Model):
    """A banner on every page between two days, e.g. of planned maintenance."""

    class Tone(models.TextChoices):
        INFORMATION = "info", _("Thông tin")
        WARNING = "warning", _("Cảnh báo")

    title = models.CharField(_("tiêu đề"), max_length=160)
    text = models.CharField(_("nội dung"), max_length=500, blank=True)
    tone = models.CharField(_("loại"), max_length=10, choices=Tone, default=Tone.INFORMATION)
    link_page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("trang xem thêm"),
    )
    starts_on = models.DateField(_("hiện từ ngày"), default=timezone.localdate)
    ends_on = models.DateField(_("đến hết ngày"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    panels = [
        FieldPanel("title"),
        FieldPanel("text"),
        FieldPanel("tone"),
        FieldPanel("link_page"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")], heading=_("Thời gian")),
    ]

    class Meta:
        verbose_name = _("thông báo toàn cổng")
        verbose_name_plural = _("thông báo toàn cổng")
        ordering = ["-starts_on", "-pk"]

    def __str__(self):
        return self.title

    def clean(self):
        if self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("Ngày kết thúc phải từ ngày bắt đầu trở đi.")})
