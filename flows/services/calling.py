"""Queue numbers of an office: taken at the kiosk, called to a counter, served or gone."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.permissions import posts_of
from flows import limits
from flows.codes import next_in
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.models import Ticket, WaitingRoom

PER_MINUTE = 20  # numbers from one kiosk: nobody empties the roll
RIGHTS = ("flows.receive_dossier", "flows.return_result")


def may_call(user) -> bool:
    """Whoever takes in dossiers or returns results serves those who wait."""
    return any(user.has_perm(right) for right in RIGHTS)


@transaction.atomic
def open_room(agency, *, by) -> WaitingRoom:
    """The office gives out numbers from now on; its kiosk keeps its address."""
    check_reach(agency.pk, by)
    room, _made = WaitingRoom.objects.get_or_create(agency=agency)
    room.is_open = True
    room.save(update_fields=["is_open"])
    return room


@transaction.atomic
def close_room(room: WaitingRoom, *, by) -> None:
    """No more numbers; those who wait are still called."""
    check_reach(room.agency_id, by)
    WaitingRoom.objects.filter(pk=room.pk).update(is_open=False)


@transaction.atomic
def take_ticket(room: WaitingRoom, *, group: str) -> Ticket:
    """The next number of the day for this kind of service."""
    if group not in Ticket.Group.values:
        raise DossierError(_("Hãy chọn một loại việc."))
    if not WaitingRoom.objects.select_for_update().filter(pk=room.pk, is_open=True).exists():
        raise DossierError(_("Cơ quan đã ngừng phát số. Xin hỏi cán bộ hướng dẫn."))
    if not limits.hit("ticket", str(room.pk), PER_MINUTE, 60):
        raise DossierError(_("Máy đang bận. Xin thử lại sau một phút."))
    return give_ticket(room, group=group)


def give_ticket(room: WaitingRoom, *, group: str) -> Ticket:
    """A number given by the desk itself: not counted against the kiosk. Inside a transaction."""
    day = timezone.localdate()
    number = next_in(f"ticket:{room.pk}:{day:%Y%m%d}:{group}")
    return Ticket.objects.create(room=room, day=day, group=group, number=number)


@transaction.atomic
def call_next(room: WaitingRoom, *, by, counter: str, groups=()) -> Ticket:
    """Calls whoever has waited longest (of these kinds of service) to the counter.

    One at a time: two clerks never call the same number, and nobody calls before the last one called
    is told served or gone.
    """
    check_reach(room.agency_id, by)
    WaitingRoom.objects.select_for_update().get(pk=room.pk)
    if not counter.strip():
        raise DossierError(_("Hãy ghi số quầy của bạn."))
    called = Ticket.objects.filter(called_by=by, state=Ticket.State.CALLED)
    # What an earlier day left open nobody waits for any more.
    called.filter(day__lt=timezone.localdate()).update(
        state=Ticket.State.GONE, ended_at=timezone.now()
    )
    if before := called.first():
        raise DossierError(_("Hãy ghi số %s đã phục vụ xong hay không đến trước.") % before)
    waiting = room.tickets.today().waiting().in_turn()
    ticket = (waiting.filter(group__in=groups) if groups else waiting).first()
    if ticket is None:
        raise DossierError(_("Không còn ai chờ."))
    ticket.state, ticket.called_at, ticket.called_by = Ticket.State.CALLED, timezone.now(), by
    ticket.counter = counter.strip()[:10]
    ticket.save()
    return ticket


@transaction.atomic
def call_again(ticket: Ticket, *, by) -> Ticket:
    """Shows the number on top of the display once more."""
    found = _called_by(ticket, by)
    found.called_at = timezone.now()
    found.save(update_fields=["called_at"])
    return found


@transaction.atomic
def end(ticket: Ticket, *, by, came: bool) -> Ticket:
    """The person was served, or did not come when called."""
    found = _called_by(ticket, by)
    found.state = Ticket.State.SERVED if came else Ticket.State.GONE
    found.ended_at = timezone.now()
    found.save(update_fields=["state", "ended_at"])
    return found


def _called_by(ticket: Ticket, by) -> Ticket:
    found = Ticket.objects.select_for_update().get(pk=ticket.pk)
    if found.called_by_id != by.pk:
        raise NotPermitted(_("Số này do quầy khác gọi."))
    if found.state != Ticket.State.CALLED:
        raise AlreadyDone(_("Số này đã được ghi nhận rồi."))
    return found


def check_reach(agency_id: int, by) -> None:
    """Raise NotPermitted unless the person serves at the desk of this agency."""
    at_work = any(post.department.agency_id == agency_id for post in posts_of(by))
    if not may_call(by) or not (at_work or by.is_superuser):
        raise NotPermitted(_("Bạn không làm việc tại quầy của cơ quan này."))
