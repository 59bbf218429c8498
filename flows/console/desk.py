"""The desk (bàn làm việc): counters that open lists with exactly the same number of rows."""

from dataclasses import dataclass

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from viewflow.workflow.status import STATUS

from catalog.leading import LEADING, departments_led_by, leads_somebody
from catalog.permissions import posts_of
from flows.console import condition, due
from flows.console.reports.asking import question_of
from flows.console.reports.controlling import listed
from flows.console.site import handles_dossiers
from flows.deadlines import working_time
from flows.models import Contradiction, Dossier, Message, Promise, Urging, WorkItem
from flows.models.work import stood_in_for
from flows.reports.reach import samples
from flows.services.filing import ANSWER_HOURS

FIRST = 6  # how many pressing items the desk names
INTAKE, GIVE_BACK, APPROVALS = "intake", "give_back", ["approve", "approve_above"]


@dataclass(frozen=True)
class Counter:
    """One figure and the list behind it."""

    label: str
    count: int
    url: str
    tone: str = ""
    hint: str = ""


def queue_url(**filters) -> str:
    base = reverse("admin:flows_workitem_changelist")
    return f"{base}?{urlencode(filters)}" if filters else base


def dossiers_url(**filters) -> str:
    return f"{reverse('admin:flows_dossier_changelist')}?{urlencode(filters)}"


def desk(user) -> dict:
    """Counters of the person's work and its most pressing items, in four queries."""
    now = timezone.now()
    if not handles_dossiers(user):
        if not condition.may_look(user):
            return {"counters": [*_contradicting(user), *_controlled(user)]}
        asking = [line for line in condition.lines(now) if line.asks]
        return {"counters": [*_outbox(now), *_contradicting(user)], "asking": asking}
    mine = Q(status=STATUS.ASSIGNED, owner=user)
    late = due.condition(due.Due.LATE, now, dossier="dossier__")
    soon = due.condition(due.Due.SOON, now, dossier="dossier__")
    work = (
        WorkItem.objects.visible_to(user)
        .open()
        .aggregate(
            mine=Count("pk", filter=mine),
            standing_in=Count("pk", filter=stood_in_for(user)),
            free=Count("pk", filter=Q(status=STATUS.NEW)),
            intake=Count("pk", filter=Q(step=INTAKE)),
            intake_due=Min("due_at", filter=Q(step=INTAKE) & ~Q(dossier__state__in=due.WAITING)),
            late=Count("pk", filter=late),
            soon=Count("pk", filter=soon),
            signing=Count("pk", filter=Q(step__in=APPROVALS)),
            give_back=Count("pk", filter=Q(step=GIVE_BACK)),
        )
    )
    seen = Dossier.objects.visible_to(user)
    waiting = seen.filter(state__in=due.WAITING).count()
    unread = seen.filter(
        pk__in=Message.objects.unread_by_office().order_by().values("dossier")
    ).count()
    roles = {post.role.code for post in posts_of(user)}
    return {
        "counters": [
            *_counters(work, waiting, roles, user.is_superuser, now),
            *_of_units(user, roles, now),
            *_urged(user, roles, seen),
            Counter(_("Tin mới của người nộp"), unread, dossiers_url(tin="chua-doc"), "yellow"),
            *_contradicting(user),
        ],
        "pressing": _pressing(user, now),
    }


def _pressing(user, now) -> list[WorkItem]:
    """What to do first: the person's own and the department's free work, nearest due first."""
    items = list(
        WorkItem.objects.visible_to(user)
        .open()
        .filter(Q(owner=user) | Q(owner=None) | stood_in_for(user), due_at__isnull=False)
        .exclude(dossier__state__in=due.WAITING)
        .with_list_data()
        .order_by("due_at", "pk")[:FIRST]
    )
    for item in items:
        item.told_due, item.viewer = due.of_item(item, now), user
    return items


def _outbox(now) -> list[Counter]:
    """What the operators watch: messages that wait, the oldest one's age, and what was given up."""
    figures = Promise.objects.waiting(now).aggregate(n=Count("pk"), oldest=Min("created_at"))
    oldest = figures["oldest"]
    hint = _("Lâu nhất đã chờ %s") % timesince(oldest, now, depth=1) if oldest else ""
    base = reverse("admin:flows_promise_changelist")
    return [
        Counter(_("Việc gửi đi đang chờ"), figures["n"], f"{base}?tinh_trang=cho", "blue", hint),
        Counter(
            _("Gửi hỏng, cần xem"),
            Promise.objects.given_up().count(),
            f"{base}?tinh_trang=hong",
            "red",
        ),
    ]


