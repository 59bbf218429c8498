"""Whose hands a work item is in: claim, release, hand over."""

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from catalog.leading import leads
from catalog.models import Delegation, Post
from catalog.permissions import posts_of
from flows import acts
from flows.audit.journal import record
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.models import WorkItem
from flows.services.acting import acting, opened, post_of


def claim(item: WorkItem, *, by) -> WorkItem:
    """Take a free item. Taking the own one again changes nothing; somebody else's is AlreadyDone."""
    with acting(item, "claim", by=by) as moment:
        if told := barred(moment.item, by):
            raise NotPermitted(told)
        moment.item.save()
        moment.dossier.save(update_fields=["state"])
        return moment.item


def release(item: WorkItem, *, by, reason: str = "") -> WorkItem:
    """Put an own item back into the department's queue."""
    with opened(item) as activation:
        if activation.task.owner_id != by.pk or not activation.unassign.can_proceed():
            raise NotPermitted(_("Bạn không giữ việc này."))
        _let_go(activation)
        step = activation.task.step
        data = {"step": step, "reason": reason}
        record(activation.task.dossier, "release", by=by, data=data)
        return activation.task


def hand_over(item: WorkItem, *, by, to, reason: str = "") -> WorkItem:
    """Give an item to a colleague who holds the post for it: by its holder or the unit's head."""
    with opened(item) as activation:
        task = activation.task
        if not may_hold(task, to):
            raise DossierError(_("%s không giữ vị trí xử lý việc này.") % to)
        allowed = leads(by, task.department) or by.has_perm("accounts.change_user")
        if task.owner_id != by.pk and not allowed:
            raise NotPermitted(_("Chỉ người đang giữ việc hoặc phụ trách phòng được giao lại."))
        if barred(task, to):
            raise DossierError(_("%s đã trình kết quả này nên không phê duyệt được.") % to)
        if task.owner_id == to.pk:
            raise AlreadyDone(_("%s đang giữ việc này rồi.") % to)
        before = str(task.owner) if task.owner_id else ""
        if task.owner_id:
            activation.unassign()
        task.on_behalf_of = post_of(to, task).on_behalf_of()
        activation.assign(to)
        task.save()
        record(
            task.dossier, "hand_over_work", by=by,
            data={"step": task.step, "from": before, "to": str(to), "reason": reason},
        )  # fmt: skip
        return task


def pass_on(item: WorkItem, *, by, to, reason: str) -> WorkItem:
    """The unit's head decides who has it: a colleague, or with `to` None the department's queue."""
    if to is not None:
        return hand_over(item, by=by, to=to, reason=reason)
    with opened(item) as activation:
        task = activation.task
        if not (leads(by, task.department) or by.has_perm("accounts.change_user")):
            raise NotPermitted(_("Chỉ người đang giữ việc hoặc phụ trách phòng được giao lại."))
        if task.owner_id is None:
            raise AlreadyDone(_("Việc này đang ở hàng chờ chung."))
        before = str(task.owner)
        _let_go(activation)
        record(
            task.dossier, "release", by=by,
            data={"step": task.step, "from": before, "reason": reason},
        )  # fmt: skip
        return task


def barred(item: WorkItem, user) -> str:
    """Why a step may not lie with somebody who holds the post: the approval of an own proposal."""
    if item.step not in acts.APPROVE:
        return ""
    return acts.ACTS["approve"].forbids(item.dossier, user)


def may_hold(item: WorkItem, user) -> bool:
    """Whether the step falls to a post of this person, own or delegated."""
    return user.is_active and any(item.is_work_of(post) for post in posts_of(user))


def release_unheld() -> int:
    """Free what somebody holds who may not do it any more (post or delegation ended); how many."""
    freed = 0
    for item in unheld():
        with opened(item) as activation:
            if activation.task.owner_id is None or not activation.unassign.can_proceed():
                continue
            owner = str(activation.task.owner)
            _let_go(activation)
            record(activation.task.dossier, "release", data={"step": item.step, "from": owner})
            freed += 1
    return freed


def unheld():
    """Items in the hands of people who hold no post for them now."""
    post = {"department": OuterRef("department"), "role": OuterRef("role")}
    own = Post.objects.active().filter(user=OuterRef("owner"), **post)
    lent = Delegation.objects.active().filter(
        Q(procedures__isnull=True) | Q(procedures=OuterRef("dossier__procedure")),
        delegate=OuterRef("owner"),
        **{f"post__{name}": value for name, value in post.items()},
    )
    held = WorkItem.objects.open().filter(owner__isnull=False, owner__is_superuser=False)
    return held.exclude(Exists(own)).exclude(Exists(lent)).order_by(F("pk"))


def unmanned():
    """Open items whose department has nobody in the role: they would wait unseen."""
    able = Post.objects.active().filter(department=OuterRef("department"), role=OuterRef("role"))
    return WorkItem.objects.open().filter(owner__isnull=True).exclude(Exists(able)).order_by("pk")


def _let_go(activation) -> None:
    activation.task.assigned, activation.task.on_behalf_of = None, ""
    activation.unassign()
