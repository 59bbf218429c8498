"""What each figure means, said once: its name for people, and the dossiers that it counts."""

from dataclasses import dataclass

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from flows.models import AgencyMove, State
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
    }[name]


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
    behind = dossiers_behind(name, period)
    moves = AgencyMove.objects.filter(Q(from_agency__in=agencies) | Q(to_agency__in=agencies))
    if not moves.exists():
        return found.filter(behind, agency__in=agencies)
    gone = moves.filter(from_agency__in=agencies).values("dossier")
    later = AgencyMove.objects.filter(dossier=OuterRef("pk"), **_after(name, period))
    first = Subquery(later.order_by("at", "pk").values("from_agency")[:1])
    then = Coalesce(first, "agency_id", output_field=BigIntegerField())
    here = found.filter(Q(agency__in=agencies) | Q(pk__in=gone)).filter(behind)
    return here.alias(agency_then=then).filter(agency_then__in=agencies)


def _after(name: str, period: Period) -> dict:
    """Which changes of agency come after the moment that the figure looks at."""
    if name == "carried":
        return {"at__gte": period.begins}
    if name in ("open", "overdue"):
        return {"at__gte": period.ends}
    if name == "returned":
        return {"at__gt": OuterRef("returned_at")}
    return {"at__gt": OuterRef("received_at" if name.startswith("received") else "finished_at")}


def _moved(period: Period, **sides) -> Q:
    """Went over in the period, accepted and not yet finished."""
    moves = AgencyMove.objects.filter(
        at__gte=period.begins, at__lt=period.ends, dossier__received_at__lt=F("at"), **sides
    ).filter(Q(dossier__finished_at=None) | Q(dossier__finished_at__gte=F("at")))
    return Q(pk__in=moves.values("dossier"))
