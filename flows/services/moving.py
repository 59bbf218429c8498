"""Filed dossiers go over to another version: previewed one by one, with a basis, proposed by one
person and applied by another, reversible.

What was filed stays as it was filed; the clock is counted anew from the same receipt.
"""

import datetime
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from catalog import working_calendar
from catalog.eforms import FormSpec
from flows import acts
from flows.audit.journal import record
from flows.deadlines import clock
from flows.effects.notices import notify
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.models import Dossier, JournalEntry, MoveProposal, State, VersionMove
from flows.routings.placement import freeze, step_due
from flows.services.acting import lock_dossier
from flows.services.version_changes import papers_changed

MOVABLE = (State.SUBMITTED, State.RECEIVED, State.PROCESSING)
_LOOKING = (
    "read",
    "read_document",
    "download",
    "break_glass",
    "end_break_glass",
)  # no acts: they do not stand in the way of undoing


@dataclass
class Preview:
    """What moving one dossier would do; `refusal` says why it cannot be moved."""

    dossier: Dossier
    case: object | None = None
    kept: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)
    due_before: datetime.datetime | None = None
    due_after: datetime.datetime | None = None
    refusal: str = ""


def candidates(version):
    """Dossiers of the procedure under way under other versions. They are counted and named by code
    alone: moving them needs no look at who filed them."""
    return (
        Dossier.objects.filter(procedure=version.procedure_id, state__in=MOVABLE)
        .exclude(version=version)
        .select_related("version", "case__form", "agency", "procedure")
        .order_by("submitted_at", "pk")
    )


def preview(dossier: Dossier, version) -> Preview:
    """Answers kept, questions new, papers, due date before and after; nothing is written."""
    found = Preview(dossier, due_before=dossier.due_at)
    found.case = _case(dossier, version)
    found.refusal = _refusal(dossier, version, found.case)
    if found.case is None:
        return found
    found.kept, found.asked, found.gone = _answers(dossier, found.case)
    found.papers = papers_changed(dossier.case, found.case)
    if dossier.due_at:
        found.due_after = clock.read(
            [span for _interval, span in _spans(dossier, found.case)],
            working_calendar.for_agency(dossier.agency),
        ).due_at
        now = timezone.now()
        if not found.refusal and found.due_after and found.due_after < now <= dossier.due_at:
            found.refusal = _("Hạn trả theo phiên bản mới đã qua; chuyển sẽ làm hồ sơ quá hạn.")
    return found


@transaction.atomic
def propose(version, dossiers, *, by, legal_basis: str) -> MoveProposal:
    """Ask for these dossiers to be moved; nothing changes until another person applies it."""
    basis = legal_basis.strip()
    if not basis:
        raise DossierError(_("Hãy ghi căn cứ pháp lý của việc chuyển."))
    _check_right(by)
    found = list(candidates(version).filter(pk__in=[dossier.pk for dossier in dossiers]))
    if not found:
        raise DossierError(_("Hãy chọn ít nhất một hồ sơ đang giải quyết theo phiên bản khác."))
    for dossier in found:
        if refusal := preview(dossier, version).refusal:
            raise DossierError(f"{dossier.code}: {refusal}")
    asked = MoveProposal.objects.filter(decided_at=None, dossiers__in=found)
    if twice := asked.values_list("dossiers__code", flat=True).first():
        raise DossierError(_("Hồ sơ %s đã có trong một đề nghị đang chờ.") % twice)
    proposal = MoveProposal.objects.create(version=version, legal_basis=basis, by=by)
    proposal.dossiers.set(found)
    return proposal


@transaction.atomic
def apply(proposal: MoveProposal, *, by) -> tuple[list[VersionMove], list[str]]:
    """Move the proposed dossiers (four eyes: not by who proposed it): the moves, and why not the
    others, each by its code."""
    proposal = _claimed(proposal, by=by, is_applied=True)
    moves, refused = [], []
    for dossier in proposal.dossiers.order_by("pk"):
        try:
            moves.append(move(dossier, proposal, by=by))
        except DossierError as error:
            refused.append(f"{dossier.code}: {error}")
    if not moves:
        raise DossierError(" ".join(refused))
    return moves, refused


@transaction.atomic
def drop(proposal: MoveProposal, *, by) -> MoveProposal:
    """Take the proposal off the table: who made it withdraws it, anybody else refuses it."""
    return _claimed(proposal, by=by, is_applied=False)


