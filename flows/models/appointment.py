"""Appointments at the one-stop desk (lịch hẹn): bookable hours as rows, and who comes when."""

import datetime
from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.models import WorkingHours
from flows.models.intake import DeskQuerySet
from flows.models.ticket import Ticket

WEEKDAYS = WorkingHours._meta.get_field("weekday").choices


class BookingHours(models.Model):
    """Hours of one weekday in which an office receives by appointment (khung giờ nhận đặt lịch)."""

    agency = models.ForeignKey(
        "catalog.Agency", on_delete=models.PROTECT, related_name="booking_hours",
        verbose_name=_("cơ quan"),
    )  # fmt: skip
    weekday = models.PositiveSmallIntegerField(_("thứ"), choices=WEEKDAYS)
    opens = models.TimeField(_("từ giờ"))
    closes = models.TimeField(_("đến giờ"))
    minutes = models.PositiveSmallIntegerField(
        _("số phút mỗi lượt"),
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(240)],
    )
    places = models.PositiveSmallIntegerField(
        _("số người mỗi lượt"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )

    objects = DeskQuerySet.as_manager()

    class Meta:
        verbose_name = _("khung giờ đặt lịch")
        verbose_name_plural = _("khung giờ đặt lịch")
        ordering = ["agency", "weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="booking_hours_forward",
                violation_error_message=_("Giờ kết thúc phải sau giờ bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, places__gte=1), name="booking_hours_hold_somebody"
            ),
            models.UniqueConstraint(
                fields=["agency", "weekday", "opens"],
                name="booking_hours_once",
                violation_error_message=_("Đã có khung giờ bắt đầu lúc này."),
            ),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"

    def clean(self):
        """Two rows of one day never overlap: a place would stand twice."""
        if self.opens is None or self.closes is None:
            return
        beside = BookingHours.objects.filter(
            agency=self.agency_id,
            weekday=self.weekday,
            opens__lt=self.closes,
            closes__gt=self.opens,
        ).exclude(pk=self.pk)
        if beside.exists():
            raise ValidationError(
                gettext("Khung giờ này trùng với khung giờ đã có trong cùng ngày.")
            )

    def turns(self, day: datetime.date) -> Iterator[tuple[datetime.datetime, datetime.datetime]]:
        """Beginning and end of each turn on the day; what does not fit before closing is none."""
        begin = timezone.make_aware(datetime.datetime.combine(day, self.opens))
        end = timezone.make_aware(datetime.datetime.combine(day, self.closes))
        step = datetime.timedelta(minutes=self.minutes)
        while begin + step <= end:
            yield begin, begin + step
            begin += step


class AppointmentQuerySet(DeskQuerySet):
    def booked(self):
        """Somebody is still expected."""
        return self.filter(state=Appointment.State.BOOKED)

    def on(self, day: datetime.date):
        """Of one day in Vietnam, as they follow each other."""
        begin = timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
        end = begin + datetime.timedelta(days=1)
        return self.filter(starts_at__gte=begin, starts_at__lt=end).order_by("starts_at", "place")


class Appointment(models.Model):
    """One place of one turn at an office, for one person; a cancelled one frees its place."""

    class Purpose(models.TextChoices):
        FILE = "file", _("Nộp, bổ sung hồ sơ")
        ORIGINALS = "originals", _("Xuất trình bản chính để đối chiếu")
        COLLECT = "collect", _("Nhận kết quả")
        ASK = "ask", _("Hỏi, được hướng dẫn")

    class State(models.TextChoices):
        BOOKED = "booked", _("Đã hẹn")
        ARRIVED = "arrived", _("Đã đến")
        MISSED = "missed", _("Không đến")
        CANCELLED = "cancelled", _("Đã hủy")

    GROUPS = {
        Purpose.FILE: Ticket.Group.FILE,
        Purpose.ORIGINALS: Ticket.Group.FILE,
        Purpose.COLLECT: Ticket.Group.COLLECT,
        Purpose.ASK: Ticket.Group.ASK,
    }

    number = models.CharField(_("số"), max_length=40, unique=True)
    agency = models.ForeignKey(
        "catalog.Agency", on_delete=models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    starts_at = models.DateTimeField(_("giờ hẹn"))
    ends_at = models.DateTimeField(_("đến"))
    place = models.PositiveSmallIntegerField(_("chỗ"))
    purpose = models.CharField(_("việc"), max_length=10, choices=Purpose)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments",
        verbose_name=_("người hẹn"),
    )  # fmt: skip
    procedure = models.ForeignKey(
        "catalog.Procedure", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("thủ tục"),
    )  # fmt: skip
    dossier = models.ForeignKey(
        "flows.Dossier", on_delete=models.PROTECT, null=True, blank=True,
        related_name="appointments", verbose_name=_("hồ sơ"),
    )  # fmt: skip
    state = models.CharField(_("tình trạng"), max_length=10, choices=State, default=State.BOOKED)
    reason = models.CharField(_("lý do hủy"), max_length=500, blank=True)
    booked_at = models.DateTimeField(_("đặt lúc"), default=timezone.now)
    reminded_at = models.DateTimeField(_("nhắc lúc"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ghi nhận lúc"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True,
        related_name="+", verbose_name=_("người ghi nhận"),
    )  # fmt: skip
    ticket = models.OneToOneField(
        Ticket, on_delete=models.PROTECT, null=True, blank=True, related_name="appointment",
        verbose_name=_("số thứ tự"),
    )  # fmt: skip

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("lịch hẹn")
        verbose_name_plural = _("lịch hẹn")
        ordering = ["-starts_at", "place"]
        indexes = [
            models.Index(
                fields=["starts_at"], condition=Q(state="booked"), name="appointment_expected"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "starts_at", "place"],
                condition=~Q(state="cancelled"),
                name="appointment_place_once",
                violation_error_message=_("Chỗ này vừa có người đặt."),
            ),
            models.UniqueConstraint(
                fields=["person", "starts_at"],
                condition=Q(state="booked"),
                name="appointment_one_at_a_time",
                violation_error_message=_("Ông/Bà đã có lịch hẹn vào giờ này."),
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def group(self) -> str:
        """The kind of service in the waiting room."""
        return self.GROUPS[self.Purpose(self.purpose)]

    @property
    def is_booked(self) -> bool:
        return self.state == self.State.BOOKED

    @property
    def may_change(self) -> bool:
        """Until it begins the person may move or cancel it."""
        return self.is_booked and self.starts_at > timezone.now()
