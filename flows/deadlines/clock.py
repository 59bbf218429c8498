"""A dossier's legal clock: a ledger of run and pause; the due date is always recomputed from it.

One walk over the ledger counts the days of the term; the due date and the day-by-day explanation
are two readings of that walk, so they cannot disagree.
"""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import working_calendar
from flows.deadlines import working_time
from flows.models import ClockInterval, Dossier

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """One interval of the ledger, free of the database. A span with a limit begins a term anew."""

    kind: str
    opened_at: datetime.datetime
    closed_at: datetime.datetime | None = None
    limit_value: int | None = None
    limit_unit: str = ""
    due_override: datetime.datetime | None = None
    basis: str = ""


@dataclass(frozen=True)
class DayLine:
    """One day of the explanation: `count` is its number in the term, or None with the reason why."""

    day: datetime.date
    count: int | None
    reason: str


@dataclass(frozen=True)
class Reading:
    """The due moment (None while paused), and the days that lead to it."""

    due_at: datetime.datetime | None
    lines: list[DayLine]


def read(spans: list[Span], calendar) -> Reading:
    """Walk the ledger: count the days of each run, skip the pauses, end where the term ends."""
    lines: list[DayLine] = []
    unit, length, counted, ends = "wd", 0, 0, None
    for span in spans:
        if span.kind == ClockInterval.Kind.PAUSE:
            ends = ends if counted >= length > 0 else None
            lines.append(
                DayLine(
                    working_time.local(span.opened_at).date(), None, _("Tạm dừng: %s") % span.basis
                )
            )
            continue
        begun = working_time.opening(span.opened_at, calendar)
        if span.due_override or span.limit_unit:
            counted, ends = 0, None
            unit, length = _term(span, begun, calendar)
            lines += _before_opening(span.opened_at, begun, calendar)
            lines.append(DayLine(begun.date(), None, _("Bắt đầu tính: %s") % span.basis))
        if unit in {"same_day", "hour_working"}:
            ends = working_time.due(span.opened_at, length, unit, calendar)
            continue
        if ends:
            continue
        last = working_time.local(span.closed_at).date() if span.closed_at else None
        day = begun.date()
        while counted < length and (last is None or day + DAY < last):
            day += DAY
            if working_time.counts(day, unit, calendar):
                counted += 1
                lines.append(DayLine(day, counted, ""))
            else:
                lines.append(DayLine(day, None, _day_off(day, calendar)))
        if counted >= length:
            final = working_time.next_working_day(day, calendar)
            if final != day:
                lines.append(
                    DayLine(
                        final,
                        None,
                        _("Ngày cuối rơi vào ngày nghỉ, chuyển sang ngày làm việc kế tiếp"),
                    )
                )
            ends = working_time.close_of(final, calendar)
    return Reading(ends, lines)


def _before_opening(opened_at: datetime.datetime, begun, calendar) -> list[DayLine]:
    """The days between the event and the opening from which the term counts."""
    day = working_time.local(opened_at).date()
    lines = []
    while day < begun.date():
        reason = _("Sau giờ làm việc, tính từ ngày làm việc kế tiếp")
        if not calendar.is_working_day(day):
            reason = _day_off(day, calendar)
        lines.append(DayLine(day, None, reason))
        day += DAY
    return lines


def _term(span: Span, begun, calendar) -> tuple[str, int]:
    """Unit and number of counted days of the term that this span begins."""
    if span.due_override:
        day, target, length = begun.date(), working_time.local(span.due_override).date(), 0
        while day < target:
            day += DAY
            length += calendar.is_working_day(day)
        return ("wd", length) if length else ("same_day", 0)
    if span.limit_unit == "same_day" or not span.limit_value:
        return "same_day", 0
    if span.limit_unit == "hour_working":
        return "hour_working", span.limit_value
    return span.limit_unit, working_time.length_in_days(
        begun.date(), span.limit_value, span.limit_unit
    )


def _day_off(day: datetime.date, calendar) -> str:
    return calendar.name_of(day) or _("Nghỉ hằng tuần")