def _claimed(proposal: MoveProposal, *, by, is_applied: bool) -> MoveProposal:
    _check_right(by)
    if is_applied and proposal.by_id == by.pk:
        raise DossierError(_("Người áp dụng phải khác người đề nghị."))
    taken = MoveProposal.objects.filter(pk=proposal.pk, decided_at=None).update(
        decided_by=by, decided_at=timezone.now(), is_applied=is_applied
    )
    if not taken:
        raise AlreadyDone(_("Đề nghị này đã được xử lý."))
    return MoveProposal.objects.select_related("version").get(pk=proposal.pk)


def _check_right(by) -> None:
    if not by.has_perm(acts.ACTS["move_version"].permission):
        raise NotPermitted(_("Ông/Bà không có quyền chuyển hồ sơ sang phiên bản khác."))


@transaction.atomic
def move(dossier: Dossier, proposal: MoveProposal, *, by) -> VersionMove:
    """Take the dossier to the proposed version (same routing). DossierError says what forbids it."""
    version, basis = proposal.version, proposal.legal_basis
    if proposal.by_id == by.pk:
        raise DossierError(_("Người áp dụng phải khác người đề nghị."))
    dossier = lock_dossier(dossier.pk)
    acts.check("move_version", dossier, by=by)
    if version.is_draft:
        raise DossierError(_("Phiên bản chưa được duyệt nên chưa chuyển hồ sơ sang được."))
    if dossier.version_id == version.pk:
        raise AlreadyDone(_("Hồ sơ đã theo phiên bản này."))
    seen = preview(dossier, version)
    if seen.refusal:
        raise DossierError(seen.refusal)
    process = dossier.processes.order_by("-pk").first()
    old_version, old_case, due_before = dossier.version, dossier.case, dossier.due_at
    before = {
        "clock": _set_terms(dossier, seen.case),
        "rules": process.data["rules"],
        "papers": _hang_papers(dossier, version),
        "items": {
            str(item.pk): item.due_at.isoformat() if item.due_at else None
            for item in dossier.work_items.open()
        },
    }
    dossier.version, dossier.case = version, seen.case
    if due_before:
        dossier.due_at = clock.explain(dossier).due_at
    dossier.save(update_fields=["version", "case", "due_at"])
    process.data = process.data | {"rules": freeze(version)}
    process.save(update_fields=["data"])
    _set_step_dues(dossier, process.data["rules"])
    entry = record(
        dossier,
        "move_version",
        by=by,
        public_text=f"Hồ sơ chuyển sang áp dụng {version.decision_number} theo {basis}.{_told(dossier)}"[:500],
        data={
            "from": old_version.pk, "to": version.pk, "basis": basis, "proposed_by": proposal.by_id,
        },
        is_new_due=dossier.due_at != due_before,
    )  # fmt: skip
    notify(dossier, "version_moved", reason=basis, told=_told(dossier).strip())
    return VersionMove.objects.create(
        dossier=dossier,
        from_version=old_version,
        to_version=version,
        from_case=old_case,
        legal_basis=basis,
        due_before=due_before,
        due_after=dossier.due_at,
        before=before,
        entry=entry,
        by=by,
        proposal=proposal,
    )


@transaction.atomic
def undo(move: VersionMove, *, by) -> Dossier:
    """Take the move back, until somebody acts on the dossier. Twice is once."""
    dossier = lock_dossier(move.dossier_id)
    move = VersionMove.objects.select_for_update(of=("self",)).get(pk=move.pk)
    if move.reversed_at:
        return dossier
    acts.check("move_version", dossier, by=by)
    if not is_reversible(move):
        raise DossierError(_("Hồ sơ đã được xử lý tiếp sau khi chuyển nên không hoàn tác được."))
    for pk, (value, unit) in move.before["clock"].items():
        dossier.clock.filter(pk=pk).update(limit_value=value, limit_unit=unit)
    for pk, component in move.before["papers"].items():
        dossier.documents.filter(pk=pk).update(component=component)
    for pk, due in move.before["items"].items():
        dossier.work_items.filter(pk=pk).update(due_at=parse_datetime(due) if due else None)
    process = dossier.processes.order_by("-pk").first()
    process.data = process.data | {"rules": move.before["rules"]}
    process.save(update_fields=["data"])
    dossier.version, dossier.case = move.from_version, move.from_case
    dossier.due_at = move.due_before
    dossier.save(update_fields=["version", "case", "due_at"])
    record(
        dossier,
        "undo_move",
        by=by,
        public_text=f"Hồ sơ trở lại áp dụng {dossier.version.decision_number}.{_told(dossier)}",
        data={"from": move.to_version_id, "to": move.from_version_id},
        is_new_due=move.due_after != move.due_before,
    )
    notify(
        dossier,
        "version_moved",
        reason="hoàn tác việc chuyển trước đó",
        told=_told(dossier).strip(),
    )
    move.reversed_at, move.reversed_by = timezone.now(), by
    move.save(update_fields=["reversed_at", "reversed_by"])
    return dossier


