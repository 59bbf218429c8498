"""What comes due by itself: nudges before and after due dates, supplements nobody answered."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import Post
from flows.audit.journal import record
from flows.effects.mail import send_mail
from flows.errors import DossierError
from flows.models import State, SupplementRequest, WorkItem
from flows.services import consulting, supplements, work

MOST_OF_IT = 0.8  # of the time that a step has, from its beginning to its due moment
SUBJECTS = {
    "warned": gettext_lazy("Sắp đến hạn: %s"),
    "escalated": gettext_lazy("Quá hạn: %s"),
    "unmanned": gettext_lazy("Không có người làm: %s"),
}


@dataclass
class Swept:
    """How many were done in one round."""

    warned: int = 0
    unmanned: int = 0
    lapsed: int = 0
    escalated: int = 0
    stopped: int = 0


def sweep(now=None) -> Swept:
    """Warn holder and head when most of a step's time is over, tell the head of a late one and of one
    that nobody may do, stop what got no answer.

    Each is done once per step: the item remembers what it has sent.
    """
    now = now or timezone.now()
    done = Swept()
    for item in consulting.lapsed(now):
        try:
            consulting.lapse(item)
            done.lapsed += 1
        except DossierError:
            continue  # answered meanwhile
    open_items = WorkItem.objects.open().filter(due_at__isnull=False)
    for item in open_items.filter(due_at__lt=now).exclude(data__has_key="escalated"):
        done.escalated += _nudge(item, "escalated", heads_of(item))
    to_come = open_items.filter(due_at__gte=now).exclude(data__has_key="warned")
    for item in to_come.select_related("department", "agency", "owner").iterator():
        if now >= item.created + MOST_OF_IT * (item.due_at - item.created):
            done.warned += _nudge(item, "warned", [*_holders(item), *heads_of(item)])
    for item in work.unmanned().exclude(data__has_key="unmanned"):
        done.unmanned += _nudge(item, "unmanned", heads_of(item))
    unanswered = SupplementRequest.objects.filter(
        phase=SupplementRequest.Phase.PROCESSING, closed_at__isnull=True, answer_by__lt=now,
        dossier__state=State.SUPPLEMENT_REQUESTED,
    )  # fmt: skip
    for request in unanswered:
        try:
            supplements.stop(request, by=None)
            done.stopped += 1
        except DossierError:
            continue  # answered or stopped meanwhile
    return done


@transaction.atomic
def _nudge(item: WorkItem, mark: str, people: list) -> bool:
    item = WorkItem.objects.select_for_update(of=("self",)).with_list_data().get(pk=item.pk)
    if mark in item.data:
        return False
    item.data[mark] = timezone.now().isoformat()
    item.save(update_fields=["data"])
    late = mark == "escalated"
    subject = SUBJECTS[mark] % item.dossier.code
    body = _("Bước «%(step)s» của hồ sơ %(code)s tại %(place)s có hạn %(due)s.") % {
        "step": item.step_title,
        "code": item.dossier.code,
        "place": item.department,
        "due": f"{timezone.localtime(item.due_at):%H:%M %d/%m/%Y}" if item.due_at else "—",
    }
    for person in {person.pk: person for person in people}.values():
        send_mail(person.email, subject, body, key=f"{mark}:{item.pk}:{person.pk}")
    if late:
        record(item.dossier, "late_step", department=item.department, data={"step": item.step})
    return True


def _holders(item: WorkItem) -> list:
    if item.owner:
        return [item.owner] if item.owner.email else []
    return _people(Post.objects.active().filter(department=item.department_id, role=item.role_id))


def heads_of(item: WorkItem) -> list:
    """The unit's head, or the agency's leaders where a small unit has none."""
    heads = _people(Post.objects.active().filter(department=item.department_id, role__code="head"))
    return heads or _people(
        Post.objects.active().filter(department__agency=item.agency_id, role__code="leader")
    )


def _people(posts) -> list:
    return [post.user for post in posts.select_related("user") if post.user.email]
