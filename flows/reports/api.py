"""The public figures as open data: summaries by agency, procedure and month, nothing about a person."""

import datetime

from django.http import HttpRequest
from ninja import Query, Router, Schema

from catalog.models import Agency, Procedure
from flows.api.problems import ERRORS, Problem
from flows.reports import figures, fold
from flows.reports.period import Period, last_months

router = Router(tags=["Thống kê (dữ liệu mở)"])


class FiguresOut(Schema):
    """Numbers of dossiers (hồ sơ) of one group; shares in per cent, null when there is nothing to share."""

    carried_over: int
    received: int
    received_online: int
    received_counter: int
    received_post: int
    received_api: int
    early: int
    on_time: int
    late: int
    stopped: int
    withdrawn: int
    refused: int
    returned: int
    open: int
    overdue: int
    on_time_share: float | None
    online_share: float | None
    average_working_days: float | None
    ratings: int
    satisfied_share: float | None


class AgencyFiguresOut(FiguresOut):
    office_code: str
    agency: str


class ProcedureFiguresOut(FiguresOut):
    code: str
    procedure: str


class MonthFiguresOut(Schema):
    """What happened in one month (the balance is asked by period)."""

    month: str
    received: int
    received_online: int
    solved: int
    late: int
    on_time_share: float | None
    returned: int
    ratings: int
    satisfied_share: float | None


class AgenciesFiguresOut(Schema):
    as_of: datetime.datetime | None
    period: str
    items: list[AgencyFiguresOut]


class ProceduresFiguresOut(Schema):
    as_of: datetime.datetime | None
    period: str
    items: list[ProcedureFiguresOut]


class MonthsFiguresOut(Schema):
    as_of: datetime.datetime | None
    items: list[MonthFiguresOut]


PERIOD = Query("", description="Kỳ: 2026-11, 2026-Q4 hoặc 2026; bỏ trống: tháng này")
AGENCY = Query("", description="Mã cơ quan BHXH năm chữ số; bỏ trống: toàn ngành")


@router.get(
    "/statistics/agencies",
    response={200: AgenciesFiguresOut, **ERRORS},
    summary="Số liệu theo cơ quan",
)
def agencies(request: HttpRequest, period: str = PERIOD):
    chosen = _period(period)
    codes = dict(Agency.objects.values_list("pk", "office_code"))
    return {
        "as_of": fold.as_of(),
        "period": chosen.key,
        "items": [
            {**told(line), "office_code": codes[line.key], "agency": line.label}
            for line in figures.by_agency(chosen)
        ],
    }


@router.get(
    "/statistics/procedures",
    response={200: ProceduresFiguresOut, **ERRORS},
    summary="Số liệu theo thủ tục",
)
def procedures(request: HttpRequest, period: str = PERIOD, agency: str = AGENCY):
    chosen = _period(period)
    found = dict(Procedure.objects.values_list("pk", "code"))
    return {
        "as_of": fold.as_of(),
        "period": chosen.key,
        "items": [
            {
                **told(line),
                "code": found[line.key],
                "procedure": line.label.partition(" – ")[2],
            }
            for line in figures.by_procedure(chosen, _agencies(agency))
        ],
    }


@router.get(
    "/statistics/months",
    response={200: MonthsFiguresOut, **ERRORS},
    summary="Số liệu mười hai tháng gần nhất",
)
def months(request: HttpRequest, agency: str = AGENCY):
    lines = figures.by_month(last_months(12), _agencies(agency))
    return {
        "as_of": fold.as_of(),
        "items": [
            {
                **{name: line.numbers[name] for name in ("received", "received_online", "solved")},
                **{name: line.numbers[name] for name in ("late", "returned", "ratings")},
                "month": f"{line.key:%Y-%m}",
                "on_time_share": line.on_time_share,
                "satisfied_share": line.satisfied_share,
            }
            for line in lines
        ],
    }


def told(line: figures.Line) -> dict:
    """A line of figures under the names of the API."""
    same = (
        "received", "received_online", "received_counter", "received_post", "received_api", "early",
        "on_time", "late", "stopped", "withdrawn", "refused", "returned", "open", "overdue", "ratings",
    )  # fmt: skip
    return {
        **{name: line.numbers[name] for name in same},
        "carried_over": line.numbers["carried"],
        "on_time_share": line.on_time_share,
        "online_share": line.online_share,
        "average_working_days": line.average_days,
        "satisfied_share": line.satisfied_share,
    }


def _period(key: str) -> Period:
    found = Period.of(key) if key else Period.this_month()
    if found is None:
        raise Problem(422, detail="Kỳ phải có dạng 2026-11, 2026-Q4 hoặc 2026.")
    return found


def _agencies(code: str) -> list[int] | None:
    if not code:
        return None
    found = list(Agency.objects.filter(office_code=code).values_list("pk", flat=True))
    if not found:
        raise Problem(404, detail="Không có cơ quan nào mang mã này.")
    return found
