"""Solved at the desk while the person waits (giải quyết ngay): put to the leader, or issued there."""

from django.utils.translation import gettext as _

from flows.errors import DossierError
from flows.models import Decision, WorkItem
from flows.services.acting import acting
from flows.services.deciding import put_in_force, tell_ready
from flows.services.handling import draft_decision


def propose_at_counter(
    item: WorkItem, *, by, outcome: str, content: str, reasons: str = "", legal_ground: str = ""
) -> Decision:
    """The clerk puts the result to the leader, who signs it in the same sitting."""
    with acting(item, "propose_at_counter", by=by) as moment:
        decision = draft_decision(moment, outcome, content, reasons, legal_ground)
        moment.finish()
        moment.journal(
            "propose_at_counter",
            public_text=f"{moment.item.department} đã trình lãnh đạo ký kết quả.",
            outcome=outcome,
        )
        return decision


def issue_at_counter(
    item: WorkItem, *, by, outcome: str, content: str, reasons: str = "", legal_ground: str = ""
) -> Decision:
    """The clerk issues the result alone: the procedure's routing leaves it to the desk.

    No second person approves, so the decision names none.
    """
    with acting(item, "issue_at_counter", by=by) as moment:
        if moment.dossier.version.leader_signs:
            raise DossierError(
                _("Kết quả của thủ tục này phải do lãnh đạo ký số; hãy trình lãnh đạo.")
            )
        decision = draft_decision(moment, outcome, content, reasons, legal_ground)
        put_in_force(moment, decision)
        moment.journal(
            "issue_at_counter",
            public_text=f"{moment.item.department} đã cấp kết quả số {decision.document.number}.",
            number=decision.document.number,
        )
        tell_ready(moment.dossier)
        return decision
