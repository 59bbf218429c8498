"""Resuming a flow that waits for somebody outside."""

from viewflow.workflow.status import STATUS

from flows.models import Dossier


def resume(dossier: Dossier) -> None:
    """Go on from the dossier's open wait (supplement, post); the routing asks the dossier whereto."""
    item = dossier.work_items.filter(flow_task_type="FUNCTION", status=STATUS.NEW).get()
    with item.activation() as activation:
        activation.process.dossier = dossier
        activation.run(None)
        activation.execute()
    dossier.save(update_fields=["current_agency", "current_department"])
