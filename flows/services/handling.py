"""Appraisal: propose a result, pass the dossier on to the next department or agency, or back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from flows.audit.journal import record
from flows.errors import DossierError
from flows.models import Decision, Document, Dossier, WorkItem
from flows.routings.jumping import open_step
from flows.services.acting import Moment, acting, opened_dossier, require_seen


def propose(
    item: WorkItem,
    *,
    by,
    outcome: str,
    content: str,
    reasons: str = "",
    legal_ground: str = "",
    seen: int | None = None,
) -> Decision:
    """Put a result to the leader. A negative one gives its reasons (Decree 61/2018, Article 19), and by
    which law where the officer names it.

    `seen` is the submission that the officer's page showed; what came after it refuses the act.
    """
    with acting(item, "propose", by=by) as moment:
        require_seen(moment.dossier, seen)
        decision = draft_decision(moment, outcome, content, reasons, legal_ground)
        moment.finish()
        moment.journal(
            "propose",
            public_text=f"{moment.item.department} đã thẩm định xong, trình lãnh đạo.",
            outcome=outcome,
        )
        return decision


def draft_decision(
    moment: Moment, outcome: str, content: str, reasons: str, legal_ground: str
) -> Decision:
    """The proposal of an act under way: complete, and with every paper of the dossier looked at."""
    if not content.strip():
        raise DossierError(_("Hãy ghi nội dung kết quả đề xuất."))
    if outcome == Decision.Outcome.NEGATIVE and not reasons.strip():
        raise DossierError(_("Kết quả không đạt phải nêu lý do và căn cứ."))
    if told := unchecked(moment.dossier):
        raise DossierError(told)
    return Decision.objects.create(
        dossier=moment.dossier,
        outcome=outcome,
        content=content.strip(),
        reasons=reasons.strip(),
        legal_ground=legal_ground if outcome == Decision.Outcome.NEGATIVE else "",
        proposed_by=moment.by,
        proposed_for=moment.principal,
    )


def unchecked(dossier: Dossier) -> str:
    """Which papers nobody has looked at yet, so that no result can be proposed; nothing when none."""
    names = [paper.name for paper in dossier.papers if paper.verdict == Document.Verdict.PENDING]
    if not names:
        return ""
    told = _("Còn giấy tờ bổ sung chưa kiểm tra: %s. Hãy kiểm tra trước khi trình kết quả.")
    return told % ", ".join(names)


def forward(item: WorkItem, *, by, note: str = "") -> Dossier:
    """Pass on to the next department in turn, or up to the agency that decides (T8)."""
    return _move(item, "forward", by=by, turn=1, note=note)


def send_back_to_previous(item: WorkItem, *, by, reason: str) -> Dossier:
    """Give back to the department or agency before, with the reason."""
    if not reason.strip():
        raise DossierError(_("Hãy ghi rõ lý do trả lại."))
    return _move(item, "send_back_to_previous", by=by, turn=-1, note=reason)


def return_to_step(item: WorkItem, *, by, to: WorkItem, reason: str) -> Dossier:
    """Back to any step of appraisal done before (`to`, its item), with the reason.

    A proposal that lay before the leader is sent back with it.
    """
    with acting(item, "return_to_step", by=by) as moment:
        if not reason.strip():
            raise DossierError(_("Hãy ghi rõ lý do trả lại."))
        if to.pk not in {one.pk for one in moment.item.earlier}:
            raise DossierError(_("Không trả về bước này được; hãy chọn một bước đã làm trước đó."))
        moment.dossier.decisions.pending().update(
            sent_back_by=by, sent_back_at=timezone.now(), sent_back_reason=reason.strip()
        )
        here = moment.item.department
        moment.leave()
        open_step(moment.activation, to.step, to.turn)
        moment.dossier.save()
        moment.journal(
            "return_to_step",
            public_text=f"{here} trả hồ sơ về {moment.dossier.current_department}, "
            f"{moment.dossier.current_agency}.",
            reason=reason.strip(),
            step=to.step,
        )
        return moment.dossier


def _move(item: WorkItem, name: str, *, by, turn: int, note: str) -> Dossier:
    with acting(item, name, by=by) as moment:
        process = moment.activation.process
        moment.activation.flow_class.turn(process, turn)
        process.save(update_fields=["data"])
        here = moment.item.department
        moment.finish()
        there = moment.dossier.current_department
        moment.journal(
            name,
            public_text=f"{here} chuyển hồ sơ đến {there}, {moment.dossier.current_agency}.",
            note=note,
        )
        return moment.dossier


@transaction.atomic
def note(dossier: Dossier, *, by, text: str) -> None:
    """An internal note for colleagues; the applicant does not see it."""
    dossier = opened_dossier(dossier, "note", by=by)
    if not text.strip():
        raise DossierError(_("Hãy ghi nội dung ghi chú."))
    record(dossier, "note", by=by, data={"text": text.strip()})
