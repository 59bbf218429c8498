"""Whose hands a work item is in: claim, release, hand over."""

from django.utils.translation import gettext as _

from catalog.models import Post
from flows.audit.journal import record
from flows.errors import DossierError, NotPermitted
from flows.models import WorkItem
from flows.services.acting import acting, opened


def claim(item: WorkItem, *, by) -> WorkItem:
    """Take a free item. Taking the own one again changes nothing; somebody else's is AlreadyDone."""
    with acting(item, "claim", by=by) as moment:
        moment.item.save()
        moment.dossier.save(update_fields=["state"])
        return moment.item


def release(item: WorkItem, *, by) -> WorkItem:
    """Put an own item back into the department's queue."""
    with opened(item) as activation:
        if activation.task.owner_id != by.pk or not activation.unassign.can_proceed():
            raise NotPermitted(_("Bạn không giữ việc này."))
        activation.unassign()
        record(activation.task.dossier, "release", by=by, data={"step": activation.task.step})
        return activation.task


def hand_over(item: WorkItem, *, by, to, reason: str = "") -> WorkItem:
    """Give an item to a colleague who holds the post for it: by its holder or the unit's head."""
    with opened(item) as activation:
        task = activation.task
        if not Post.objects.held_by(to).filter(department=task.department, role=task.role).exists():
            raise DossierError(_("%s không giữ vị trí xử lý việc này.") % to)
        is_head = Post.objects.held_by(by).filter(department=task.department, role__code="head")
        if task.owner_id != by.pk and not is_head.exists():
            raise NotPermitted(_("Chỉ người đang giữ việc hoặc phụ trách phòng được giao lại."))
        if activation.reassign.can_proceed():
            activation.reassign(to)
        else:
            activation.assign(to)
            task.save()
        record(
            task.dossier, "hand_over_work", by=by,
            data={"step": task.step, "to": str(to), "reason": reason},
        )  # fmt: skip
        return task
