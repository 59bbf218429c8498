"""Who waits at an office (số thứ tự): its waiting room and the day's tickets. No personal data."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person
from flows.models.intake import DeskQuerySet


def new_key() -> str:
    return secrets.token_urlsafe(12)


class WaitingRoom(models.Model):
    """An office that gives out queue numbers; whoever knows the key is its kiosk."""

    agency = models.OneToOneField(
        "catalog.Agency", on_delete=models.PROTECT, related_name="waiting_room",
        verbose_name=_("cơ quan"),
    )  # fmt: skip
    kiosk_key = models.CharField(
        _("khóa của máy lấy số"), max_length=32, unique=True, default=new_key
    )
    is_open = models.BooleanField(_("đang phát số"), default=True)

    objects = DeskQuerySet.as_manager()

    class Meta:
        verbose_name = _("khu vực chờ")
        verbose_name_plural = _("khu vực chờ")

    def __str__(self):
        return str(self.agency)


class TicketQuerySet(models.QuerySet):
    def today(self):
        return self.filter(day=timezone.localdate())

    def waiting(self):
        return self.filter(state=Ticket.State.WAITING)

    def in_turn(self):
        """As they are called: an appointment whose hour has come, then whoever took a number first."""
        due = models.Case(
            models.When(appointment__starts_at__lte=timezone.now(), then=0), default=1
        )
        return self.order_by(due, "taken_at", "pk")


class Ticket(models.Model):
    """One number of one day, for one kind of service; called to a counter, served or gone."""

    class Group(models.TextChoices):
        FILE = "A", _("Nộp hồ sơ, bổ sung hồ sơ")
        COLLECT = "B", _("Nhận kết quả")
        ASK = "C", _("Hỏi, được hướng dẫn")

    class State(models.TextChoices):
        WAITING = "waiting", _("Đang chờ")
        CALLED = "called", _("Đang gọi")
        SERVED = "served", _("Đã phục vụ")
        GONE = "gone", _("Không đến")

    room = models.ForeignKey(
        WaitingRoom, on_delete=models.PROTECT, related_name="tickets", verbose_name=_("khu vực chờ")
    )
    day = models.DateField(_("ngày"))
    group = models.CharField(_("loại việc"), max_length=1, choices=Group)
    number = models.PositiveIntegerField(_("số thứ tự"))
    state = models.CharField(_("tình trạng"), max_length=8, choices=State, default=State.WAITING)
    taken_at = models.DateTimeField(_("lấy số lúc"), default=timezone.now)
    counter = models.CharField(_("quầy"), max_length=10, blank=True)
    called_at = models.DateTimeField(_("gọi lúc"), null=True, blank=True)
    called_by = person(_("người gọi"), later=True)
    ended_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("số thứ tự")
        verbose_name_plural = _("số thứ tự")
        ordering = ["-day", "group", "number"]
        indexes = [models.Index(fields=["room", "day", "state"], name="ticket_of_the_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["room", "day", "group", "number"], name="ticket_number_once"
            ),
            models.UniqueConstraint(
                fields=["called_by"],
                condition=Q(state="called"),
                name="ticket_one_called_by_a_person",
            ),
        ]

    def __str__(self):
        return f"{self.group}{self.number:03d}"
