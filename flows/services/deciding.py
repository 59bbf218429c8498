"""The leader decides: approve and issue the result, or send back. Never on the own proposal."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from flows.deadlines import clock
from flows.effects.notices import notify
from flows.errors import DossierError, NotPermitted
from flows.models import Decision, Delivery, Dossier, ResultSheet, State, WorkItem
from flows.services import signing
from flows.services.acting import Moment, acting
from flows.services.registering import issue_result


def approve(item: WorkItem, *, by) -> Decision:
    """Approve (T13): the result document gets its number and is issued; the applicant is told."""
    with acting(item, "approve", by=by) as moment:
        decision = _pending(moment)
        decision.approved_by, decision.approved_for = by, moment.principal
        put_in_force(moment, decision)
        moment.journal(
            "approve",
            public_text=f"Lãnh đạo đã phê duyệt, kết quả số {decision.document.number}.",
            number=decision.document.number,
            **_signed(moment.dossier, decision),
        )
        tell_ready(moment.dossier)
        return decision


def prepare(item: WorkItem, *, by) -> ResultSheet:
    """The result as approval would issue it now, for the leader to sign first."""
    with acting(item, "approve", by=by) as moment:
        decision = _pending(moment)
        sheet = signing.draft_sheet(moment.dossier, by=by, made=decision.file, **_printed(decision))
    return signing.draw(sheet, decision.file)


def tell_ready(dossier: Dossier) -> None:
    """The applicant hears that there is a result, and whether it is earlier than promised."""
    early = dossier.due_at and dossier.finished_at and dossier.finished_at < dossier.due_at
    notify(dossier, "result_ready", early_due=dossier.due_at if early else None)


def put_in_force(moment: Moment, decision: Decision) -> None:
    """The result is issued under its number, the clock stops, the dossier waits to be returned."""
    dossier = moment.dossier
    decision.approved_at = timezone.now()
    decision.document = issue_result(
        dossier,
        by=moment.by,
        made=decision.file,
        notice=_notice(decision) if dossier.is_electronic else None,
        **_printed(decision),
    )
    decision.save(update_fields=["approved_by", "approved_for", "approved_at", "document"])
    dossier.state, dossier.finished_at = State.RESULT_READY, timezone.now()
    dossier.outcome_positive = decision.outcome == Decision.Outcome.POSITIVE
    clock.stop(dossier, by=moment.by)
    Delivery.objects.create(dossier=dossier, channel=dossier.result_channel)
    moment.finish()


def _signed(dossier: Dossier, decision: Decision) -> dict:
    """Whose certificate signed the result, for the journal; nothing where none had to."""
    if not dossier.version.leader_signs:
        return {}
    signature = decision.document.sheet.signature
    return {"signature": {name: signature[name] for name in ("signer", "serial", "fingerprint")}}


def _printed(decision: Decision) -> dict:
    """What of the decision stands on the paper."""
    return {"content": decision.content, "reasons": decision.reasons_told}


def _notice(decision: Decision) -> dict:
    """Mẫu 03/TB-GDĐT (QĐ 838): an electronic transaction is answered by a notice of its own."""
    with override(settings.LANGUAGE_CODE):
        outcome = str(decision.get_outcome_display())
    return {"outcome": outcome, "finished_at": decision.approved_at}


def send_back(item: WorkItem, *, by, reason: str) -> Decision:
    """Return the proposal to the officer with the reason."""
    with acting(item, "send_back", by=by) as moment:
        if not reason.strip():
            raise DossierError(_("Hãy ghi rõ lý do trả lại."))
        decision = _pending(moment)
        decision.sent_back_by, decision.sent_back_at = by, timezone.now()
        decision.sent_back_reason = reason.strip()
        decision.save(update_fields=["sent_back_by", "sent_back_at", "sent_back_reason"])
        moment.finish()
        moment.journal("send_back", reason=decision.sent_back_reason)
        return decision


def _pending(moment: Moment) -> Decision:
    decision = Decision.pending(moment.dossier)
    if decision is None:
        raise DossierError(_("Hồ sơ chưa có kết quả được trình."))
    if reason := decision.forbidden_to(moment.by, moment.principal):
        raise NotPermitted(str(reason))
    return decision
