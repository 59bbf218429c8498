"""In whose hands a new item falls: back to who had it, else by the department's fair distribution."""

from django.contrib.auth import get_user_model
from django.db.models import Count, F, Max, Q
from viewflow.workflow.status import STATUS

from catalog.models import Delegation, Post
from flows.models import Decision, SupplementRequest, WorkItem

APPROVALS = ("approve", "approve_above")


def next_holder(item: WorkItem):
    """Fair distribution (chia việc tự động), for a department that shares out: the colleague with the
    fewest open items; among equals who got the last one longest ago.

    Whoever is away (stood in for by a colleague today) gets none. None when the department does not
    share out, or nobody may take it: it waits in the queue.
    """
    if item.department is None or not item.department.shares_out:
        return None
    posts = _posts_for(item).exclude(pk__in=_standing_in(item).values("post"))
    holding = Q(work_items__status=STATUS.ASSIGNED, work_items__flow_task_type="HUMAN")
    return (
        get_user_model()
        .objects.filter(pk__in=posts.order_by().values("user"))
        .exclude(pk__in=_proposers(item))
        .annotate(load=Count("work_items", filter=holding), last=Max("work_items__assigned"))
        .order_by("load", F("last").asc(nulls_first=True), "pk")
        .first()
    )


def who_had_it(item: WorkItem, came_from: WorkItem) -> Post | None:
    """The post in which work that comes back goes on: that of the officer who asked for the supplement,
    did this step before or made the proposal sent back, or of whom the officer stood in for.

    In the hands of the delegate while its holder is away; None when nothing comes back, or nobody of
    them does this step any more.
    """
    appraisals, officers = item.flow_task.flow_class.APPRAISALS, []
    if came_from.flow_task.name == "await_supplement":
        officers = _askers(item)
    elif item.step in appraisals and came_from.step in APPROVALS:
        officers = [*_did_before(item), *_sent_back_to(item)]
    elif item.step in appraisals and came_from.step in appraisals:
        officers = _did_before(item)
    if not officers:
        return None
    posts = {post.user_id: post for post in _posts_for(item).filter(user__in=officers)}
    post = next((posts[pk] for pk in officers if pk in posts), None)
    if post is not None:
        standing_in = _standing_in(item).filter(post=post)
        post.delegation = standing_in.select_related("delegate").first()
    return post


def _askers(item: WorkItem) -> list[int]:
    """Who asked for the supplement, and for whom."""
    of_request = item.dossier.supplements.filter(phase=SupplementRequest.Phase.PROCESSING)
    # Asked under an earlier release, the process does not know.
    return item.process.data.get("asked_by") or list(of_request.values_list("asked_by", flat=True))


def _did_before(item: WorkItem) -> list[int]:
    """Who did the same step of this run last."""
    done = item.process.task_set.filter(step=item.step, turn=item.turn, status=STATUS.DONE)
    return list(
        done.filter(owner__isnull=False).order_by("-pk").values_list("owner", flat=True)[:1]
    )


def _sent_back_to(item: WorkItem) -> list[int]:
    """Who made the proposal that the leader has just sent back, and for whom."""
    newest = item.dossier.decisions.order_by("-pk").first()
    if newest is None or newest.sent_back_at is None:
        return []
    return [pk for pk in (newest.proposed_by_id, newest.proposed_for_id) if pk]


def _posts_for(item: WorkItem):
    """The posts of today that the step falls to."""
    return Post.objects.active().filter(department=item.department, role=item.role_id)


def _standing_in(item: WorkItem):
    """The delegations of today of such posts, for this procedure."""
    return (
        Delegation.objects.active()
        .filter(post__department=item.department, post__role=item.role_id)
        .filter(Q(procedures__isnull=True) | Q(procedures=item.dossier.procedure_id))
    )


def _proposers(item: WorkItem) -> set[int]:
    """Who proposed what is to be approved: it never falls to them."""
    pending = Decision.objects.pending().filter(dossier=item.dossier)
    return {pk for row in pending.values_list("proposed_by", "proposed_for") for pk in row if pk}
