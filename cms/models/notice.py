"""The site-wide banner (thông báo toàn cổng)."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel


class NoticeQuerySet(models.QuerySet):
    def around(self, on: datetime.date | None = None):
        """Notices of the day, whatever their hours: both days are included."""
        day = on or timezone.localdate()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


class Notice(models.Model):
    """A banner on every page for some time: news of the portal, planned maintenance, an outage."""

    class Tone(models.TextChoices):
        INFORMATION = "info", _("Thông tin")
        WARNING = "warning", _("Cảnh báo, bảo trì")
        OUTAGE = "outage", _("Sự cố, gián đoạn dịch vụ")

    title = models.CharField(_("tiêu đề"), max_length=160)
    text = models.CharField(_("nội dung"), max_length=500, blank=True)
    title_en = models.CharField(_("tiêu đề tiếng Anh"), max_length=160, blank=True)
    text_en = models.CharField(_("nội dung tiếng Anh"), max_length=500, blank=True)
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
    starts_at = models.TimeField(
        _("từ giờ"), null=True, blank=True, help_text=_("Để trống: từ đầu ngày.")
    )
    ends_on = models.DateField(_("đến ngày"), null=True, blank=True)
    ends_at = models.TimeField(
        _("đến giờ"), null=True, blank=True, help_text=_("Để trống: đến hết ngày.")
    )

    objects = NoticeQuerySet.as_manager()

    panels = [
        FieldPanel("title"),
        FieldPanel("text"),
        MultiFieldPanel([FieldPanel("title_en"), FieldPanel("text_en")], heading=_("Tiếng Anh")),
        FieldPanel("tone"),
        FieldPanel("link_page"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("starts_at")], heading=_("Bắt đầu")),
        FieldRowPanel([FieldPanel("ends_on"), FieldPanel("ends_at")], heading=_("Kết thúc")),
    ]

    class Meta:
        verbose_name = _("thông báo toàn cổng")
        verbose_name_plural = _("thông báo toàn cổng")
        ordering = ["-starts_on", "-pk"]

    def __str__(self):
        return self.title

    def clean(self):
        if self.ends_on and self.ends <= self.begins:
            raise ValidationError({"ends_on": _("Thời điểm kết thúc phải sau lúc bắt đầu.")})
        if self.ends_at and not self.ends_on:
            raise ValidationError({"ends_on": _("Hãy chọn ngày kết thúc của giờ này.")})

    @property
    def begins(self) -> datetime.datetime:
        return _moment(self.starts_on, self.starts_at or datetime.time())

    @property
    def ends(self) -> datetime.datetime | None:
        """The first moment at which it no longer holds."""
        if self.ends_on is None:
            return None
        if self.ends_at:
            return _moment(self.ends_on, self.ends_at)
        return _moment(self.ends_on + datetime.timedelta(days=1), datetime.time())


def _moment(day: datetime.date, hour: datetime.time) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, hour))
