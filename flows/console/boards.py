"""The board (số liệu): what is open now in the person's reach, each figure a link to its rows."""

from dataclasses import dataclass

from django.contrib import admin
from django.db.models import Count, Q
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from flows.console import due
from flows.console.desk import dossiers_url
from flows.models import Dossier, State
from flows.models.dossier import CLOSED_STATES

RUNNING = [State.SUBMITTED, State.RECEIVED, State.PROCESSING]


@dataclass(frozen=True)
class Bar:
    """One bar: label, number, the list behind it, and its width in per cent of the longest."""

    label: str
    count: int
    url: str
    percent: int


def board(request):
    """Figures of the dossiers this person may see; nothing here is counted twice or stored."""
    dossiers = Dossier.objects.visible_to(request.user).order_by()
    now = timezone.now()
    by_state = dict(dossiers.open().values_list("state").annotate(n=Count("pk")))
    counted = Q(state__in=[*RUNNING, *due.WAITING])
    days = list(enumerate(due.coming_days(now)))
    late = counted & due.condition(due.Due.LATE, now)
    figures = dossiers.aggregate(
        open=Count("pk", filter=~Q(state__in=CLOSED_STATES)),
        late=Count("pk", filter=late),
        soon=Count("pk", filter=counted & due.condition(due.Due.SOON, now)),
        today=Count("pk", filter=counted & due.condition(due.Due.TODAY, now)),
        **{f"day_{n}": Count("pk", filter=counted & due.falls_on(day, now)) for n, day in days},
    )
    by_department = (
        dossiers.filter(late)
        .values("current_department", "current_department__name")
        .annotate(n=Count("pk"))
        .order_by("-n", "current_department__name")[:20]
    )
    context = {
        **admin.site.each_context(request),
        "title": _("Số liệu"),
        "figures": figures,
        "links": {
            "open": dossiers_url(tinh_trang="dang-mo"),
            "today": dossiers_url(han=due.Due.TODAY.value),
            "late": dossiers_url(han=due.Due.LATE.value),
            "soon": dossiers_url(han=due.Due.SOON.value),
        },
        "states": bars(
            (State(state).label, n, dossiers_url(tinh_trang=state))
            for state, n in sorted(by_state.items(), key=lambda row: -row[1])
        ),
        "coming": bars(
            (date_format(day, "l d/m"), figures[f"day_{n}"], dossiers_url(han=day.isoformat()))
            for n, day in days
        ),
        "departments": bars(
            (
                row["current_department__name"] or _("Chưa phân phòng"),
                row["n"],
                dossiers_url(han=due.Due.LATE.value, phong=row["current_department"] or 0),
            )
            for row in by_department
        ),
    }
    return TemplateResponse(request, "console/board.html", context)


def bars(rows) -> list[Bar]:
    """Rows (label, number, address) as bars of one scale."""
    rows = list(rows)
    longest = max((count for _label, count, _url in rows), default=1) or 1
    return [
        Bar(str(label), count, url, max(1, round(100 * count / longest)) if count else 0)
        for label, count, url in rows
    ]
