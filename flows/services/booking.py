"""Booking an appointment (đặt lịch hẹn): the free turns of an office; book, move, cancel by the person."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import working_calendar
from catalog.models import Agency
from flows.audit.journal import record
from flows.codes import next_in
from flows.effects.appointments import tell
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.models import Appointment, BookingHours, Dossier
from flows.services import mandating
from flows.services.acting import lock_dossier

AHEAD = 21  # days for which turns are offered
NOTICE = datetime.timedelta(hours=1)  # nobody books what begins sooner
MOST = 3  # open appointments of one person: places are for everybody


@dataclass(frozen=True)
class Turn:
    """One turn of an office that can still be booked."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    free: int


def bookable_agencies():
    """The offices that publish hours."""
    return Agency.objects.active().filter(pk__in=BookingHours.objects.values("agency"))


def free_turns(agency, *, days: int = AHEAD, now=None) -> dict[datetime.date, list[Turn]]:
    """Turns with a free place by day, soonest first; closed days have none. Three queries."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    hours = list(BookingHours.objects.filter(agency=agency))
    taken = dict(
        Appointment.objects.filter(agency=agency, starts_at__gt=now)
        .exclude(state=Appointment.State.CANCELLED)
        .order_by()
        .values_list("starts_at")
        .annotate(n=Count("pk"))
    )
    found: dict[datetime.date, list[Turn]] = {}
    for day in (today + datetime.timedelta(days=n) for n in range(days + 1)):
        turns = [
            Turn(begin, end, row.places - taken.get(begin, 0))
            for row in hours
            for begin, end in turns_of(row, agency, day)
            if begin >= now + NOTICE and row.places > taken.get(begin, 0)
        ]
        if turns:
            found[day] = sorted(turns, key=lambda turn: turn.starts_at)
    return found


def turns_of(row: BookingHours, agency, day: datetime.date) -> list[tuple]:
    """The turns of the row on the day, within the office's working hours: a holiday has none."""
    if row.weekday != day.weekday():
        return []
    open_hours = working_calendar.for_agency(agency).hours(day)
    return [
        (begin, end)
        for begin, end in row.turns(day)
        if any(
            opens <= timezone.localtime(begin).time() and timezone.localtime(end).time() <= closes
            for opens, closes in open_hours
        )
    ]


@transaction.atomic
def book(agency, starts_at, *, by, purpose: str, procedure=None, dossier=None) -> Appointment:
    """Take a place of the turn. DossierError when it is full, closed, or not this person's to book."""
    if by.is_staff:
        raise NotPermitted(_("Lịch hẹn dành cho người nộp hồ sơ."))
    if dossier is not None:
        dossier = _own_locked(dossier, agency, by)
    if purpose not in Appointment.Purpose.values:
        raise DossierError(_("Hãy chọn việc cần đến cơ quan."))
    mine = by.appointments.booked().filter(starts_at__gt=timezone.now())
    if mine.count() >= MOST:
        raise DossierError(_("Ông/Bà đang có %d lịch hẹn. Hãy hủy bớt trước khi đặt thêm.") % MOST)
    year = timezone.localdate().year
    made = Appointment(
        agency=agency,
        person=by,
        purpose=purpose,
        procedure=procedure or (dossier and dossier.procedure),
        dossier=dossier,
    )
    _put(made, starts_at)
    number = next_in(f"appointment:{agency.office_code}:{year}")
    made.number = f"{number}/{year}/LH-{agency.office_code}"
    made.save()
    note(made, "book_appointment", by=by)
    tell(made, "booked")
    return made


@transaction.atomic
def move(appointment: Appointment, starts_at, *, by) -> Appointment:
    """Another turn of the same office; the old place is free at once."""
    found = _own(appointment, by)
    if found.starts_at == starts_at:
        return found
    _put(found, starts_at)
    found.reminded_at = None
    found.save(update_fields=["starts_at", "ends_at", "place", "reminded_at"])
    note(found, "move_appointment", by=by)
    tell(found, "moved")
    return found


