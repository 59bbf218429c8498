"""What each figure means, said once: its name for people, and the dossiers that it counts."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from flows.models import AgencyMove, Document, Dossier, JournalEntry, State
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
        Figure("moved_in", _("Nhận chuyển từ cơ quan khác")),
        Figure("moved_out", _("Chuyển sang cơ quan khác")),
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
        Figure("whole", _("Tổng số phải giải quyết")),
        Figure("handled", _("Đã giải quyết và đang giải quyết")),
        Figure("received_remote", _("Nộp trực tuyến, qua hệ thống kết nối")),
        Figure("received_direct", _("Nộp trực tiếp, bưu chính")),
        Figure("punctual", _("Giải quyết trước hạn và đúng hạn"), "green"),
        Figure("open_in_time", _("Đang giải quyết trong hạn"), "green"),
        Figure("in_time", _("Giải quyết đúng hạn và đang giải quyết trong hạn"), "green"),
        Figure("behindhand", _("Giải quyết quá hạn và đang quá hạn"), "red"),
        Figure("ended", _("Dừng giải quyết, người nộp rút")),
        Figure("apologised", _("Đã xin lỗi, hẹn lại ngày trả")),
        Figure("papers", _("Có giấy tờ khi tiếp nhận")),
        Figure("digitised", _("Có giấy tờ được số hóa")),
        Figure("reused", _("Có giấy tờ dùng lại")),
    )
}
# These count papers: behind them are the dossiers that have such papers.
PAPERS = ("papers", "digitised", "reused")
# Figures made of others: what they count, and what of it they leave out.
TOGETHER = {
    "whole": (("solved", "open", "stopped", "withdrawn"), ()),
    "handled": (("solved", "open"), ()),
    "received_remote": (("received_online", "received_api"), ()),
    "received_direct": (("received_counter", "received_post"), ()),
    "punctual": (("early", "on_time"), ()),
    "open_in_time": (("open",), ("overdue",)),
    "in_time": (("early", "on_time", "open"), ("overdue",)),
    "behindhand": (("late", "overdue"), ()),
    "ended": (("stopped", "withdrawn"), ()),
}
# Lists to be looked through: counted when they are asked for, held in no summary.
LISTS: dict[str, Figure] = {}
# What another room counts: the dossiers of a period, and the moment of each.
_others: dict[str, tuple[Callable[[Period], Q], str]] = {}


def add_figure(figure: Figure, behind: Callable[[Period], Q], moment: str) -> None:
    """Name what another room counts (`adds_to_figures`), with the dossiers behind it."""
    FIGURES[figure.name] = figure
    _others[figure.name] = behind, moment


def add_list(figure: Figure, behind: Callable[[Period], Q], moment: str) -> None:
    """Name a list of dossiers, with what puts them on it and the moment of each."""
    LISTS[figure.name] = figure
    _others[figure.name] = behind, moment


def figure_named(name: str) -> Figure | None:
    """The figure or list of this name; None when there is none."""
    return FIGURES.get(name) or LISTS.get(name)


def dossiers_behind(name: str, period: Period) -> Q:
    """The dossiers that a figure counts in a period; KeyError for an unknown name."""
    if name in _others:
        return _others[name][0](period)
    if name in TOGETHER:
        taken, left_out = (
            reduce(or_, (dossiers_behind(one, period) for one in names), Q())
            for names in TOGETHER[name]
        )
        return taken & ~left_out if left_out else taken
    begins, ends = period.begins, period.ends
    finished = Q(finished_at__gte=begins, finished_at__lt=ends)
    solved = finished & Q(state__in=SOLVED)
    unfinished = Q(finished_at__isnull=True)
    received = Q(received_at__gte=begins, received_at__lt=ends)
    return {
        "moved_in": _moved(period),
        "moved_out": _moved(period),
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
        "apologised": Exists(_apologies("pk").filter(at__gte=begins, at__lt=ends)),
        "papers": received & _with_papers(),
        "digitised": received & _with_papers(file__isnull=False),
        "reused": received
        & _with_papers(file__isnull=False, source__in=[Document.REUSED, Document.RESULT]),
    }[name]


def _apologies(dossier: str) -> QuerySet:
    """The apology of the dossier whose key the outer statement has under that name."""
    return JournalEntry.objects.filter(dossier=OuterRef(dossier), act="extend").order_by()


def _with_papers(**of_them) -> Exists:
    papers = Document.objects.in_force().attached()
    return Exists(papers.filter(dossier=OuterRef("pk"), **of_them))


def _overdue(period: Period) -> Q:
    """Unfinished and past due at the end of the period; now, while the period lasts."""
    if not period.is_over:
        return Q(state__in=RUNNING, due_at__lt=timezone.now())
    late = Q(state__in=SOLVED, finished_at__gt=F("due_at"), finished_at__gte=period.ends)
    return Q(due_at__lt=period.ends) & (Q(state__in=RUNNING) | late)


def counted(found: QuerySet, name: str, period: Period, agencies: list[int]) -> QuerySet:
    """Of these dossiers those that the figure counts for the agencies.

    A dossier that has gone over to another agency counts for the one that answered for it at the
    moment of the figure: of an event, or at the beginning or the end of the period.
    """
    if name in ("moved_in", "moved_out"):
        side = "to_agency__in" if name == "moved_in" else "from_agency__in"
        return found.filter(_moved(period, **{side: agencies}))
    moves = AgencyMove.objects.filter(Q(from_agency__in=agencies) | Q(to_agency__in=agencies))
    if not moves.exists():
        return found.filter(dossiers_behind(name, period), agency__in=agencies)
    if name in TOGETHER:  # each part at its own moment
        taken, left_out = (_any(names, period, agencies) for names in TOGETHER[name])
        return found.filter(taken).exclude(left_out)
    behind = dossiers_behind(name, period)
    gone = moves.filter(from_agency__in=agencies).values("dossier")
    later = AgencyMove.objects.filter(dossier=OuterRef("pk"), **_after(name, period))
    first = Subquery(later.order_by("at", "pk").values("from_agency")[:1])
    then = Coalesce(first, "agency_id", output_field=BigIntegerField())
    here = found.filter(Q(agency__in=agencies) | Q(pk__in=gone)).filter(behind)
    return here.alias(agency_then=then).filter(agency_then__in=agencies)


def _any(names, period: Period, agencies: list[int]) -> Q:
    """Dossiers that at least one of the figures counts."""
    either = Q(pk__in=[])
    for name in names:
        either |= Q(pk__in=counted(Dossier.objects.order_by(), name, period, agencies).values("pk"))
    return either


def _after(name: str, period: Period) -> dict:
    """Which changes of agency come after the moment that the figure looks at."""
    if name == "carried":
        return {"at__gte": period.begins}
    if name in ("open", "overdue"):
        return {"at__gte": period.ends}
    if name == "returned":
        return {"at__gt": OuterRef("returned_at")}
    if name == "apologised":
        return {"at__gt": Subquery(_apologies("dossier").values("at")[:1])}
    if name in _others:
        return {"at__gt": OuterRef(_others[name][1])}
    accepted = name.startswith("received") or name in PAPERS
    return {"at__gt": OuterRef("received_at" if accepted else "finished_at")}


def _moved(period: Period, **sides) -> Q:
    """Went over in the period, accepted and not yet finished."""
    moves = AgencyMove.objects.filter(
        at__gte=period.begins, at__lt=period.ends, dossier__received_at__lt=F("at"), **sides
    ).filter(Q(dossier__finished_at=None) | Q(dossier__finished_at__gte=F("at")))
    return Q(pk__in=moves.values("dossier"))
