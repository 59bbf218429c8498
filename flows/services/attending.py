"""Appointments at the desk (đón người có hẹn): hours published, who came, who did not, who is told."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import working_calendar
from flows.effects.appointments import tell
from flows.errors import AlreadyDone, DossierError
from flows.models import Appointment, BookingHours, WaitingRoom
from flows.services import booking, calling

REMIND_FROM, REMIND_UNTIL = 8, 20  # nobody is woken by a reminder
CLOSED = "Cơ quan không làm việc vào ngày này theo lịch nghỉ. Xin lỗi Ông/Bà vì phải đặt lại lịch."


@transaction.atomic
def publish_hours(agency, *, by, **facts) -> BookingHours:
    """Offer hours of one weekday: opens, closes, minutes of a turn, places in it."""
    calling.check_reach(agency.pk, by)
    made = BookingHours(agency=agency, **facts)
    try:
        made.full_clean()
    except ValidationError as error:
        raise DossierError(" ".join(error.messages)) from error
    made.save()
    return made


@transaction.atomic
def withdraw_hours(hours: BookingHours, *, by) -> None:
    """No more bookings in these hours; those who are booked are received."""
    calling.check_reach(hours.agency_id, by)
    hours.delete()


@transaction.atomic
def arrive(appointment: Appointment, *, by) -> Appointment:
    """The person is here: marked, and given a queue number when the office gives out numbers."""
    found = _at_the_desk(appointment, by)
    now = timezone.now()
    if timezone.localdate(found.starts_at) != timezone.localdate(now):
        raise DossierError(_("Lịch hẹn này không phải của hôm nay."))
    found.state, found.ended_at, found.ended_by = Appointment.State.ARRIVED, now, by
    room = WaitingRoom.objects.filter(agency=found.agency, is_open=True).first()
    if room:
        found.ticket = calling.give_ticket(room, group=found.group)
    found.save(update_fields=["state", "ended_at", "ended_by", "ticket"])
    booking.note(found, "arrive_appointment", by=by)
    return found


@transaction.atomic
def miss(appointment: Appointment, *, by=None) -> Appointment:
    """Nobody came: the person is told how to book anew. `by` is None when the sweep does it."""
    found = _at_the_desk(appointment, by) if by else _still_booked(appointment)
    if found.ends_at > timezone.now():
        raise DossierError(_("Chưa hết giờ hẹn; hãy chờ thêm."))
    found.state, found.ended_at, found.ended_by = Appointment.State.MISSED, timezone.now(), by
    found.save(update_fields=["state", "ended_at", "ended_by"])
    booking.note(found, "miss_appointment", by=by)
    tell(found, "missed")
    return found


@transaction.atomic
def call_off(appointment: Appointment, *, by=None, reason: str) -> Appointment:
    """The office cannot receive then: the person is told why. `by` is None when the calendar says so."""
    found = _at_the_desk(appointment, by) if by else _still_booked(appointment)
    if not reason.strip():
        raise DossierError(_("Hãy ghi rõ lý do."))
    found.state, found.reason = Appointment.State.CANCELLED, reason.strip()[:500]
    found.ended_at, found.ended_by = timezone.now(), by
    found.save(update_fields=["state", "reason", "ended_at", "ended_by"])
    booking.note(found, "cancel_appointment", by=by)
    tell(found, "cancelled")
    return found


def sweep(now=None) -> dict[str, int]:
    """What comes round by itself: closed days called off, reminders of tomorrow, yesterday's no-shows."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    expected = Appointment.objects.booked().select_related("agency")
    done = {"closed": 0, "reminded": 0, "missed": 0}
    for one in expected.filter(starts_at__gt=now):
        day = timezone.localdate(one.starts_at)
        if not working_calendar.for_agency(one.agency).is_working_day(day):
            done["closed"] += _unless_done(call_off, one, reason=CLOSED)
    for one in expected.filter(ends_at__lt=now):
        if timezone.localdate(one.starts_at) < today:
            done["missed"] += _unless_done(miss, one)
    if REMIND_FROM <= timezone.localtime(now).hour < REMIND_UNTIL:
        for one in expected.on(today + datetime.timedelta(days=1)).filter(reminded_at=None):
            done["reminded"] += _unless_done(_remind, one)
    return done


def _unless_done(act, appointment: Appointment, **facts) -> int:
    """One appointment that somebody has just acted on stops none of the others."""
    try:
        act(appointment, **facts)
    except AlreadyDone:
        return 0
    return 1


@transaction.atomic
def _remind(appointment: Appointment) -> None:
    found = _still_booked(appointment)
    if found.reminded_at:
        raise AlreadyDone(_("Đã nhắc lịch hẹn này."))
    found.reminded_at = timezone.now()
    found.save(update_fields=["reminded_at"])
    tell(found, "tomorrow")


def _at_the_desk(appointment: Appointment, by) -> Appointment:
    calling.check_reach(appointment.agency_id, by)
    return _still_booked(appointment)


def _still_booked(appointment: Appointment) -> Appointment:
    found = booking.locked(appointment)
    if not found.is_booked:
        raise AlreadyDone(_("Lịch hẹn này đã được ghi nhận rồi."))
    return found


def of_day(agency, day: datetime.date):
    """The appointments of the office on the day, with everything the desk's list shows."""
    return (
        Appointment.objects.filter(agency=agency)
        .on(day)
        .select_related("person", "procedure", "dossier", "ticket", "ended_by")
    )