@transaction.atomic
def cancel(appointment: Appointment, *, by) -> Appointment:
    """The person does not come; the place is free at once."""
    found = _own(appointment, by)
    found.state, found.ended_at, found.ended_by = Appointment.State.CANCELLED, timezone.now(), by
    found.save(update_fields=["state", "ended_at", "ended_by"])
    note(found, "cancel_appointment", by=by)
    tell(found, "cancelled")
    return found


def locked(appointment: Appointment) -> Appointment:
    """The appointment as it is now, its dossier locked before it as in every act."""
    dossier = lock_dossier(appointment.dossier_id) if appointment.dossier_id else None
    found = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("agency", "person", "procedure")
        .get(pk=appointment.pk)
    )
    if dossier:
        found.dossier = dossier
    return found


def note(appointment: Appointment, act: str, *, by=None) -> None:
    """The dossier's journal says it, when the appointment is about one."""
    dossier = appointment.dossier
    if dossier is None:
        return
    when = timezone.localtime(appointment.starts_at)
    record(
        dossier, act, by=by,
        data={"appointment": appointment.number, "starts_at": when.isoformat()},
    )  # fmt: skip


def _put(appointment: Appointment, starts_at) -> None:
    """A free place of the turn: its hours are locked, so two persons come one after the other."""
    agency = appointment.agency
    if starts_at < timezone.now() + NOTICE:
        raise DossierError(_("Giờ này đã qua hoặc quá gần. Hãy chọn giờ khác."))
    day = timezone.localdate(starts_at)
    if day > timezone.localdate() + datetime.timedelta(days=AHEAD):
        raise DossierError(_("Chỉ đặt lịch trước tối đa %d ngày.") % AHEAD)
    rows = BookingHours.objects.select_for_update().filter(agency=agency, weekday=day.weekday())
    offered = {
        begin: (end, row.places) for row in rows for begin, end in turns_of(row, agency, day)
    }
    if starts_at not in offered:
        raise DossierError(_("Cơ quan không nhận hẹn vào giờ này. Hãy chọn giờ khác."))
    end, places = offered[starts_at]
    others = Appointment.objects.exclude(pk=appointment.pk)
    if others.booked().filter(person=appointment.person, starts_at=starts_at).exists():
        raise DossierError(_("Ông/Bà đã có lịch hẹn vào giờ này."))
    at_that_time = others.filter(agency=agency, starts_at=starts_at)
    taken = set(
        at_that_time.exclude(state=Appointment.State.CANCELLED).values_list("place", flat=True)
    )
    free = next((place for place in range(1, places + 1) if place not in taken), None)
    if free is None:
        raise AlreadyDone(_("Giờ này vừa hết chỗ. Hãy chọn giờ khác."))
    appointment.starts_at, appointment.ends_at, appointment.place = starts_at, end, free


def _own(appointment: Appointment, by) -> Appointment:
    found = locked(appointment)
    if found.person_id != by.pk:
        raise NotPermitted(_("Lịch hẹn này của người khác."))
    if not found.may_change:
        raise AlreadyDone(_("Lịch hẹn này đã qua hoặc đã được ghi nhận nên không thay đổi được."))
    return found


def _own_locked(dossier: Dossier, agency, by) -> Dossier:
    """The person's own open dossier, at an office that has to do with it."""
    dossier = lock_dossier(dossier.pk)
    mandating.require_act(dossier, by, _("Chỉ người nộp hồ sơ được đặt lịch hẹn cho hồ sơ."))
    if dossier.is_closed:
        raise DossierError(_("Hồ sơ đã kết thúc nên không đặt lịch hẹn cho hồ sơ này nữa."))
    if agency.pk not in {dossier.agency_id, dossier.current_agency_id}:
        raise DossierError(_("Hãy đặt lịch tại cơ quan tiếp nhận hoặc đang giải quyết hồ sơ."))
    return dossier