def is_reversible(move: VersionMove) -> bool:
    """No act on the dossier since; having read it is none."""
    since = JournalEntry.objects.filter(dossier=move.dossier_id, seq__gt=move.entry.seq)
    return move.reversed_at is None and not since.exclude(act__in=_LOOKING).exists()


def _case(dossier: Dossier, version):
    cases = list(version.cases.select_related("form"))
    same = next((case for case in cases if case.code == dossier.case.code), None)
    return same or (cases[0] if len(cases) == 1 else None)


def _refusal(dossier: Dossier, version, case) -> str:
    if case is None:
        return _("Phiên bản mới không có trường hợp «%s».") % dossier.case
    if version.routing != dossier.version.routing:
        return _("Luồng xử lý khác: «%(old)s» và «%(new)s».") % {
            "old": dossier.version.routing_label,
            "new": version.routing_label,
        }
    process = dossier.processes.order_by("-pk").first()
    turns = {(row["step"], row["turn"]) for row in freeze(version)}
    open_steps = {(item.step, item.turn) for item in dossier.work_items.open()}
    if process is None or not open_steps or not open_steps <= turns:
        return _("Bước đang làm không có trong phiên bản mới.")
    return acts.ACTS["move_version"].refusal(dossier)


def _answers(dossier: Dossier, case) -> tuple[list[str], list[str], list[str]]:
    """Labels of questions that are answered and still asked, asked anew, and asked no longer."""
    submission = dossier.current_submission
    answers = submission.answers if submission else {}
    old = FormSpec(dossier.case.form) if dossier.case.form else None
    new = FormSpec(case.form) if case.form else None
    labels = {question.key: question.label for question in old.questions()} if old else {}
    shown = [q for _s, questions in new.visible(answers) for q in questions] if new else []
    keys = {question.key for question in shown}
    kept = [labels.get(key, key) for key in answers if key in keys]
    asked = [q.label for q in shown if q.key not in labels and q.kind not in ("heading", "note")]
    return kept, asked, [labels.get(key, key) for key in answers if key not in keys]


def _spans(dossier: Dossier, case) -> list[tuple]:
    """The ledger with the new case's term where the old case's term begins."""
    old = (dossier.case.limit_value, dossier.case.limit_unit)
    return [
        (
            interval,
            replace(
                clock.span_of(interval), limit_value=case.limit_value, limit_unit=case.limit_unit
            )
            if interval.limit_unit and (interval.limit_value, interval.limit_unit) == old
            else clock.span_of(interval),
        )
        for interval in dossier.clock.order_by("opened_at", "pk")
    ]


def _set_terms(dossier: Dossier, case) -> dict:
    """Write the new term into the ledger; the old one by interval."""
    old = {}
    for interval, span in _spans(dossier, case):
        if (span.limit_value, span.limit_unit) != (interval.limit_value, interval.limit_unit):
            old[str(interval.pk)] = [interval.limit_value, interval.limit_unit]
            interval.limit_value, interval.limit_unit = span.limit_value, span.limit_unit
            interval.save(update_fields=["limit_value", "limit_unit"])
    return old


def _hang_papers(dossier: Dossier, version) -> dict:
    """Hang the papers under those of the new version by code; what has none stays where it is."""
    by_code = {paper.code: paper for paper in version.components.all()}
    old = {}
    for document in dossier.documents.filter(component__isnull=False).select_related("component"):
        if paper := by_code.get(document.component.code):
            old[str(document.pk)] = document.component_id
            document.component = paper
            document.save(update_fields=["component"])
    return old


def _set_step_dues(dossier: Dossier, rules: list[dict]) -> None:
    shares = {(row["step"], row["turn"]): row["share"] for row in rules}
    for item in dossier.work_items.open():
        item.due_at = step_due(dossier, shares.get((item.step, item.turn), 0))
        item.save(update_fields=["due_at"])


def _told(dossier: Dossier) -> str:
    if not dossier.due_at:
        return ""
    return f" Ngày hẹn trả: {timezone.localtime(dossier.due_at):%d/%m/%Y}."
