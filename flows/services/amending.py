"""Changing a filed dossier before an officer takes it up (sửa đổi, bổ sung hồ sơ, Article 11.3).

The person works in a draft that holds what was filed; confirming it adds a submission. What was
filed before stays readable, and the office reads in the journal what has changed.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from flows.audit.journal import record
from flows.effects.notices import notify
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.models import Document, Dossier, Draft, DraftFile, Mandate, State, Submission
from flows.papers.issuing import issue
from flows.services import barring, declaring, drafting, filing, mandating, readiness
from flows.services.acting import lock_dossier

JOURNAL_LENGTH = 400  # of the list of changes in the journal


def why_not(dossier: Dossier, user) -> str:
    """The sentence why this person cannot change the dossier now, or nothing."""
    if not mandating.may_act(dossier, user):
        return _("Chỉ người nộp hồ sơ được sửa.")
    if dossier.state != State.SUBMITTED or dossier.channel != Dossier.Channel.ONLINE:
        return _("Chỉ sửa được hồ sơ trực tuyến đang chờ tiếp nhận.")
    if dossier.supplements.exists():
        return _("Hồ sơ đã hoàn thiện theo yêu cầu của cơ quan nên không tự sửa được nữa.")
    if any(item.is_taken_up for item in dossier.work_items.open()):
        return _("Cán bộ đang kiểm tra hồ sơ này nên không sửa được nữa.")
    return barring.why_not(user, dossier.applicant)


@transaction.atomic
def open_amendment(dossier: Dossier, *, by) -> Draft:
    """The draft in which the dossier is changed: the one begun, or a new one with what was filed."""
    dossier = lock_dossier(dossier.pk)
    if reason := why_not(dossier, by):
        raise DossierError(reason)
    begun = Draft.objects.filter(amends=dossier, owner=by)
    begun.filter(expires_at__lte=timezone.now()).delete()
    if draft := begun.select_related("procedure").first():
        return draft
    draft = Draft.objects.create(
        owner=by,
        amends=dossier,
        procedure=dossier.procedure,
        version=dossier.version,
        case=dossier.case,
        agency=dossier.agency,
        channel=Dossier.Channel.ONLINE,
        applicant=dossier.draft.applicant,
        mandate=_mandate_for(dossier, by),
        answers=dossier.current_submission.answers,
        done_sections=_sections_of(dossier),
        result_channel=dossier.result_channel,
        result_address=dossier.result_address,
    )
    DraftFile.objects.bulk_create(
        DraftFile(
            draft=draft, component_id=paper.component_id, question_key=paper.question_key,
            file_id=paper.file_id, name=paper.name, source=paper.source, order=order,
        )
        for order, paper in enumerate(_attached(dossier)) if paper.file_id
    )  # fmt: skip
    return draft


def _mandate_for(dossier: Dossier, by):
    """The mandate under which this person changes it; none for the own dossier."""
    if not dossier.behalf_of(by):
        return None
    held = Mandate.objects.held_by(by).filing().covering(dossier.procedure_id)
    return held.filter(Dossier.objects.reached_by_mandate(dossier)).first()


@transaction.atomic
def amend(draft: Draft, *, by, evidence: dict, digest: str) -> Dossier:
    """Add what the draft says as a new submission; the draft goes. DossierError when nothing changed,
    something is missing, or an officer has taken the dossier up meanwhile."""
    if draft.amends_id is None:
        raise DossierError(_("Bản nháp này không sửa hồ sơ đã nộp nào."))
    dossier = lock_dossier(draft.amends_id)
    draft = filing.locked(draft)
    if draft is None:
        raise AlreadyDone(_("Nội dung sửa này đã được gửi."))
    if draft.owner_id != by.pk:
        raise NotPermitted(_("Bản nháp này của người khác."))
    if reason := why_not(dossier, by):
        raise DossierError(reason)
    filing.require_confirmed(draft, evidence, digest)
    drafting.ready(draft)
    told = changes(draft, dossier)
    if not told:
        raise DossierError(_("Chưa có gì thay đổi so với lần nộp trước."))
    submission = Submission.objects.create(
        dossier=dossier,
        number=dossier.current_submission.number + 1,
        answers=readiness.declared(draft),
        digest=digest,
        filed_by=by,
        evidence=evidence,
    )
    _replace_papers(dossier, submission, draft)
    declaring.keep_signed(dossier, submission, evidence)
    for name, value in filing.facts_of(draft).items():
        setattr(dossier, name, value)
    dossier.save()
    Draft.objects.filter(dossier=dossier).update(applicant=draft.applicant)
    listed = "; ".join(told)
    record(
        dossier, "amend", by=by,
        public_text=f"Người nộp sửa hồ sơ: {listed[:JOURNAL_LENGTH]}.",
        data={"submission": submission.number, "digest": digest},
    )  # fmt: skip
    issue(dossier, "filing", by=None, digest=digest)
    notify(dossier, "amended", items=told)
    draft.delete()
    return dossier


def changes(draft: Draft, dossier: Dossier) -> list[str]:
    """The names of what differs from the last submission: facts, questions, papers."""
    told = [
        capfirst(str(Dossier._meta.get_field(name).verbose_name))
        for name, value in filing.facts_of(draft).items()
        if value != getattr(dossier, name)
    ]
    if dossier.case.form_id:
        spec = readiness.spec_of(draft)
        was = _shown(spec, dossier.current_submission.answers)
        now = _shown(spec, readiness.declared(draft))
        labels = {question.key: question.label for question in spec.questions()}
        told += [label for key, label in labels.items() if was.get(key) != now.get(key)]
    kept = {_mark(paper) for paper in _attached(dossier)}
    wanted = {_mark(file) for file in draft.files.all()}
    changed = {mark[:2] for mark in kept ^ wanted}
    names = {paper.pk: paper.name for paper in readiness.papers(draft)}
    told += [names[component] for component, _key in sorted(changed, key=str) if component in names]
    if any(component is None for component, _key in changed):
        told.append(_("Tệp trong tờ khai"))
    return list(dict.fromkeys(told))


def _shown(spec, answers: dict) -> dict[str, str]:
    return {
        question.key: text for _section, rows in spec.review(answers) for question, text in rows
    }


def _sections_of(dossier: Dossier) -> list[str]:
    if not dossier.case.form_id:
        return []
    return list(dossier.case.form.sections.values_list("key", flat=True))


def _attached(dossier: Dossier) -> list[Document]:
    """The files that the person attached; a signed declaration stands for one submission alone."""
    return [paper for paper in dossier.papers if paper.file_id and paper.source != Document.SIGNED]


def _mark(paper) -> tuple:
    """What a file stands for: its paper or question, and its bytes."""
    return paper.component_id, paper.question_key, paper.file_id


def _replace_papers(dossier: Dossier, submission: Submission, draft: Draft) -> None:
    """Unchanged papers stay with their verdict; new ones come, and point to what they replace."""
    kept = {_mark(paper): paper for paper in _attached(dossier)}
    wanted = {_mark(file): file for file in draft.files.all()}
    fresh = Document.objects.bulk_create(
        Document(
            dossier=dossier, submission=submission, component_id=file.component_id,
            question_key=file.question_key, file_id=file.file_id, name=file.name,
            source=file.source, order=order,
        )
        for order, (mark, file) in enumerate(wanted.items()) if mark not in kept
    )  # fmt: skip
    here = {_mark(paper)[:2]: paper for mark, paper in kept.items() if mark in wanted}
    here |= {_mark(paper)[:2]: paper for paper in fresh}
    for mark, paper in kept.items():
        if mark not in wanted:
            paper.superseded_by = here[
                mark[:2]
            ]  # readiness asks that no paper goes without another
            paper.save(update_fields=["superseded_by"])
