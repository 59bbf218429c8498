"""Ten thousand histories of a clock: one date, whichever way it is read (X2)."""

import datetime
import os
import random
from dataclasses import replace

import pytest

from catalog.working_calendar import WorkingCalendar
from flows.deadlines import clock, working_time
from flows.deadlines.clock import Span

HISTORIES = int(os.environ.get("HISTORIES", "10000"))
WEEK = dict.fromkeys(
    range(5),
    (
        (datetime.time(8), datetime.time(12)),
        (datetime.time(13), datetime.time(17)),
    ),
)
START = datetime.date(2026, 1, 5)


def calendar(lot) -> WorkingCalendar:
    """A working year with holidays and make-up Saturdays drawn by lot."""
    special = {}
    for _day in range(lot.randint(0, 12)):
        special[START + datetime.timedelta(days=lot.randint(0, 200))] = ("holiday", "Nghỉ")
    for week in lot.sample(range(28), lot.randint(0, 3)):
        special[START + datetime.timedelta(days=5 + 7 * week)] = ("working", "Làm bù")
    return WorkingCalendar(
        "thu", "Lịch thử", datetime.time(15), WEEK, special, datetime.time(15), datetime.time(9)
    )


def history(lot) -> list[Span]:
    """A term that runs, pauses, goes on, begins anew or is appointed anew, as the services write it."""
    moment = working_time.at(START + datetime.timedelta(days=lot.randint(0, 20)), _time(lot))
    unit = lot.choice(["wd", "cd", "cd_excl_holiday", "month", "same_day", "hour_working"])
    spans = [Span("run", moment, None, lot.randint(1, 3 if unit == "month" else 25), unit)]
    for _turn in range(lot.randint(0, 4)):
        moment += datetime.timedelta(days=lot.randint(0, 9), minutes=lot.randint(1, 600))
        spans[-1] = replace(spans[-1], closed_at=moment)
        if spans[-1].kind == "run" and lot.random() < 0.6:
            spans.append(Span("pause", moment, basis="Chờ bổ sung"))
        elif lot.random() < 0.3:
            target = working_time.at(
                moment.date() + datetime.timedelta(days=lot.randint(1, 30)), datetime.time(17)
            )
            spans.append(Span("run", moment, due_override=target))
        elif lot.random() < 0.4:
            spans.append(Span("run", moment, None, lot.randint(1, 15), "wd"))
        else:
            spans.append(Span("run", moment))
    return spans


def _time(lot) -> datetime.time:
    return datetime.time(lot.randint(0, 23), lot.randint(0, 59))


def adds_up(reading: clock.Reading, days) -> None:
    """The explanation counts 1, 2, 3 … since its last beginning, on days that count, in order."""
    expected = 0
    for line in reading.lines:
        if line.count is None:
            expected = 0 if line.reason.startswith("Bắt đầu tính") else expected
            continue
        expected += 1
        assert line.count == expected
    if reading.due_at and any(line.count for line in reading.lines):
        last = working_time.local(reading.due_at)
        assert days.is_working_day(last.date())
        counted = [line.day for line in reading.lines if line.count]
        assert counted[-1] <= last.date()


@pytest.mark.parametrize("part", range(4))
def test_x2_the_date_is_a_function_of_ledger_and_calendar_and_its_explanation_adds_up(part):
    for number in range(part, HISTORIES, 4):
        lot = random.Random(number)
        days, spans = calendar(lot), history(lot)
        reading = clock.read(spans, days)
        # Read again, and read as it grew, span by span: what was promised last is what is read now.
        assert clock.read(list(spans), days) == reading, number
        stored = None
        for end in range(1, len(spans) + 1):
            grown = [*spans[: end - 1], replace(spans[end - 1], closed_at=None)]
            stored = clock.read(grown, days).due_at if spans[end - 1].kind == "run" else stored
        if spans[-1].kind == "run":
            assert reading.due_at == stored, number
        adds_up(reading, days)
