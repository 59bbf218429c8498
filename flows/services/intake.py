"""The intake desk: papers checked one by one, then accept, ask for completion, or refuse.

Decree 61/2018, Article 17: each outcome has its legal slip (Mẫu 01, 02, 03).
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.working_calendar import CalendarMissing
from flows import acts
from flows.audit.journal import record
from flows.codes import office_number
from flows.deadlines import clock, working_time
from flows.effects.notices import notify
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.models import Document, Dossier, State, SupplementRequest, WorkItem
from flows.papers.issuing import issue
from flows.services import arriving, competence, originals, reserving, reusing
from flows.services.acting import acting, lock_dossier, post_of, require_seen
from flows.services.naming import named_items

CHECKING = ("intake", *acts.APPRAISE)


@transaction.atomic
def check_document(
    document: Document,
    *,
    by,
    verdict: str,
    note: str = "",
    originals_kept: int = 0,
    original_seen: bool = False,
    copies_received: int | None = None,
    copies_certified: int = 0,
):
    """Mark one paper accepted or rejected; a rejected one says why.

    At the intake; papers that came later (bổ sung) by whoever appraises.
    `copies_received` None: as many copies on paper as the list of papers asks for; of those,
    `copies_certified` bear a certification (bản chứng thực).
    """
    dossier = lock_dossier(document.dossier_id)
    item = dossier.work_items.open().filter(step__in=CHECKING).first()
    came_later = dossier.received_at and document.submission.filed_at > dossier.received_at
    if item is None or not (item.step == "intake" or came_later):
        raise DossierError(
            _("Chỉ kiểm tra giấy tờ khi chờ tiếp nhận, hoặc giấy tờ bổ sung khi đang thẩm định.")
        )
    if dossier.open_referral:
        raise DossierError(acts.not_referred(dossier))
    dossier.acting_post = post_of(by, item)
    if not item.is_open_to(by):
        raise NotPermitted(_("%s đang kiểm tra hồ sơ này.") % item.owner)
    if verdict == Document.Verdict.REJECTED and not note.strip():
        raise DossierError(_("Hãy ghi rõ giấy tờ chưa đạt ở điểm nào."))
    if verdict == Document.Verdict.ACCEPTED and reusing.is_revoked(document):
        raise DossierError(_("Kết quả dùng lại này đã bị thu hồi; hãy ghi «Chưa đạt»."))
    if copies_certified > (copies_received or 0):
        raise DossierError(_("Số bản chứng thực không được nhiều hơn số bản sao đã nhận."))
    document.verdict = verdict
    document.note = note.strip()
    document.originals_kept = originals_kept
    seen = original_seen or originals_kept > 0
    if seen != document.original_seen:
        document.compared_by = by if seen else None
        document.compared_at = timezone.now() if seen else None
    document.original_seen = seen
    document.copies_received = copies_received
    document.copies_certified = copies_certified
    document.checked_by, document.checked_at = by, timezone.now()
    document.save(
        update_fields=[
            "verdict", "note", "originals_kept", "original_seen", "compared_by", "compared_at", "copies_received",
            "copies_certified", "checked_by", "checked_at",
        ]
    )  # fmt: skip
    record(
        dossier, "check_document", by=by,
        data={"document": document.pk, "name": document.name, "verdict": verdict, "note": note},
    )  # fmt: skip
    return document


@transaction.atomic
def accept_rest(item: WorkItem, *, by, seen: int | None = None) -> list[Document]:
    """Mark every paper that has no mark yet accepted: the clerk has looked at them all."""
    dossier = lock_dossier(item.dossier_id)
    item = dossier.work_items.open().filter(pk=item.pk, step="intake").first()
    if item is None:
        raise AlreadyDone(_("Hồ sơ không còn chờ tiếp nhận. Hãy tải lại trang."))
    require_seen(dossier, seen)
    if dossier.open_referral:
        raise DossierError(acts.not_referred(dossier))
    dossier.acting_post = post_of(by, item)
    if not item.is_open_to(by):
        raise NotPermitted(_("%s đang kiểm tra hồ sơ này.") % item.owner)
    rest = [paper for paper in dossier.papers if paper.verdict == Document.Verdict.PENDING]
    if not rest:
        raise DossierError(_("Mọi giấy tờ đã có kết quả kiểm tra."))
    revoked = [pk for pk, result in reusing.results_of(rest).items() if not result.is_valid]
    if revoked:
        raise DossierError(_("Kết quả dùng lại này đã bị thu hồi; hãy ghi «Chưa đạt»."))
    dossier.documents.filter(pk__in=[paper.pk for paper in rest]).update(
        verdict=Document.Verdict.ACCEPTED, checked_by=by, checked_at=timezone.now()
    )
    record(
        dossier, "check_document", by=by,
        data={
            "documents": [paper.pk for paper in rest],
            "name": "; ".join(paper.name for paper in rest),
            "verdict": Document.Verdict.ACCEPTED,
        },
    )  # fmt: skip
    return rest


def receive(item: WorkItem, *, by, seen: int | None = None) -> Dossier:
    """Accept (T2, T3): due date in working days, the office's number, the receipt slip (Mẫu 01).

    `seen` is the number of the submission that the clerk's page showed; a later one refuses the act,
    here and in the other outcomes of the intake.
    """
    with acting(item, "receive", by=by) as moment:
        dossier = moment.dossier
        require_seen(dossier, seen)
        _require_checked(dossier)
        originals.require_every_paper(dossier)
        now = reserving.taken_at(dossier) or timezone.now()
        dossier.state, dossier.received_at = State.RECEIVED, now
        competence.settle(dossier, competence.of_dossier(dossier))
        dossier.office_number = office_number(dossier.agency)
        reading = clock.start(
            dossier, by=by, basis=dossier.case.start_event, at=_complete_since(dossier)
        )
        moment.finish()
        day = timezone.localtime(dossier.due_at)
        moment.journal(
            "receive",
            public_text=f"Đã tiếp nhận hồ sơ, hẹn trả kết quả ngày {day:%d/%m/%Y}."
            + (f" {dossier.competent_agency} giải quyết." if dossier.competent_agency else ""),
            due_at=dossier.due_at.isoformat(),
            office_number=dossier.office_number,
        )
        issue(dossier, "01", by=by, explain=clock.printed(reading))
        notify(dossier, "received")
        return dossier


def promised(dossier: Dossier):
    """When the result would be promised if it were accepted now; None before a calendar is loaded."""
    try:
        return clock.expected(dossier.case, dossier.agency, _complete_since(dossier))
    except CalendarMissing:
        return None


def ask_completion(
    item: WorkItem,
    *,
    by,
    seen: int | None = None,
    reason: str,
    legal_ground: str = "",
    items: list[dict],
) -> SupplementRequest:
    """Guide the applicant to complete before acceptance (T4, Mẫu 02): everything at once, named."""
    with acting(item, "ask_completion", by=by) as moment:
        dossier = moment.dossier
        require_seen(dossier, seen)
        request = SupplementRequest.objects.create(
            dossier=dossier,
            phase=SupplementRequest.Phase.INTAKE,
            reason=_required(reason),
            legal_ground=legal_ground,
            asked_by=by,
            answer_by=working_time.end_of_day(timezone.now(), dossier.version.supplement_days),
        )
        named_items(request, items)
        dossier.state, dossier.answer_due_at = State.INTAKE_SUPPLEMENT, None
        moment.finish()
        moment.journal(
            "ask_completion",
            public_text=f"Đề nghị hoàn thiện hồ sơ trước khi tiếp nhận: {request.reason[:400]}",
            legal_ground=legal_ground,
        )
        issue(dossier, "02", by=by, **request.printed())
        notify(dossier, "completion_asked", **request.told())
        return request


def refuse(
    item: WorkItem, *, by, seen: int | None = None, reason: str, legal_ground: str = ""
) -> Dossier:
    """Refuse with written reasons, and by which law where the clerk names it (T6, Mẫu 03)."""
    with acting(item, "refuse", by=by) as moment:
        dossier = moment.dossier
        require_seen(dossier, seen)
        dossier.closing_reason, dossier.legal_ground = _required(reason), legal_ground
        dossier.state, dossier.finished_at = State.REFUSED, timezone.now()
        moment.finish()
        told = f"Từ chối tiếp nhận: {reason[:400]}"
        moment.journal("refuse", public_text=told, legal_ground=legal_ground)
        issue(dossier, "03", by=by, reason=dossier.closing_reason, legal_ground=legal_ground)
        notify(dossier, "refused", reason=dossier.closing_reason)
        return dossier


def _complete_since(dossier: Dossier):
    """When the dossier was complete in the system (domain: section 9, start events)."""
    if dossier.channel == Dossier.Channel.COUNTER:
        return reserving.taken_at(dossier) or timezone.now()
    completed = dossier.supplements.filter(answered_at__isnull=False).order_by("answered_at").last()
    if completed:
        return completed.answered_at
    if dossier.channel == Dossier.Channel.POST:
        return arriving.complete_since(dossier) or dossier.submitted_at
    return dossier.submitted_at


def _require_checked(dossier: Dossier) -> None:
    names = [paper.name for paper in dossier.papers if paper.verdict != Document.Verdict.ACCEPTED]
    if names:
        raise DossierError(
            _(
                "Còn giấy tờ chưa kiểm tra hoặc chưa đạt: %s. Hãy kiểm tra từng giấy tờ trước khi tiếp nhận."
            )
            % ", ".join(names)
        )


def _required(reason: str) -> str:
    if not reason.strip():
        raise DossierError(_("Hãy ghi rõ lý do."))
    return reason.strip()
