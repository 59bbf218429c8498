"""When terms end: the vectors of the domain (section 9), and properties of any term."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.working_calendar import WorkingCalendar
from flows.deadlines.working_time import at, close_of, due, opening

HOURS = tuple(
    (datetime.time(opens), datetime.time(closes)) for opens, closes in ((8, 12), (13, 17))
)
HOLIDAYS = (
    [datetime.date(2020, 1, day) for day in (23, 24, 27, 28, 29)]
    + [datetime.date(2020, 4, 2), datetime.date(2020, 4, 30), datetime.date(2020, 5, 1)]
    + [datetime.date(2020, 9, 2)]
    + [datetime.date(2021, 2, day) for day in (10, 11, 12, 15, 16)]
    + [datetime.date(2022, 4, 11), datetime.date(2022, 5, 2), datetime.date(2022, 5, 3)]
    + [datetime.date(2024, 4, 29), datetime.date(2024, 4, 30), datetime.date(2024, 5, 1)]
    + [datetime.date(2019, 4, day) for day in (29, 30)]
    + [datetime.date(2019, 5, 1)]
    + [datetime.date(2026, 1, 1), datetime.date(2026, 1, 2)]
    + [datetime.date(2026, 2, day) for day in (16, 17, 18, 19, 20)]
    + [datetime.date(2026, 8, 31), datetime.date(2026, 9, 1), datetime.date(2026, 9, 2)]
    + [datetime.date(2025, 9, 1), datetime.date(2025, 9, 2)]
)
MAKE_UP = [datetime.date(2024, 5, 4), datetime.date(2019, 5, 4), datetime.date(2026, 8, 22)]
CALENDAR = WorkingCalendar(
    code="thu",
    name="Lịch thử",
    cutoff=datetime.time(15),
    week=dict.fromkeys(range(5), HOURS),
    special={
        **dict.fromkeys(HOLIDAYS, ("holiday", "Nghỉ lễ")),
        **dict.fromkeys(MAKE_UP, ("working", "Làm bù")),
    },
    paper_cutoff=datetime.time(15),
    paper_by=datetime.time(9),
)


def morning(text: str) -> datetime.datetime:
    return at(datetime.date.fromisoformat(text), datetime.time(8))


@pytest.mark.parametrize(
    ("start", "value", "unit", "expected"),
    [
        ("2020-01-22", 5, "wd", "2020-02-05"),
        ("2020-01-20", 12, "wd", "2020-02-12"),
        ("2020-04-01", 1, "wd", "2020-04-03"),
        ("2020-04-29", 3, "wd", "2020-05-06"),
        ("2020-08-31", 6, "wd", "2020-09-09"),
        ("2021-02-09", 5, "wd", "2021-02-23"),
        ("2022-04-29", 2, "wd", "2022-05-05"),
        ("2024-04-26", 3, "wd", "2024-05-04"),
        ("2019-04-26", 3, "wd", "2019-05-04"),
        ("2026-01-13", 5, "wd", "2026-01-20"),
        ("2026-02-13", 5, "wd", "2026-02-27"),
        ("2026-08-28", 3, "wd", "2026-09-07"),
        ("2026-02-02", 20, "cd_excl_holiday", "2026-02-27"),
        ("2025-08-20", 20, "cd_excl_holiday", "2025-09-11"),
    ],
)
def test_x3_the_verified_terms_of_the_domain_end_on_their_day(start, value, unit, expected):
    assert due(morning(start), value, unit, CALENDAR).date().isoformat() == expected


def test_14_1a_a_filing_on_friday_at_four_is_answered_by_monday_at_four():
    friday = at(datetime.date(2026, 11, 20), datetime.time(16))
    assert due(friday, 8, "hour_working", CALENDAR) == at(
        datetime.date(2026, 11, 23), datetime.time(16)
    )


def test_4_5d_a_filing_on_sunday_night_counts_from_monday_opening():
    sunday = at(datetime.date(2026, 11, 22), datetime.time(2))
    assert opening(sunday, CALENDAR) == at(datetime.date(2026, 11, 23), datetime.time(8))
    assert due(sunday, 1, "wd", CALENDAR).date() == datetime.date(2026, 11, 24)


def test_lunch_break_counts_from_half_past_the_break():
    noon = at(datetime.date(2026, 11, 23), datetime.time(12, 30))
    assert opening(noon, CALENDAR) == at(datetime.date(2026, 11, 23), datetime.time(13))


@pytest.mark.parametrize(("hour", "minute", "expected"), [(14, 59, 20), (15, 1, 23)])
def test_same_day_matters_are_due_today_before_the_cutoff_else_the_next_working_day(
    hour, minute, expected
):
    moment = at(datetime.date(2026, 11, 20), datetime.time(hour, minute))
    assert due(moment, 0, "same_day", CALENDAR).day == expected


def test_a_month_ends_on_the_same_date_or_the_last_one():
    assert due(morning("2026-01-30"), 1, "month", CALENDAR).date() == datetime.date(2026, 3, 2)


moments = st.datetimes(datetime.datetime(2019, 1, 1), datetime.datetime(2026, 12, 1)).map(
    lambda naive: at(naive.date(), naive.time())
)
units = st.sampled_from(["wd", "cd", "cd_excl_holiday", "hour_working", "month"])


@given(moments, st.integers(1, 60), units)
def test_a_due_moment_is_always_in_opening_hours_and_after_the_start(start, value, unit):
    end = due(start, value, unit, CALENDAR)
    assert end > start
    assert CALENDAR.is_working_day(end.date())
    if unit != "hour_working":
        assert end == close_of(end.date(), CALENDAR)


@given(moments, st.integers(1, 40), units)
def test_a_longer_term_never_ends_earlier(start, value, unit):
    assert due(start, value, unit, CALENDAR) <= due(start, value + 1, unit, CALENDAR)


@given(moments, st.integers(1, 60))
def test_working_days_between_start_and_due_are_exactly_the_term(start, value):
    begun, end = opening(start, CALENDAR).date(), due(start, value, "wd", CALENDAR).date()
    days = [begun + datetime.timedelta(days=n + 1) for n in range((end - begun).days)]
    assert sum(CALENDAR.is_working_day(day) for day in days) == value
