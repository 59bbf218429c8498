"""Withdrawing before the result: the applicant asks, an officer confirms or declines (T15)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from flows.acts import BEFORE_RESULT
from flows.audit.journal import record
from flows.deadlines import clock
from flows.effects.notices import notify
from flows.errors import DossierError
from flows.models import Dossier, State
from flows.services import declaring, mandating
from flows.services.acting import lock_dossier, opened_dossier


@transaction.atomic
def ask(dossier: Dossier, *, by, reason: str, evidence: dict | None = None) -> Dossier:
    """The applicant asks to withdraw. Asking twice changes nothing.

    `evidence` says how the person confirmed; it stands in the journal. An organisation signs.
    """
    dossier = lock_dossier(dossier.pk)
    mandating.require_act(dossier, by, _("Chỉ người nộp hồ sơ được rút."))
    if dossier.state == State.WITHDRAW_REQUESTED:
        return dossier
    if dossier.state not in BEFORE_RESULT:
        raise DossierError(_("Hồ sơ đã có kết quả hoặc đã kết thúc nên không rút được nữa."))
    if not reason.strip():
        raise DossierError(_("Hãy ghi lý do rút hồ sơ."))
    declaring.require_signature(dossier.applicant_kind, evidence or {"method": "otp"})
    before, dossier.state = dossier.state, State.WITHDRAW_REQUESTED
    dossier.closing_reason = reason.strip()
    dossier.save(update_fields=["state", "closing_reason"])
    record(
        dossier, "ask_withdrawal", by=by, before=before,
        public_text="Người nộp xin rút hồ sơ.", data={"reason": reason.strip(), "evidence": evidence or {}},
    )  # fmt: skip
    declaring.keep_signed(dossier, dossier.current_submission, evidence or {})
    notify(dossier, "withdraw_requested", reason=reason.strip())
    return dossier


@transaction.atomic
def confirm(dossier: Dossier, *, by) -> Dossier:
    """The officer agrees: open work ends, the clock is closed."""
    dossier = opened_dossier(dossier, "withdraw_confirm", by=by)
    for process in dossier.processes.filter(finished__isnull=True):
        process.flow_class.instance.cancel(process)
    before, dossier.state = dossier.state, State.WITHDRAWN
    dossier.finished_at = timezone.now()
    dossier.supplements.filter(closed_at__isnull=True).update(closed_at=timezone.now())
    clock.stop(dossier, by=by)
    dossier.save()
    record(dossier, "withdraw", by=by, before=before, public_text="Hồ sơ đã được rút theo yêu cầu.")
    notify(dossier, "withdrawn", reason=dossier.closing_reason)
    return dossier


@transaction.atomic
def decline(dossier: Dossier, *, by, reason: str) -> Dossier:
    """The officer does not agree: the dossier goes on where it was."""
    dossier = opened_dossier(dossier, "withdraw_decline", by=by)
    if not reason.strip():
        raise DossierError(_("Hãy ghi lý do không đồng ý cho rút."))
    asked = dossier.journal.filter(act="ask_withdrawal").order_by("-seq").first()
    before, dossier.state, dossier.closing_reason = dossier.state, asked.state_before, ""
    dossier.save(update_fields=["state", "closing_reason"])
    record(
        dossier, "decline_withdrawal", by=by, before=before,
        public_text=f"Chưa đồng ý cho rút hồ sơ: {reason.strip()[:400]}",
    )  # fmt: skip
    notify(dossier, "withdraw_declined", reason=reason.strip())
    return dossier
