"""Supplements while processing, and the applicant's answers to any request for completion."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import working_calendar
from flows.audit.chain import digest
from flows.audit.journal import record
from flows.deadlines import clock, working_time
from flows.effects.notices import notify
from flows.errors import AlreadyDone, DossierError
from flows.models import Document, Dossier, State, Submission, SupplementRequest, WorkItem
from flows.papers.issuing import issue
from flows.services import declaring, mandating
from flows.services.acting import acting, lock_dossier, opened_dossier, stand_to
from flows.services.filing import ANSWER_HOURS
from flows.services.naming import named_items
from flows.services.originals import ON_PAPER
from flows.services.waiting import resume

# The once-only supplement and what follows when it does not come.
GROUND = "Điều 19 Nghị định 61/2018/NĐ-CP"


def ask_supplement(
    item: WorkItem, *, by, reason: str, legal_ground: str = "", items: list[dict]
) -> SupplementRequest:
    """Ask once while processing (T9, Mẫu 02): the clock stops, the applicant has a deadline."""
    with acting(item, "ask_supplement", by=by) as moment:
        dossier = moment.dossier
        if not reason.strip():
            raise DossierError(_("Hãy ghi rõ lý do yêu cầu bổ sung."))
        request = SupplementRequest.objects.create(
            dossier=dossier,
            phase=SupplementRequest.Phase.PROCESSING,
            reason=reason.strip(),
            legal_ground=legal_ground,
            asked_by=by,
            answer_by=working_time.end_of_day(timezone.now(), dossier.version.supplement_days),
            due_before=dossier.due_at,
        )
        named_items(request, items)
        moment.remember(asked_in=moment.item.step, asked_by=[moment.by.pk, moment.post.user_id])
        clock.pause(dossier, by=by, basis=f"Chờ người nộp bổ sung hồ sơ ({GROUND})")
        dossier.state = State.SUPPLEMENT_REQUESTED
        moment.finish()
        moment.journal(
            "ask_supplement",
            public_text=f"Yêu cầu bổ sung hồ sơ, tạm dừng tính thời hạn: {request.reason[:400]}",
            legal_ground=legal_ground,
        )
        issue(dossier, "02", by=by, **request.printed())
        notify(dossier, "supplement_asked", **request.told())
        return request


@transaction.atomic
def answer(
    request: SupplementRequest, *, by, answers: dict, files: dict, evidence: dict, at=None
) -> Dossier:
    """The named items and only those are supplied (T5, T10). Answering twice changes nothing.

    `by` is the applicant, or the clerk who enters what came over the counter or by post (`evidence`
    says which). `answers` by question key, `files` as {component id: [(StoredFile, name), …]}; a
    paper that is kept and not scanned has None for its file. `at`: when it reached the office, if that
    was before it is entered; the term goes on from there.
    """
    dossier = lock_dossier(request.dossier_id)
    request = SupplementRequest.objects.select_for_update().get(pk=request.pk)
    if request.answered_at:
        return dossier
    if request.closed_at:
        closed = timezone.localtime(request.closed_at)
        raise AlreadyDone(
            _("Yêu cầu bổ sung đã đóng lúc %(at)s; hồ sơ hiện ở tình trạng «%(state)s».")
            % {"at": f"{closed:%H:%M %d/%m/%Y}", "state": dossier.get_state_display()}
        )
    if by.is_staff:
        stand_to(dossier, "answer_at_desk", by=by)
    else:
        mandating.require_act(dossier, by, _("Chỉ người nộp hồ sơ được bổ sung."))
    if not evidence:
        raise DossierError(_("Nội dung bổ sung phải được xác nhận bằng mã OTP hoặc chữ ký số."))
    declaring.require_signature(dossier.applicant_kind, evidence)
    items = list(request.items.all())
    _only_named(items, answers, files)
    before = dossier.state
    _store(dossier, request, by, answers, files, evidence)
    request.closed_at = timezone.now()
    request.answered_at = at or request.closed_at
    if request.phase == SupplementRequest.Phase.INTAKE:
        dossier.state = State.SUBMITTED
        dossier.answer_due_at = working_time.due(
            timezone.now(),
            ANSWER_HOURS,
            "hour_working",
            working_calendar.for_agency(dossier.agency),
        )
    else:
        dossier.state = State.PROCESSING
        clock.resume(dossier, by=by, basis="Người nộp đã bổ sung đủ hồ sơ", at=at)
        request.due_after = dossier.due_at
    request.save(update_fields=["answered_at", "closed_at", "due_after"])
    dossier.save()
    record(
        dossier, "answer_supplement", by=by, before=before,
        public_text=_told(evidence, by),
        data={"request": request.pk, "channel": evidence.get("method", "")},
    )  # fmt: skip
    resume(dossier)
    notify(dossier, "supplement_answered")
    return dossier


def _told(evidence: dict, by) -> str:
    """What the applicant reads of the answer: who entered it when it was not the applicant."""
    ways = {"counter": "tại quầy", "post": "qua bưu chính"}
    if way := ways.get(evidence.get("method", "")):
        return f"Người nộp đã bổ sung hồ sơ {way}, cán bộ {by} nhập."
    return "Người nộp đã bổ sung hồ sơ."


@transaction.atomic
def stop(request: SupplementRequest, *, by) -> Dossier:
    """No answer in time: the dossier is stopped with a notice (T11), by an officer or the sweep.

    `by` is None when the sweep does it.
    """
    dossier = lock_dossier(request.dossier_id)
    if (
        request.phase != SupplementRequest.Phase.PROCESSING
        or dossier.state != State.SUPPLEMENT_REQUESTED
    ):
        raise AlreadyDone(_("Hồ sơ không còn chờ bổ sung."))
    if by is not None:
        dossier = opened_dossier(dossier, "stop", by=by)
    before = dossier.state
    SupplementRequest.objects.filter(pk=request.pk).update(closed_at=timezone.now())
    dossier.state, dossier.finished_at = State.STOPPED, timezone.now()
    dossier.closing_reason = f"Người nộp không bổ sung hồ sơ trong thời hạn: {request.reason}"
    dossier.legal_ground = GROUND
    clock.stop(dossier, by=by)
    dossier.save()
    record(
        dossier, "stop", by=by, before=before,
        public_text="Dừng giải quyết vì không nhận được hồ sơ bổ sung trong thời hạn.",
    )  # fmt: skip
    resume(dossier)
    issue(dossier, "05", by=by, reason=dossier.closing_reason, legal_ground=GROUND)
    notify(dossier, "stopped", reason=dossier.closing_reason)
    return dossier


def _only_named(items, answers: dict, files: dict) -> None:
    questions = {item.question_key for item in items if item.question_key}
    papers = {item.component_id for item in items if item.component_id}
    if not set(answers) <= questions or not set(files) <= papers:
        raise DossierError(_("Chỉ được bổ sung những mục cơ quan đã yêu cầu."))
    missing = [
        item.label
        for item in items
        if (item.component_id and not files.get(item.component_id))
        or (item.question_key and answers.get(item.question_key) in (None, "", []))
    ]
    if missing:
        raise DossierError(_("Còn thiếu: %s") % "; ".join(missing))


def _store(dossier, request, by, answers, files, evidence) -> None:
    """A new frozen submission; the papers it replaces stay readable beside the new ones."""
    last = dossier.current_submission
    merged = {**last.answers, **answers}
    submission = Submission.objects.create(
        dossier=dossier, number=last.number + 1, answers=merged, filed_by=by, evidence=evidence,
        digest=digest(
            [merged, {str(key): [file.sha256 for file, _name in kept if file] for key, kept in files.items()}]
        ),
    )  # fmt: skip
    for component_id, kept in files.items():
        fresh = Document.objects.bulk_create(
            Document(
                dossier=dossier, submission=submission, component_id=component_id,
                file=file, name=name, source="supplement" if file else ON_PAPER,
            )
            for file, name in kept
        )  # fmt: skip
        dossier.documents.in_force().filter(component=component_id).exclude(
            submission=submission
        ).update(superseded_by=fresh[0])
    declaring.keep_signed(dossier, submission, evidence)