def _counters(work: dict, waiting: int, roles: set, everything: bool, now) -> list[Counter]:
    counters = []
    if everything or "intake_clerk" in roles or work["intake"]:
        counters.append(
            Counter(
                _("Chờ tiếp nhận"),
                work["intake"],
                queue_url(buoc=INTAKE),
                tone="blue",
                hint=_answer_hint(work["intake_due"], now),
            )
        )
    counters.append(Counter(_("Việc của tôi"), work["mine"], queue_url(xem="cua-toi")))
    if work["standing_in"]:
        counters.append(Counter(_("Làm thay"), work["standing_in"], queue_url(xem="lam-thay")))
    counters += [
        Counter(_("Chung của phòng, chưa ai nhận"), work["free"], queue_url(xem="cho-nhan")),
    ]
    if everything or "leader" in roles or work["signing"]:
        counters.append(Counter(_("Chờ ký duyệt"), work["signing"], reverse("admin:signing")))
    counters += [
        Counter(_("Sắp đến hạn"), work["soon"], queue_url(han=due.Due.SOON.value), tone="yellow"),
        Counter(_("Quá hạn"), work["late"], queue_url(han=due.Due.LATE.value), tone="red"),
        Counter(_("Chờ bổ sung"), waiting, dossiers_url(tinh_trang="cho-bo-sung"), tone="grey"),
    ]
    if everything or "return_clerk" in roles or work["give_back"]:
        counters.append(Counter(_("Chờ trả kết quả"), work["give_back"], queue_url(buoc=GIVE_BACK)))
    return counters


def _of_units(user, roles: set, now) -> list[Counter]:
    """What waits in the units that the person leads, whoever holds it; each opens its assignment."""
    if not roles & LEADING:
        return []
    led = departments_led_by(user).order_by()
    work = (
        WorkItem.objects.open()
        .filter(department__in=led)
        .aggregate(
            free=Count("pk", filter=Q(status=STATUS.NEW)),
            late=Count("pk", filter=Q(due_at__lt=now)),
        )
    )
    base = reverse("admin:assigning")
    return [
        Counter(_("Đơn vị: chưa ai nhận"), work["free"], f"{base}?xem=chua-nhan"),
        Counter(_("Đơn vị: quá hạn bước"), work["late"], f"{base}?xem=qua-han", "red"),
    ]


def _urged(user, roles: set, seen) -> list[Counter]:
    """What the intake unit asks the units that the person leads; shown while something waits."""
    if not roles & LEADING:
        return []
    led = departments_led_by(user).order_by()
    waiting = Urging.objects.waiting().filter(item__department__in=led).order_by()
    count = seen.filter(pk__in=waiting.values("item__dossier")).count()
    url = dossiers_url(don_doc="cho-tra-loi")
    return [Counter(_("Đôn đốc chờ trả lời"), count, url, "red")] if count else []


def _contradicting(user) -> list[Counter]:
    """Where the record contradicts itself: always for inspectors, for who leads while there is some."""
    inspects = user.has_perm("flows.inspect_dossier")
    if not inspects and not leads_somebody(user):
        return []
    count = Contradiction.objects.visible_to(user).count()
    if not count and not inspects:
        return []
    return [Counter(_("Chỗ ghi nhận mâu thuẫn"), count, reverse("admin:contradictions"), "red")]


def _controlled(user) -> list[Counter]:
    """What those who control procedures look through: its lists, of the current period."""
    if not samples(user):
        return []
    question = question_of(user, {})
    return [Counter(label, number, url, "yellow") for label, number, url in listed(question)]


def _answer_hint(first_due, now) -> str:
    """Online dossiers are answered within 8 working hours (Decree 45/2020, Article 11)."""
    if not first_due:
        return ""
    calendar = due.national(now)
    if first_due < now:
        waited = ANSWER_HOURS + working_time.elapsed_hours(first_due, now, calendar)
        told = _("Lâu nhất đã chờ %(n)d giờ làm việc, quá hạn trả lời %(limit)d giờ")
    else:
        waited = ANSWER_HOURS - working_time.elapsed_hours(now, first_due, calendar)
        told = _("Lâu nhất đã chờ %(n)d trong %(limit)d giờ làm việc")
    return told % {"n": waited, "limit": ANSWER_HOURS}
