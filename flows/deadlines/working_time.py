"""When a term ends: pure functions over a working calendar; no dossier, no database.

A calendar has `is_working_day(date)`, `is_holiday(date)`, `hours(date) -> [(opens, closes)]` and
`cutoff` (catalog/working_calendar.py). All moments are aware; days are Vietnam's.
Counting follows the Civil Code, Articles 147 and 148: the first day is not counted, the last day
is; a last day off moves to the next working day.
"""

import calendar as month_lengths
import datetime

from django.utils import timezone

DAY = datetime.timedelta(days=1)
# Two years of closed days in a row mean that the calendar has no opening hours at all.
SEARCH_LIMIT = 800


class TermError(ValueError):
    """The unit is unknown, or the calendar never opens."""


def local(moment: datetime.datetime) -> datetime.datetime:
    return moment.astimezone(timezone.get_default_timezone())


def at(day: datetime.date, time: datetime.time) -> datetime.datetime:
    """The moment of a Vietnamese wall clock."""
    return datetime.datetime.combine(day, time, timezone.get_default_timezone())


def end_of_day(moment: datetime.datetime, days: int) -> datetime.datetime:
    """The last second of the day that lies so many calendar days after the moment's."""
    return at(local(moment).date() + days * DAY, datetime.time(23, 59, 59))


def next_working_day(day: datetime.date, calendar) -> datetime.date:
    """The day itself when offices work, else the first one after it when they do."""
    for _ in range(SEARCH_LIMIT):
        if calendar.is_working_day(day):
            return day
        day += DAY
    raise TermError("Lịch làm việc không có ngày nào mở cửa.")


def opening(moment: datetime.datetime, calendar) -> datetime.datetime:
    """The moment itself in opening hours, else the next opening (after hours, lunch, days off)."""
    moment = local(moment)
    day = moment.date()
    if calendar.is_working_day(day):
        for opens, closes in calendar.hours(day):
            if moment < at(day, opens):
                return at(day, opens)
            if moment < at(day, closes):
                return moment
    day = next_working_day(day + DAY, calendar)
    return at(day, calendar.hours(day)[0][0])


def close_of(day: datetime.date, calendar) -> datetime.datetime:
    """Close of business: a term counted in days ends with the last day's opening hours."""
    return at(day, calendar.hours(day)[-1][1])


def counts(day: datetime.date, unit: str, calendar) -> bool:
    """Whether a day is one of the term's days, by the unit of the term."""
    if unit == "wd":
        return calendar.is_working_day(day)
    if unit == "cd_excl_holiday":
        return not calendar.is_holiday(day)
    if unit in {"cd", "month"}:
        return True
    raise TermError(f"Đơn vị thời hạn không đếm theo ngày: {unit}")


def length_in_days(first: datetime.date, value: int, unit: str) -> int:
    """How many counted days the term has; months are turned into the days up to the same date."""
    if unit != "month":
        return value
    month = first.month - 1 + value
    year, month = first.year + month // 12, month % 12 + 1
    last = month_lengths.monthrange(year, month)[1]
    return (datetime.date(year, month, min(first.day, last)) - first).days


def due(start: datetime.datetime, value: int, unit: str, calendar) -> datetime.datetime:
    """When a term of `value` `unit` that starts at `start` ends (domain: units of section 9)."""
    begun = opening(start, calendar)
    if unit == "hour_working":
        return _after_hours(begun, datetime.timedelta(hours=value), calendar)
    if unit == "same_day" or value == 0:
        return same_day(begun, calendar)
    day, left = begun.date(), length_in_days(begun.date(), value, unit)
    while left:
        day += DAY
        left -= counts(day, unit, calendar)
    return close_of(next_working_day(day, calendar), calendar)


def same_day(begun: datetime.datetime, calendar) -> datetime.datetime:
    """Solved at once: today before the cut-off hour, else the next working day."""
    day = begun.date()
    if begun.time() >= calendar.cutoff:
        day = next_working_day(day + DAY, calendar)
    return close_of(day, calendar)


def paper_due(moment: datetime.datetime, calendar) -> datetime.datetime:
    """When papers must have changed hands (Decree 61/2018, Article 18): the same day before the
    calendar's hour, else by its hour of the next working morning."""
    moment = local(moment)
    day = moment.date()
    if calendar.is_working_day(day) and moment.time() < calendar.paper_cutoff:
        return close_of(day, calendar)
    return at(next_working_day(day + DAY, calendar), calendar.paper_by)


def elapsed_hours(start: datetime.datetime, end: datetime.datetime, calendar) -> float:
    """Working hours between two moments, 0 when the end is not later."""
    start, end = local(start), local(end)
    open_for, day = datetime.timedelta(), start.date()
    while day <= end.date():
        for opens, closes in calendar.hours(day):
            span = min(end, at(day, closes)) - max(start, at(day, opens))
            open_for += max(span, datetime.timedelta(0))
        day += DAY
    return open_for.total_seconds() / 3600


def _after_hours(begun, left, calendar) -> datetime.datetime:
    day, moment = begun.date(), begun
    for _ in range(SEARCH_LIMIT):
        if calendar.is_working_day(day):
            for opens, closes in calendar.hours(day):
                begins = max(moment, at(day, opens))
                span = at(day, closes) - begins
                if span <= datetime.timedelta(0):
                    continue
                if left <= span:
                    return begins + left
                left -= span
        day += DAY
    raise TermError("Lịch làm việc không có giờ mở cửa.")
