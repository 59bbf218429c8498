"""How long a dossier is kept, holds, and lists of what is past its term: two people decide."""

import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from flows.audit.journal import record
from flows.effects.outbox import promise
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.models import Disposal, DisposalEntry, Dossier, Hold, Promise, RetentionRule, State
from flows.services.acting import lock_dossier

R = RetentionRule.Result
_BY_STATE: dict[str, str] = {
    State.REFUSED: R.REFUSED,
    State.STOPPED: R.STOPPED,
    State.WITHDRAWN: R.WITHDRAWN,
}
LONGEST_LIST = 1000  # one officer reads it


def result_of(dossier: Dossier) -> str:
    """The kind of result by which it is kept; empty while it is open."""
    if dossier.state == State.RETURNED:
        return R.DENIED if dossier.outcome_positive is False else R.GRANTED
    return _BY_STATE.get(dossier.state, "")


class Rules:
    """The rules as they stand now, read once."""

    def __init__(self):
        self._rules = {(row.result, row.procedure_id): row for row in RetentionRule.objects.all()}

    def term_of(self, dossier: Dossier) -> tuple[str, datetime.date] | None:
        """(rule in words, first day on which it may go), or None: open, or kept for ever.

        The procedure's own rule, else that of all procedures, else the years of the version. Years
        are counted, as the law on archives does, from 1 January after the dossier was closed.
        """
        result, closed = result_of(dossier), dossier.returned_at or dossier.finished_at
        if not result or closed is None:
            return None
        rule = self._rules.get((result, dossier.procedure_id)) or self._rules.get((result, None))
        years = rule.years if rule else dossier.version.retention_years
        if years is None:
            return None
        said = f"{rule.group}, {rule.basis}" if rule else str(_("theo phiên bản thủ tục"))
        first = datetime.date(timezone.localdate(closed).year + 1 + years, 1, 1)
        return f"{said}: {years} năm", first


def past_term(
    by, agency, today: datetime.date | None = None
) -> list[tuple[Dossier, str, datetime.date]]:
    """What would be on a list today, oldest first, of those received by the agency that the person sees.

    Without those on hold, on an undecided list, or with something still to be sent.
    """
    today = today or timezone.localdate()
    waiting = DisposalEntry.objects.filter(
        dossier=OuterRef("pk"), disposal__approved_at=None, disposal__rejected_at=None
    )
    found = (
        Dossier.objects.visible_to(by)
        .filter(agency=agency, disposed_at=None, state__in=[State.RETURNED, *_BY_STATE])
        .exclude(Exists(_holds(OuterRef("pk"))))
        .exclude(Exists(_unsent(OuterRef("pk"))))
        .exclude(Exists(waiting))
        .select_related("version")
        .order_by("submitted_at")
    )
    rules, listed = Rules(), []
    for dossier in found.iterator(chunk_size=500):
        term = rules.term_of(dossier)
        if term and term[1] <= today:
            listed.append((dossier, *term))
        if len(listed) == LONGEST_LIST:
            break
    return listed


def _holds(dossier):
    return Hold.objects.filter(dossier=dossier, released_at=None)


def _unsent(dossier):
    return Promise.objects.filter(dossier=dossier, done_at=None, failed_at=None)


@transaction.atomic
def prepare(*, by, agency, number: str) -> Disposal:
    """A dry run on paper: the list of what is past its term. Nothing is touched."""
    if not by.has_perm("flows.prepare_disposal"):
        raise NotPermitted(_("Ông/Bà không có quyền lập danh mục tiêu hủy."))
    listed = past_term(by, agency)
    if not listed:
        raise DossierError(_("Chưa có hồ sơ nào hết thời hạn bảo quản."))
    disposal = Disposal.objects.create(agency=agency, number=number.strip(), prepared_by=by)
    DisposalEntry.objects.bulk_create(
        DisposalEntry(disposal=disposal, dossier=dossier, rule=rule[:300], due_on=due)
        for dossier, rule, due in listed
    )
    return disposal


@transaction.atomic
def decide(disposal: Disposal, *, by, approve: bool) -> None:
    """A second person approves the list, and the worker disposes of it; or nothing happens."""
    disposal = Disposal.objects.select_for_update().get(pk=disposal.pk)
    if not by.has_perm("flows.approve_disposal"):
        raise NotPermitted(_("Ông/Bà không có quyền phê duyệt tiêu hủy."))
    if by.pk == disposal.prepared_by_id:
        raise NotPermitted(_("Người phê duyệt phải khác người lập danh mục."))
    if not Disposal.objects.visible_to(by).filter(pk=disposal.pk).exists():
        raise NotPermitted(_("Danh mục có hồ sơ của cơ quan khác."))
    if disposal.decided_by_id:
        raise AlreadyDone(_("Danh mục này đã được quyết định."))
    disposal.decided_by, now = by, timezone.now()
    if approve:
        disposal.approved_at = now
        for entry in disposal.entries.all():
            promise("dispose", key=f"dispose:{entry.pk}", entry=entry.pk)
    else:
        disposal.rejected_at = now
    disposal.save()


@transaction.atomic
def hold(dossier: Dossier, *, by, reason: str) -> Hold:
    """Keep the dossier whatever its term says, until the hold is released."""
    dossier = _own(dossier, by)
    if not reason.strip():
        raise DossierError(_("Hãy ghi lý do giữ hồ sơ."))
    if dossier.disposed_at:
        raise DossierError(_("Nội dung hồ sơ này đã được tiêu hủy."))
    made = Hold.objects.create(dossier=dossier, placed_by=by, reason=reason.strip()[:255])
    record(dossier, "hold", by=by, data={"reason": made.reason})
    return made


@transaction.atomic
def release(held: Hold, *, by) -> None:
    """The reason is gone: the term counts again. A second time nothing happens."""
    dossier = _own(held.dossier, by)
    free = Hold.objects.filter(pk=held.pk, released_at=None)
    if free.update(released_at=timezone.now(), released_by=by):
        record(dossier, "release_hold", by=by, data={"reason": held.reason})


def _own(dossier: Dossier, by) -> Dossier:
    if not by.has_perm("flows.prepare_disposal"):
        raise NotPermitted(_("Ông/Bà không có quyền lập hoặc bỏ lệnh giữ."))
    if not Dossier.objects.visible_to(by).filter(pk=dossier.pk).exists():
        raise NotPermitted(_("Hồ sơ thuộc cơ quan khác."))
    return lock_dossier(dossier.pk)


def why_not(dossier: Dossier, today: datetime.date | None = None) -> str:
    """Why the locked dossier must stay, though a list names it; empty when it may go."""
    term = Rules().term_of(dossier)
    if _holds(dossier).exists():
        return str(_("có lệnh giữ"))
    if _unsent(dossier).exists():
        return str(_("còn việc chưa gửi xong"))
    if term is None or term[1] > (today or timezone.localdate()):
        return str(_("chưa hết thời hạn bảo quản"))
    return ""