def span_of(interval: ClockInterval) -> Span:
    return Span(
        kind=interval.kind,
        opened_at=interval.opened_at,
        closed_at=interval.closed_at,
        limit_value=interval.limit_value,
        limit_unit=interval.limit_unit,
        due_override=interval.due_override,
        basis=interval.basis,
    )


def explain(dossier: Dossier) -> Reading:
    """Why this date: every day of the term, counted or skipped, with the reason."""
    spans = [span_of(interval) for interval in dossier.clock.order_by("opened_at", "pk")]
    return read(spans, working_calendar.for_agency(dossier.agency))


def printed(reading: Reading) -> list[str]:
    """The explanation as lines for a slip: «23/11/2026: ngày thứ 1», «24/11/2026: Nghỉ …»."""
    return [
        f"{line.day:%d/%m/%Y}: " + (_("ngày thứ %d") % line.count if line.count else line.reason)
        for line in reading.lines
    ]


def expected(case, agency, at: datetime.datetime) -> datetime.datetime | None:
    """When the case's term would end if it began then at the agency; nothing is written."""
    term = Span(
        ClockInterval.Kind.RUN, at, limit_value=case.limit_value, limit_unit=case.limit_unit
    )
    return read([term], working_calendar.for_agency(agency)).due_at


def start(dossier: Dossier, *, by, basis: str, at=None) -> Reading:
    """Open the term of the dossier's case (Article 14.2: after a complete and valid dossier)."""
    case = dossier.case
    interval = _open(
        dossier,
        ClockInterval.Kind.RUN,
        by=by,
        basis=basis,
        at=at,
        limit_value=case.limit_value,
        limit_unit=case.limit_unit,
    )
    reading = read([span_of(interval)], working_calendar.for_agency(dossier.agency))
    dossier.due_at = dossier.first_due_at = reading.due_at
    return reading


def pause(dossier: Dossier, *, by, basis: str) -> None:
    """Stop counting while the dossier waits for somebody outside."""
    _switch(dossier, ClockInterval.Kind.PAUSE, by=by, basis=basis)


def resume(dossier: Dossier, *, by, basis: str, at=None) -> None:
    """Count again, by the supplement clock of the procedure version: pause, restart or new limit.

    `at`: when what was waited for reached the office, if it is entered later; never before the wait.
    """
    version, case = dossier.version, dossier.case
    limit = {}
    if version.supplement_clock == version.SupplementClock.RESTART:
        limit = {"limit_value": case.limit_value, "limit_unit": case.limit_unit}
    elif version.supplement_clock == version.SupplementClock.NEW_LIMIT:
        limit = {
            "limit_value": version.supplement_limit_value,
            "limit_unit": version.supplement_limit_unit,
        }
    if at and (waiting := dossier.clock.filter(closed_at__isnull=True).first()):
        at = max(at, waiting.opened_at)
    _switch(dossier, ClockInterval.Kind.RUN, by=by, basis=basis, at=at, **limit)
    dossier.due_at = explain(dossier).due_at or dossier.due_at


def extend(dossier: Dossier, *, by, basis: str, new_due: datetime.datetime) -> None:
    """Appoint a new date (xin lỗi và hẹn lại)."""
    _switch(dossier, ClockInterval.Kind.RUN, by=by, basis=basis, due_override=new_due)
    dossier.due_at = explain(dossier).due_at


def stop(dossier: Dossier, *, by, at=None) -> None:
    """Close the ledger: there is a result, or the dossier ends otherwise."""
    dossier.clock.filter(closed_at__isnull=True).update(
        closed_at=at or timezone.now(), closed_by=by
    )


def is_paused(dossier: Dossier) -> bool:
    return dossier.clock.filter(closed_at__isnull=True, kind=ClockInterval.Kind.PAUSE).exists()


def _switch(dossier, kind, *, by, basis, at=None, **limit) -> None:
    stop(dossier, by=by, at=at)
    _open(dossier, kind, by=by, basis=basis, at=at, **limit)


def _open(dossier, kind, *, by, basis, at=None, **limit) -> ClockInterval:
    return ClockInterval.objects.create(
        dossier=dossier,
        kind=kind,
        basis=basis,
        opened_at=at or timezone.now(),
        opened_by=by,
        **limit,
    )
