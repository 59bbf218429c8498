"""Somebody leaves (nghỉ việc, chuyển công tác): no work stays without an owner, posts end, one act."""

import datetime

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.leading import leads
from catalog.models import Delegation, Post
from flows.errors import DossierError, NotPermitted
from flows.models import WorkItem
from flows.services import work


def open_work(person):
    """What the person holds, the earliest due first."""
    return WorkItem.objects.open().filter(owner=person).with_list_data().order_by("due_at", "pk")


def may_succeed(item: WorkItem):
    """Colleagues whose own post of today the step falls to."""
    posts = Post.objects.active().filter(department=item.department_id, role=item.role_id)
    return (
        get_user_model()
        .objects.filter(pk__in=posts.order_by().values("user"))
        .exclude(pk=item.owner_id)
        .order_by("full_name", "pk")
    )


@transaction.atomic
def leave(person, *, by, last_day: datetime.date, successors: dict, deactivate: bool) -> int:
    """Hand everything over and end posts and delegations; how many items changed hands.

    `successors` is {item id: user or None}; None puts the item back into the department's queue.
    DossierError names what has no new owner, and nothing is written then. `deactivate` closes the
    account too: sessions and rights end at once.
    """
    if person.pk == by.pk:
        raise DossierError(_("Bạn không tự làm thủ tục nghỉ việc cho mình."))
    posts = list(Post.objects.active().filter(user=person).select_related("department"))
    if not by.has_perm("accounts.change_user") and not (
        posts and all(leads(by, post.department) for post in posts)
    ):
        raise NotPermitted(_("Bạn không phụ trách mọi phòng của %s.") % person)
    items = list(open_work(person))
    missing = [item.dossier.code for item in items if item.pk not in successors]
    if missing:
        raise DossierError(_("Chưa chọn người nhận việc của: %s.") % ", ".join(missing))
    for item in items:
        work.pass_on(item, by=by, to=successors[item.pk], reason=_("%s thôi giữ vị trí") % person)
    _end_posts(person, last_day)
    Delegation.objects.filter(revoked_at__isnull=True, delegate=person).update(
        revoked_at=timezone.now(), revoked_by=by
    )
    Delegation.objects.filter(revoked_at__isnull=True, post__user=person).update(
        revoked_at=timezone.now(), revoked_by=by
    )
    work.release_unheld()
    if deactivate:
        person.is_active = False
        person.save(update_fields=["is_active"])
    text = _("Bàn giao %(n)d việc, thôi giữ vị trí từ hết ngày %(day)s") % {
        "n": len(items), "day": f"{last_day:%d/%m/%Y}",
    }  # fmt: skip
    LogEntry.objects.log_actions(by.pk, [person], CHANGE, change_message=text, single_object=True)
    return len(items)


def _end_posts(person, last_day: datetime.date) -> None:
    """Posts end with the last day; those that would only begin later are ended on their first day."""
    for post in Post.objects.filter(user=person):
        if post.valid_to is None or post.valid_to > last_day:
            post.valid_to = max(last_day, post.valid_from)
            post.save(update_fields=["valid_to"])
