"""Changes of the organisation (sắp xếp tổ chức): proposed, agreed to by a second person, applied at
00:00 of their day by the worker, taken back while nothing has been built on them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import Max, ProtectedError, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import Reorganisation
from catalog.permissions import post_with
from flows.audit.journal import record
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.models import Dossier, JournalEntry
from flows.organisation import moving, obstacles
from flows.organisation.memory import Memory
from flows.organisation.plan import RIGHT, Kind, Plan
from flows.services import work
from flows.services.acting import lock_dossier

State = Reorganisation.State


def may_reorganise(user) -> bool:
    """Whoever keeps the list of agencies."""
    return user.has_perm(RIGHT)


@transaction.atomic
def propose(change: Reorganisation, departments=(), *, units=(), posts=(), by) -> Reorganisation:
    """Keep a change for a second person to look at. DossierError says what is wrong with it."""
    _check_right(by)
    change.proposed_by, change.state = by, State.PROPOSED
    if not change.decision_number.strip():
        raise DossierError(_("Hãy ghi số quyết định sắp xếp."))
    _check_day(change)
    waiting = Reorganisation.objects.filter(
        agency=change.agency, kind=change.kind, state__in=[State.PROPOSED, State.APPROVED]
    )
    if change.kind in (Kind.MERGE, Kind.RENAME) and waiting.exists():
        raise DossierError(_("%s đang có một đề nghị cùng loại chưa xong.") % change.agency)
    change.save()
    change.departments.set(departments)
    change.units.set(units)
    change.posts.set(posts)
    _check(change)
    _log(change, by, _("Đề nghị"))
    return change


def approve(change: Reorganisation, *, by) -> Reorganisation:
    """A second person agrees: it comes into force at 00:00 of its day."""
    _check_right(by)
    with _locked(change, State.PROPOSED) as change:
        if change.proposed_by_id == by.pk:
            raise NotPermitted(_("Người duyệt phải khác người đề nghị."))
        _check_day(change)
        _check(change)
        change.state, change.decided_by, change.decided_at = State.APPROVED, by, timezone.now()
        _log(change, by, _("Duyệt"))
    return change


def refuse(change: Reorganisation, *, by, reason: str) -> Reorganisation:
    """Not to be done: sent back by a second person with reasons, or taken back by its author."""
    _check_right(by)
    if not reason.strip():
        raise DossierError(_("Hãy ghi lý do."))
    with _locked(change, State.PROPOSED, State.APPROVED, State.FAILED) as change:
        change.state, change.note = State.REFUSED, reason.strip()[:500]
        if by.pk != change.proposed_by_id:
            change.decided_by, change.decided_at = by, timezone.now()
        _log(change, by, _("Không thực hiện: %s") % change.note)
    return change


def apply_due() -> int:
    """The worker's turn: what has come into force, in the order of the days; how many."""
    due = Reorganisation.objects.filter(
        state=State.APPROVED, effective_on__lte=timezone.localdate()
    ).order_by("effective_on", "pk")
    return sum(map(_apply, list(due)))


def _apply(change: Reorganisation) -> bool:
    """Whether it was done; what stands in the way of it is told in its note."""
    try:
        with _locked(change, State.APPROVED) as change:
            _check(change)
            memory = Memory()
            name = change.agency.name
            change.moved = {"name": name} | moving.carry_out(Plan(change), memory)
            change.before, change.applied_at = memory.rows, timezone.now()
            change.state = State.APPLIED
    except AlreadyDone:
        return False
    except DossierError as error:
        Reorganisation.objects.filter(pk=change.pk).update(
            state=State.FAILED, note=str(error)[:500]
        )
        return False
    work.release_unheld()
    return True


def reverse(change: Reorganisation, *, by, reason: str) -> Reorganisation:
    """Everything as it was before. DossierError names what has been built on it since."""
    _check_right(by)
    if not reason.strip():
        raise DossierError(_("Hãy ghi lý do hoàn tác."))
    with _locked(change, State.APPLIED) as change:
        moved = [lock_dossier(pk).pk for pk in change.moved.get("dossiers", [])]
        if built := built_upon(change):
            raise DossierError(built)
        try:
            Memory(change.before).put_back()
        except ProtectedError as error:
            raise DossierError(
                _("Nơi nhận đã có dữ liệu mới gắn với phần chuyển sang nên không hoàn tác được.")
            ) from error
        for dossier in map(lock_dossier, moved):
            dossier.acting_post = post_with(by, RIGHT, dossier)
            record(
                dossier, "undo_reorganisation", by=by,
                public_text=f"Việc sắp xếp theo {change.decision_number} được hoàn tác; "
                f"{dossier.current_agency} tiếp tục giải quyết hồ sơ.",
                data={"reorganisation": change.pk, "reason": reason.strip()},
            )  # fmt: skip
        change.state, change.note = State.REVERSED, reason.strip()[:500]
        change.reversed_by, change.reversed_at = by, timezone.now()
        _log(change, by, _("Hoàn tác: %s") % change.note)
    work.release_unheld()
    return change


def built_upon(change: Reorganisation) -> str:
    """Why it cannot be taken back any more, as a sentence; nothing while it can."""
    ids = change.moved.get("dossiers", [])
    entries = JournalEntry.objects.filter(dossier__in=ids)
    own = entries.filter(act="reorganise", data__reorganisation=change.pk)
    newest = own.aggregate(last=Max("pk"))["last"] or 0
    later = entries.filter(pk__gt=newest).exclude(act__in=JournalEntry.LOOKING)
    if ids and (entry := later.select_related("dossier").first()):
        return _("Hồ sơ %s đã được xử lý tiếp sau khi chuyển.") % entry.dossier.code
    sides = [change.agency_id, change.target_id]
    after = Reorganisation.objects.filter(
        Q(agency__in=sides) | Q(target__in=sides),
        state=State.APPLIED, applied_at__gt=change.applied_at,
    )  # fmt: skip
    if other := after.first():
        return _("Đã có lần sắp xếp sau đó: %s.") % other
    filed = Dossier.objects.filter(agency=change.target_id, submitted_at__gt=change.applied_at)
    if change.kind in (Kind.SPLIT, Kind.TERRITORY) and filed.exists():
        return _("%s đã tiếp nhận hồ sơ mới.") % change.target
    return ""


def _check_right(user) -> None:
    if not may_reorganise(user):
        raise NotPermitted(_("Bạn không có quyền sắp xếp tổ chức."))


def _check_day(change: Reorganisation) -> None:
    if change.effective_on <= timezone.localdate():
        raise DossierError(_("Ngày có hiệu lực phải sau hôm nay."))


def _check(change: Reorganisation) -> None:
    if found := obstacles.problems(Plan(change)):
        raise DossierError(" ".join(map(str, found)))


def _log(change: Reorganisation, by, text: str) -> None:
    LogEntry.objects.log_actions(by.pk, [change], CHANGE, change_message=text, single_object=True)


@contextmanager
def _locked(change: Reorganisation, *states: str) -> Iterator[Reorganisation]:
    """The change under lock, saved at the end; AlreadyDone unless in one of these states."""
    with transaction.atomic():
        found = (
            Reorganisation.objects.select_for_update(of=("self",))
            .select_related("agency__parent", "target__parent", "to_department", "decided_by")
            .get(pk=change.pk)
        )
        if found.state not in states:
            raise AlreadyDone(_("Đề nghị này đã ở tình trạng «%s».") % found.get_state_display())
        yield found
        found.save()
