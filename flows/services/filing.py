"""A draft becomes a dossier: at the portal by the citizen, at the counter by the clerk."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import working_calendar
from flows.audit.chain import digest
from flows.audit.journal import record
from flows.codes import dossier_code
from flows.deadlines import working_time
from flows.effects.notices import notify
from flows.errors import DossierError
from flows.models import Document, Dossier, Draft, Submission
from flows.papers.amounts import grouped
from flows.papers.issuing import issue
from flows.routings import routing
from flows.services import (
    arriving,
    barring,
    branching,
    charging,
    competence,
    declaring,
    drafting,
    mandating,
    readiness,
    reserving,
    work,
)

# Decree 45/2020, Article 11: an online filing is answered within eight working hours.
ANSWER_HOURS = 8
SLIP_EVERY = 2  # seconds between the slips of a batch

# Put together once: that took as long as asking.
_LOCKED = Draft.objects.select_for_update(of=("self",)).prefetch_related("files").order_by()
_LASTING = ("owner", "procedure", "version", "case", "agency", "mandate")


def digest_of(draft: Draft) -> str:
    """SHA-256 over exactly what is confirmed: version, applicant, answers, papers, result channel."""
    return digest(content_of(draft, readiness.declared(draft)))


def content_of(draft: Draft, answers: dict) -> dict:
    """What a confirmation is bound to, of a filing that says these answers."""
    return {
        "version": draft.version_id,
        "case": draft.case_id,
        "agency": draft.agency_id,
        "applicant": draft.applicant,
        "answers": answers,
        "papers": [
            [paper.component_id, paper.question_key, paper.name, paper.file.sha256]
            for paper in draft.files.all()
        ],
        "result": [draft.result_channel, draft.result_address],
    }


@transaction.atomic
def file_draft(
    draft: Draft, *, by, evidence: dict, digest: str, in_batch: int | None = None
) -> Dossier:
    """File an online draft (Articles 13 and 17). Filing it again gives the same dossier.

    `evidence` says how the person confirmed, `digest` what was confirmed; DossierError when the
    draft has changed since, is incomplete, or its version is no longer in force. One of a batch
    (`in_batch`: its place there) is told on its own page alone; the batch is told once.
    """
    draft = locked(draft)
    if draft.dossier is not None:
        return draft.dossier
    if draft.owner_id != by.pk:
        raise DossierError(_("Bản nháp này của người khác."))
    mandating.usable(draft.mandate, by=by, procedure=draft.procedure)
    barring.require_free(by, draft.mandate and draft.mandate.principal)
    require_confirmed(draft, evidence, digest)
    dossier = _register(
        draft, by=by, channel=Dossier.Channel.ONLINE, evidence=evidence, seal=digest,
        is_told=in_batch is None,
    )  # fmt: skip
    # A thousand slips at once would keep everybody's codes and letters waiting behind them.
    delay = 0 if in_batch is None else SLIP_EVERY * in_batch
    issue(dossier, "filing", by=None, delay=delay, digest=digest)
    notify(dossier, "filed", account_only=in_batch is not None)
    return dossier


@transaction.atomic
def register_at_counter(draft: Draft, *, by) -> Dossier:
    """Register what a person hands in at the counter or sends by post; the intake step is in the clerk's hands.

    Article 15.4: the same dossier type and flow as online; the receipt slip follows at acceptance.
    """
    draft = locked(draft)
    if draft.dossier is not None:
        return draft.dossier
    if not by.has_perm("flows.file_for_person"):
        raise DossierError(_("Bạn không có quyền nộp hồ sơ thay người dân tại quầy."))
    by_post = draft.channel == Dossier.Channel.POST
    channel = Dossier.Channel.POST if by_post else Dossier.Channel.COUNTER
    evidence = {"method": channel.value, "clerk": str(by), "at": timezone.now().isoformat()}
    origin: dict = {}
    number = None if by_post else reserving.of_draft(draft)
    if number:
        origin = {
            "code": number.code,
            "check_code": number.check_code,
            "submitted_at": number.taken_at,
        }
        evidence |= {"written_at": number.taken_at.isoformat(), "device": number.block.device}
    dossier = _register(
        draft, by=by, channel=channel, evidence=evidence, seal=digest_of(draft), **origin
    )
    if number:
        reserving.became(dossier, number)
    if by_post:
        arriving.became(dossier, draft)
    work.claim(dossier.work_items.open().get(), by=by)
    return dossier


@transaction.atomic
def file_from_system(draft: Draft, *, by, system, external_code: str, evidence: dict) -> Dossier:
    """File what a partner's system sends for an applicant (Article 8); `by` is the system's account.

    The same checks as at the portal. The applicant's account is not named: the system vouches for
    who asked, and `evidence` says which one.
    """
    draft = locked(draft)
    if draft.dossier is not None:
        return draft.dossier
    seal = digest_of(draft)
    dossier = _register(
        draft,
        by=by,
        channel=Dossier.Channel.API,
        evidence=evidence,
        seal=seal,
        system=system,
        external_code=external_code,
    )
    issue(dossier, "filing", by=None, digest=seal)
    notify(dossier, "filed")
    return dossier


def require_confirmed(draft: Draft, evidence: dict, digest: str) -> None:
    """Raise DossierError unless exactly what the draft says now was confirmed."""
    if not evidence:
        raise DossierError(_("Hồ sơ nộp trực tuyến phải được xác nhận bằng mã OTP hoặc chữ ký số."))
    declaring.require_signature(draft.applicant.get("kind", ""), evidence)
    if digest != digest_of(draft):
        raise DossierError(_("Nội dung đã thay đổi sau khi xem. Hãy xem lại và xác nhận lại."))


def locked(draft: Draft) -> Draft | None:
    """The draft as it is now, locked until the transaction ends; None when it is gone.

    What it names and was read to show or check it is not read again under the lock.
    """
    found = _LOCKED.filter(pk=draft.pk).first()
    for name in _LASTING if found else ():
        relation = Draft._meta.get_field(name)
        same = getattr(found, relation.attname) == getattr(draft, relation.attname)
        if same and relation.is_cached(draft):
            setattr(found, name, getattr(draft, name))
    if found and found.case:
        found.case.version = found.version
    return found


def _register(
    draft: Draft, *, by, channel: str, evidence: dict, seal: str, is_told: bool = True, **origin
) -> Dossier:
    if draft.procedure.version_on() != draft.version:
        raise DossierError(
            _("Thủ tục đã có phiên bản mới. Hãy mở lại bản nháp để xem những gì thay đổi.")
        )
    drafting.ready(draft)
    now = timezone.now()
    dossier = _dossier_of(draft, by, channel, now, origin.pop("code", ""))
    for name, value in origin.items():
        setattr(dossier, name, value)
    competence.settle(dossier, competence.of_draft(draft))
    dossier.save(force_insert=True)
    submission = Submission.objects.create(
        dossier=dossier,
        answers=readiness.declared(draft),
        digest=seal,
        filed_at=now,
        filed_by=by,
        evidence=evidence,
    )
    papers = Document.objects.bulk_create(
        Document(
            dossier=dossier, submission=submission, component_id=paper.component_id,
            question_key=paper.question_key, file_id=paper.file_id, name=paper.name,
            source=paper.source, order=order,
        )
        for order, paper in enumerate(draft.files.all())
    )  # fmt: skip
    if declaring.keep_signed(dossier, submission, evidence) is None:
        dossier.papers = _with_components(papers, draft.case)
    dossier.is_locked, dossier.journal_head = True, None  # nobody else knows of it yet
    record(
        dossier, "file", by=by, before="draft",
        public_text=f"Hồ sơ được gửi đến {dossier.agency}.",
        data={"submission": 1, "digest": seal, "channel": channel},
    )  # fmt: skip
    dossier.is_locked = False
    charging.raise_orders(dossier)
    routing(draft.version.routing).start.run(dossier=dossier)
    dossier.save(update_fields=["current_agency", "current_department", "fee_state"])
    if dossier.fee_state:
        owed = [f"{fee.name} {grouped(fee.amount)} đồng" for fee in dossier.unpaid_fees]
        notify(dossier, "fee_due", account_only=not is_told, items=owed)
    draft.dossier, draft.left_rows = dossier, {}
    draft.save(update_fields=["dossier", "left_rows", "updated_at"])
    return dossier


def _with_components(papers: list[Document], case) -> list[Document]:
    """The papers just written, as the slip lists them: not read again."""
    by_pk = {component.pk: component for component in case.papers}
    for paper in papers:
        if paper.component_id in by_pk:
            paper.component = by_pk[paper.component_id]
    return papers


def _dossier_of(draft: Draft, by, channel: str, now, code: str = "") -> Dossier:
    online = channel == Dossier.Channel.ONLINE
    dossier = Dossier(
        code=code or dossier_code(draft.agency),
        procedure=draft.procedure,
        version=draft.version,
        case=draft.case,
        agency=draft.agency,
        current_agency=draft.agency,
        applicant=_account_of(draft, by) if online else None,
        mandate=draft.mandate,
        branch=branching.chosen(draft) if online else None,
        submitter=by if online else None,
        channel=channel,
        submitted_at=now,
        **facts_of(draft),
    )
    if dossier.is_electronic:
        dossier.answer_due_at = working_time.due(
            now, ANSWER_HOURS, "hour_working", working_calendar.for_agency(dossier.agency)
        )
    return dossier


def _account_of(draft: Draft, by):
    """The account of the one whom the dossier is about; a child has none."""
    return draft.mandate.principal if draft.mandate else by


def facts_of(draft: Draft) -> dict:
    """What a dossier takes over from its draft: who it is about, how the result comes back."""
    applicant = draft.applicant
    return {
        "applicant_kind": applicant.get("kind", "person"),
        "applicant_name": applicant["name"],
        "applicant_identifier": applicant.get("identifier", ""),
        "applicant_insurance_number": applicant.get("insurance_number", ""),
        "applicant_phone": applicant.get("phone", ""),
        "applicant_email": applicant.get("email", ""),
        "applicant_address": applicant.get("address", ""),
        "submitter_name": applicant.get("submitter_name") or applicant["name"],
        "result_channel": draft.result_channel or Dossier.ResultChannel.COUNTER,
        "result_address": draft.result_address,
    }


def open_twins(draft: Draft):
    """Open dossiers of the same person and procedure: shown as a warning before filing or accepting."""
    return _twins(draft.procedure, draft.applicant.get("identifier", ""))


def twins_of(dossier: Dossier):
    """The same for a dossier that waits to be accepted."""
    return _twins(dossier.procedure, dossier.applicant_identifier).exclude(pk=dossier.pk)


def _twins(procedure, identifier: str):
    if not identifier:
        return Dossier.objects.none()
    return Dossier.objects.open().filter(
        procedure=procedure,
        applicant_identifier=identifier,
        submitted_at__gt=timezone.now() - timedelta(days=365),
    )
