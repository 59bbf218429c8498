"""The steps behind the numbers of an officer's workload."""

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from flows.models import WorkItem
from flows.reports.contribution import RUNNING, SOLVED
from flows.reports.period import Period

NUMBERS = {
    "done": _("Bước đã làm"),
    "done_late": _("Trong đó quá hạn"),
    "solved": _("Hồ sơ thụ lý xong"),
    "solved_late": _("Xong quá hạn"),
    "in_hand": _("Đang giữ"),
    "late_now": _("Đang quá hạn"),
}


def steps_behind(name: str, officer: int, department: int, period: Period) -> QuerySet[WorkItem]:
    """The steps of one officer in one department that the number counts; of a dossier that they
    solved the step by which they did."""
    own = WorkItem.objects.filter(owner=officer, department=department)
    if name == "in_hand":
        return own.open()
    if name == "late_now":
        return own.open().filter(due_at__lt=timezone.now(), dossier__state__in=RUNNING)
    done = Q(flow_task_type="HUMAN", status="DONE")
    if name in ("done", "done_late"):
        late = Q(finished__gt=F("due_at")) if name == "done_late" else Q()
        return own.filter(done, late, finished__gte=period.begins, finished__lt=period.ends)
    last = WorkItem.objects.filter(
        done, dossier=OuterRef("dossier"), step__startswith="appraise",
        owner__is_staff=True, department__isnull=False,
    ).order_by("-finished", "-pk")  # fmt: skip
    solved = own.filter(
        pk=Subquery(last.values("pk")[:1]), dossier__state__in=SOLVED,
        dossier__finished_at__gte=period.begins, dossier__finished_at__lt=period.ends,
    )  # fmt: skip
    if name == "solved_late":
        return solved.filter(dossier__finished_at__gt=F("dossier__due_at"))
    return solved
