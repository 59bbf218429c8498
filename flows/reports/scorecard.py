"""The scorecard of offices (Article 23): how each keeps the regulation, and its rank in the country."""

import datetime
from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Agency, Procedure, ProcedureVersion, Responsibility
from flows.reports import figures, index766
from flows.reports.figures import Line, share
from flows.reports.period import Period


@dataclass(frozen=True)
class Measure:
    """A share of the scorecard: the figure that counts towards it, and the one it is a share of."""

    name: str
    whole: str
    label: str


MEASURES = (
    Measure("in_time", "handled", _("Đúng hạn")),
    Measure("apologised", "handled", _("Phải xin lỗi, hẹn lại")),
    Measure("received_remote", "received", _("Nộp trực tuyến")),
    Measure("digitised", "papers", _("Giấy tờ số hóa")),
    Measure("satisfied", "ratings", _("Hài lòng")),
)


@dataclass
class Card:
    """One office: who answers for it, its services, shares in per cent, points of 100 and rank.

    `rank` is the place among all offices of its level that have points, `of` their number; offices
    with the same points share a place.
    """

    agency: Agency
    line: Line
    responsible: Responsibility | None = None
    procedures: int = 0
    online: int = 0
    points: float | None = None
    rank: int | None = None
    of: int = 0
    shares: list[tuple[Measure, float | None]] = field(default_factory=list)


def cards(period: Period, agencies: list[Agency]) -> list[Card]:
    """A card for each of these offices that has figures; ranks are of the whole country."""
    lines = {line.key: line for line in figures.by_agency(period)}
    points = {pk: _points(line) for pk, line in lines.items()}
    level_of = dict(Agency.objects.filter(pk__in=lines).order_by().values_list("pk", "level"))
    last_day = min(period.after - datetime.timedelta(days=1), timezone.localdate())
    heads = Responsibility.objects.on(last_day).filter(agency__in=lines)
    responsible = {one.agency_id: one for one in heads}
    services = _services(last_day)
    made = []
    for agency in agencies:
        if agency.pk not in lines:
            continue
        line = lines[agency.pk]
        rivals = [
            points[pk]
            for pk, level in level_of.items()
            if level == agency.level and points[pk] is not None
        ]
        mine = points[agency.pk]
        made.append(
            Card(
                agency,
                line,
                responsible.get(agency.pk),
                *services.get(agency.level, (0, 0)),
                points=mine,
                rank=None if mine is None else 1 + sum(one > mine for one in rivals),
                of=len(rivals),
                shares=[(one, share(getattr(line, one.name), getattr(line, one.whole))) for one in MEASURES],
            )
        )  # fmt: skip
    return made


def _points(line: Line) -> float | None:
    """Of a hundred, what the measured parts of the index of Decision 766 give; None when none is."""
    parts = [part for part in index766.measured(line) if part.points is not None]
    most = sum(part.most for part in parts)
    return round(100 * sum(part.points for part in parts) / most, 1) if most else None


def _services(day: datetime.date) -> dict[str, tuple[int, int]]:
    """By level of office: the procedures it takes in on the day, and those of them that come online."""
    version = ProcedureVersion.objects.in_force(day).filter(procedure=OuterRef("pk"))
    law = [Subquery(version.values(name)[:1]) for name in ("competent_levels", "channels")]
    standing = Procedure.objects.in_force(day).order_by().values_list(*law)
    counts: dict[str, tuple[int, int]] = {}
    for levels, channels in standing:
        for level in levels:
            procedures, online = counts.get(level, (0, 0))
            comes_online = ProcedureVersion.Channel.ONLINE in channels
            counts[level] = procedures + 1, online + comes_online
    return counts
