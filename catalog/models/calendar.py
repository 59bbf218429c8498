"""When offices work: holidays, swap days, opening hours, as rows (domain: Labour Code, Article 112)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Calendar(models.Model):
    """A working calendar (lịch làm việc). A child inherits its parent's days and adds its own."""

    code = models.CharField(_("mã lịch"), max_length=40, unique=True)
    name = models.CharField(_("tên lịch"), max_length=120)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("kế thừa từ"),
    )
    same_day_cutoff = models.TimeField(
        _("giờ chốt trong ngày"),
        default="15:00",
        help_text=_("Hồ sơ giải quyết ngay nhận sau giờ này được trả trong ngày làm việc kế tiếp."),
    )
    paper_cutoff = models.TimeField(
        _("giờ chốt bàn giao giấy"),
        default="15:00",
        help_text=_("Hồ sơ giấy nhận trước giờ này được bàn giao ngay trong ngày."),
    )
    paper_by = models.TimeField(
        _("giờ bàn giao sáng hôm sau"),
        default="09:00",
        help_text=_(
            "Hồ sơ giấy nhận từ giờ chốt trở đi được bàn giao trước giờ này ngày làm việc kế tiếp."
        ),
    )
    stamp = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = _("lịch làm việc")
        verbose_name_plural = _("lịch làm việc")

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.stamp = uuid.uuid4()
        super().save(*args, **kwargs)

    def touch(self) -> None:
        """Say that days or hours changed: processes that keep the calendar in memory read it anew."""
        Calendar.objects.filter(pk=self.pk).update(stamp=uuid.uuid4())


class _CalendarPart(models.Model):
    """A row of a calendar; saving or deleting it renews the calendar's stamp (bulk writes: touch)."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        self.calendar.touch()

    def delete(self, *args, **kwargs):
        done = super().delete(*args, **kwargs)
        self.calendar.touch()
        return done


class CalendarDay(_CalendarPart):
    """A day that differs from the week: holiday (ngày nghỉ) or make-up working day (làm bù)."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("Nghỉ")
        WORKING = "working", _("Làm việc (làm bù, hoán đổi)")

    calendar = models.ForeignKey(
        Calendar, on_delete=models.CASCADE, related_name="days", verbose_name=_("lịch")
    )
    date = models.DateField(_("ngày"))
    kind = models.CharField(_("loại"), max_length=10, choices=Kind)
    name = models.CharField(_("tên ngày"), max_length=160)
    decision = models.CharField(_("văn bản"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("ngày đặc biệt")
        verbose_name_plural = _("ngày đặc biệt")
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "date"],
                name="calendar_day_unique",
                violation_error_message=_("Ngày này đã có trong lịch."),
            ),
        ]

    def __str__(self):
        return f"{self.date:%d/%m/%Y} {self.name}"


class WorkingHours(_CalendarPart):
    """One opening interval of one weekday (giờ làm việc); Monday is 0."""

    calendar = models.ForeignKey(
        Calendar, on_delete=models.CASCADE, related_name="hours", verbose_name=_("lịch")
    )
    weekday = models.PositiveSmallIntegerField(
        _("thứ"),
        choices=[
            (0, _("Thứ Hai")),
            (1, _("Thứ Ba")),
            (2, _("Thứ Tư")),
            (3, _("Thứ Năm")),
            (4, _("Thứ Sáu")),
            (5, _("Thứ Bảy")),
            (6, _("Chủ nhật")),
        ],
    )
    opens = models.TimeField(_("mở cửa"))
    closes = models.TimeField(_("đóng cửa"))

    class Meta:
        verbose_name = _("giờ làm việc")
        verbose_name_plural = _("giờ làm việc")
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="working_hours_forward",
                violation_error_message=_("Giờ đóng cửa phải sau giờ mở cửa."),
            ),
            models.UniqueConstraint(
                fields=["calendar", "weekday", "opens"], name="working_hours_unique"
            ),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"
