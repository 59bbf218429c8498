"""The last step taken back by who took it, while nothing has built on it (hoàn tác bước vừa làm)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from viewflow.workflow.status import STATUS

from flows.audit.journal import record
from flows.errors import DossierError
from flows.models import Dossier, WorkItem
from flows.routings.jumping import open_step
from flows.services.acting import opened_dossier


@transaction.atomic
def undo(dossier: Dossier, *, by, reason: str) -> WorkItem:
    """The step is open again in the hands of `by`, with its old deadline; what came of it is withdrawn.

    DossierError when somebody has taken the next step up, or a paper or notice has gone out.
    """
    dossier = opened_dossier(dossier, "undo_step", by=by)
    if not reason.strip():
        raise DossierError(_("Hãy ghi lý do hoàn tác."))
    entry = dossier.last_act
    process = dossier.processes.latest("pk")
    for item in dossier.work_items.open().select_related("process"):
        activation = item.flow_task.activation_class(item)
        activation.cancel()
    done = process.task_set.filter(status=STATUS.DONE, flow_task_type="HUMAN")
    last = done.select_related("process").latest("finished", "pk")
    activation = last.flow_task.activation_class(last)
    last.process = process
    process.dossier = dossier
    _take_back(dossier, entry.act, by, reason.strip())
    again = open_step(activation, last.step, last.turn)
    again.owner, again.status, again.assigned = by, STATUS.ASSIGNED, timezone.now()
    again.due_at, again.on_behalf_of = last.due_at, last.on_behalf_of
    again.save()
    dossier.save(update_fields=["current_agency", "current_department"])
    record(
        dossier, "undo_step", by=by,
        public_text=f"{dossier.current_department} rút lại bước vừa chuyển để xử lý tiếp.",
        data={"undone": entry.act, "step": last.step, "reason": reason.strip()},
    )  # fmt: skip
    return again


def _take_back(dossier: Dossier, act: str, by, reason: str) -> None:
    """A proposal is withdrawn; a proposal that was sent back lies before the leader again."""
    if act in ("propose", "propose_at_counter"):
        dossier.decisions.pending().update(
            sent_back_by=by, sent_back_at=timezone.now(), sent_back_reason=reason
        )
    elif act in ("send_back", "return_to_step"):
        sent_back = dossier.decisions.filter(sent_back_at__isnull=False, sent_back_by=by)
        newest = sent_back.order_by("-sent_back_at").first()
        if (
            newest
            and newest.pk == dossier.decisions.order_by("-pk").values_list("pk", flat=True)[0]
        ):
            newest.sent_back_by, newest.sent_back_at, newest.sent_back_reason = None, None, ""
            newest.save(update_fields=["sent_back_by", "sent_back_at", "sent_back_reason"])
