"""What each figure means, said once: its name for people, and the dossiers that it counts."""

from dataclasses import dataclass

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from flows.models import State
from flows.reports.contribution import RUNNING, SOLVED
from flows.reports.period import Period


@dataclass(frozen=True)
class Figure:
    """A number of the reports; `tone` where it is good or bad news."""

    name: str
    label: str
    tone: str = ""


FIGURES = {
    figure.name: figure
    for figure in (
        Figure("carried", _("Kỳ trước chuyển sang")),
        Figure("received", _("Tiếp nhận trong kỳ")),
        Figure("received_online", _("Trực tuyến")),
        Figure("received_counter", _("Trực tiếp")),
        Figure("received_post", _("Bưu chính")),
        Figure("received_api", _("Hệ thống kết nối")),
        Figure("solved", _("Đã giải quyết")),
        Figure("early", _("Trước hạn"), "green"),
        Figure("on_time", _("Đúng hạn"), "green"),
        Figure("late", _("Quá hạn"), "red"),
        Figure("negative", _("Không đủ điều kiện")),
        Figure("stopped", _("Dừng giải quyết")),
        Figure("withdrawn", _("Người nộp rút")),
        Figure("open", _("Đang giải quyết")),
        Figure("overdue", _("Đang quá hạn"), "red"),
        Figure("refused", _("Không tiếp nhận")),
        Figure("returned", _("Đã trả kết quả")),
    )
}


def dossiers_behind(name: str, period: Period) -> Q:
    """The dossiers that a figure counts in a period; KeyError for an unknown name."""
    begins, ends = period.begins, period.ends
    finished = Q(finished_at__gte=begins, finished_at__lt=ends)
    solved = finished & Q(state__in=SOLVED)
    unfinished = Q(finished_at__isnull=True)
    received = Q(received_at__gte=begins, received_at__lt=ends)
    return {
        "carried": Q(received_at__lt=begins) & (unfinished | Q(finished_at__gte=begins)),
        "received": received,
        **{
            f"received_{channel}": received & Q(channel=channel)
            for channel in ("online", "counter", "post", "api")
        },
        "solved": solved,
        "early": solved & Q(finished_at__date__lt=F("due_at__date")),
        "on_time": solved & Q(finished_at__date=F("due_at__date"), finished_at__lte=F("due_at")),
        "late": solved & Q(finished_at__gt=F("due_at")),
        "negative": solved & Q(outcome_positive=False),
        "stopped": finished & Q(state=State.STOPPED),
        "withdrawn": finished & Q(state=State.WITHDRAWN, received_at__isnull=False),
        "open": Q(received_at__lt=ends) & (unfinished | Q(finished_at__gte=ends)),
        "overdue": _overdue(period),
        "refused": finished & Q(state=State.REFUSED),
        "returned": Q(returned_at__gte=begins, returned_at__lt=ends),
    }[name]


def _overdue(period: Period) -> Q:
    """Unfinished and past due at the end of the period; now, while the period lasts."""
    if not period.is_over:
        return Q(state__in=RUNNING, due_at__lt=timezone.now())
    late = Q(state__in=SOLVED, finished_at__gt=F("due_at"), finished_at__gte=period.ends)
    return Q(due_at__lt=period.ends) & (Q(state__in=RUNNING) | late)
