"""The ledger: any history of pauses and restarts gives one due date, explained day by day."""

import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.deadlines.clock import Span, read
from flows.deadlines.working_time import at, counts, due, next_working_day, opening
from tests.flows.deadlines.test_working_time import CALENDAR, morning

HOUR = datetime.timedelta(hours=1)


def term(start, value=5, unit="wd", **more) -> Span:
    return Span("run", start, limit_value=value, limit_unit=unit, **more)


def test_without_pause_the_ledger_gives_the_plain_term():
    start = morning("2026-11-02")
    assert read([term(start)], CALENDAR).due_at == due(start, 5, "wd", CALENDAR)


def test_x2_a_pause_is_not_counted_and_the_term_goes_on_where_it_stopped():
    first, stop, again = morning("2026-11-02"), morning("2026-11-04"), morning("2026-11-16")
    spans = [
        term(first, closed_at=stop),
        Span("pause", stop, again, basis="Chờ bổ sung"),
        Span("run", again),
    ]
    # Only 3 November was counted before the pause: four working days are left after 16 November.
    assert read(spans, CALENDAR).due_at == due(again, 4, "wd", CALENDAR)


def test_while_paused_there_is_no_due_date():
    spans = [
        term(morning("2026-11-02"), closed_at=morning("2026-11-04")),
        Span("pause", morning("2026-11-04")),
    ]
    assert read(spans, CALENDAR).due_at is None


def test_restart_counts_the_whole_term_again():
    again = morning("2026-11-16")
    spans = [
        term(morning("2026-11-02"), closed_at=morning("2026-11-04")),
        Span("pause", morning("2026-11-04"), again),
        term(again),
    ]
    assert read(spans, CALENDAR).due_at == due(again, 5, "wd", CALENDAR)


def test_an_appointed_new_date_is_the_due_date():
    new = at(datetime.date(2026, 12, 4), datetime.time(17))
    spans = [
        term(morning("2026-11-02"), closed_at=morning("2026-11-05")),
        Span("run", morning("2026-11-05"), due_override=new),
    ]
    assert read(spans, CALENDAR).due_at == new


def test_after_hours_the_days_until_the_term_begins_are_told_too():
    friday_evening = at(datetime.date(2026, 11, 6), datetime.time(18))
    lines = read([term(friday_evening, 1)], CALENDAR).lines
    assert [(line.day.day, line.reason or line.count) for line in lines] == [
        (6, "Sau giờ làm việc, tính từ ngày làm việc kế tiếp"),
        (7, "Nghỉ hằng tuần"), (8, "Nghỉ hằng tuần"),
        (9, "Bắt đầu tính: "), (10, 1),
    ]  # fmt: skip


def test_a_dossier_already_late_stays_late_through_a_pause():
    late = morning("2026-11-20")
    spans = [
        term(morning("2026-11-02"), closed_at=late),
        Span("pause", late, late + HOUR),
        Span("run", late + HOUR),
    ]
    assert read(spans, CALENDAR).due_at == due(morning("2026-11-02"), 5, "wd", CALENDAR)


starts = st.datetimes(datetime.datetime(2025, 1, 1), datetime.datetime(2026, 9, 1)).map(
    lambda naive: at(naive.date(), naive.time())
)
gaps = st.lists(st.tuples(st.integers(1, 200), st.integers(1, 400)), max_size=4)


@settings(max_examples=300)
@given(starts, st.integers(1, 30), st.sampled_from(["wd", "cd", "cd_excl_holiday"]), gaps)
def test_d10_counted_days_of_the_explanation_add_up_to_the_term(start, value, unit, pauses):
    spans, moment = [], start
    for running, paused in pauses:
        end = moment + running * HOUR
        spans.append(
            Span("run", moment, end, value if not spans else None, unit if not spans else "")
        )
        spans.append(Span("pause", end, end + paused * HOUR))
        moment = end + paused * HOUR
    spans.append(Span("run", moment, None, *((value, unit) if not spans else (None, ""))))
    reading = read(spans, CALENDAR)

    counted = [line.day for line in reading.lines if line.count]
    assert [line.count for line in reading.lines if line.count] == list(range(1, value + 1))
    assert counted == sorted(set(counted))
    assert all(counts(day, unit, CALENDAR) for day in counted)
    assert reading.due_at.date() == next_working_day(counted[-1], CALENDAR)
    assert all(
        not (opening(pause.opened_at, CALENDAR).date() < day < pause.closed_at.date())
        for pause in spans
        if pause.kind == "pause"
        for day in counted
    )
