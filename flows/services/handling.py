"""Appraisal: propose a result, pass the dossier on to the next department or agency, or back."""

from django.db import transaction
from django.utils.translation import gettext as _

from flows.audit.journal import record
from flows.errors import DossierError
from flows.models import Decision, Dossier, WorkItem
from flows.services.acting import acting, opened_dossier


def propose(item: WorkItem, *, by, outcome: str, content: str, reasons: str = "") -> Decision:
    """Put a result to the leader. A negative one gives its reasons (Decree 61/2018, Article 19)."""
    with acting(item, "propose", by=by) as moment:
        if not content.strip():
            raise DossierError(_("Hãy ghi nội dung kết quả đề xuất."))
        if outcome == Decision.Outcome.NEGATIVE and not reasons.strip():
            raise DossierError(_("Kết quả không đạt phải nêu lý do và căn cứ."))
        decision = Decision.objects.create(
            dossier=moment.dossier,
            outcome=outcome,
            content=content.strip(),
            reasons=reasons.strip(),
            proposed_by=by,
            proposed_for=moment.principal,
        )
        moment.finish()
        moment.journal(
            "propose",
            public_text=f"{moment.item.department} đã thẩm định xong, trình lãnh đạo.",
            outcome=outcome,
        )
        return decision


def forward(item: WorkItem, *, by, note: str = "") -> Dossier:
    """Pass on to the next department in turn, or up to the agency that decides (T8)."""
    return _move(item, "forward", by=by, turn=1, note=note)


def send_back_to_previous(item: WorkItem, *, by, reason: str) -> Dossier:
    """Give back to the department or agency before, with the reason."""
    if not reason.strip():
        raise DossierError(_("Hãy ghi rõ lý do trả lại."))
    return _move(item, "send_back_to_previous", by=by, turn=-1, note=reason)


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
