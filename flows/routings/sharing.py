"""Fair distribution (chia việc tự động): who gets a new item in a department that shares out."""

from django.contrib.auth import get_user_model
from django.db.models import Count, F, Max, Q
from viewflow.workflow.status import STATUS

from catalog.models import Post
from flows.models import Decision, WorkItem


def next_holder(item: WorkItem):
    """The colleague with the fewest open items; among equals who got the last one longest ago.

    None when the department does not share out, or nobody may take it: it waits in the queue.
    """
    if item.department is None or not item.department.shares_out:
        return None
    posts = Post.objects.active().filter(department=item.department, role=item.role_id)
    holding = Q(work_items__status=STATUS.ASSIGNED, work_items__flow_task_type="HUMAN")
    return (
        get_user_model()
        .objects.filter(pk__in=posts.order_by().values("user"))
        .exclude(pk__in=_proposers(item))
        .annotate(load=Count("work_items", filter=holding), last=Max("work_items__assigned"))
        .order_by("load", F("last").asc(nulls_first=True), "pk")
        .first()
    )


def _proposers(item: WorkItem) -> set[int]:
    """Who proposed what is to be approved: it never falls to them."""
    pending = Decision.objects.filter(
        dossier=item.dossier, approved_at__isnull=True, sent_back_at__isnull=True
    )
    return {pk for row in pending.values_list("proposed_by", "proposed_for") for pk in row if pk}
