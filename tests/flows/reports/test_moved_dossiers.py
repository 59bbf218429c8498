"""Reports after a change of the organisation: what was before it stays with the unit of then."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.utils import timezone

from catalog.models import Reorganisation
from flows.models import Dossier, WorkItem
from flows.reports import figures, fold, recount
from flows.reports.definitions import FIGURES, PAPERS, counted
from flows.reports.period import Period, choices
from flows.services import deciding, handling, reorganising, work
from flows.synthesis import making
from tests import situations as given

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 11, 1)  # a Sunday; the day on which the change comes into force


def clock(month: int, day: int, hour: int = 9):
    moment = timezone.make_aware(datetime.datetime(2026, month, day, hour, 5))
    return time_machine.travel(moment, tick=True)


@pytest.fixture
def pair():
    """Two provinces under the centre, and two who keep the list of agencies."""
    with clock(9, 1):
        top = given.office("BHXH Việt Nam", level="central")
        old, new = (
            given.office(name, level="province", above=top) for name in ("BHXH A", "BHXH B")
        )
        right = Permission.objects.get(codename="change_agency")
        given.role("inspector").permissions.add(right)
        old.keepers = [given.staff(name, "inspector", top.departments["legal"]) for name in "xy"]
        return old, new


def changed(old, new, kind: str) -> Reorganisation:
    """Agreed to on 30 October, applied at 00:05 of its day."""
    one, other = old.keepers
    change = Reorganisation(
        kind=kind, agency=old.agency, target=new.agency, decision_number="QĐ 391",
        effective_on=DAY,
    )  # fmt: skip
    going = [old.departments["policy"]] if kind == "split" else []
    with clock(10, 30):
        reorganising.propose(change, going, by=one)
        reorganising.approve(change, by=other)
    with clock(11, 1, 0):
        reorganising.apply_due()
    change.refresh_from_db()
    assert change.state == "applied", change.note
    return change


def told(office, period: str, *names: str) -> list[int]:
    fold.catch_up()
    lines = {line.key: line for line in figures.by_agency(Period.of(period))}
    line = lines.get(office.agency.pk)
    return [line.numbers[name] if line else 0 for name in names]


BALANCE = ("carried", "moved_in", "moved_out", "received", "solved", "open", "overdue")


def test_what_was_before_the_day_stays_with_the_old_unit_and_the_rest_counts_for_the_new(pair):
    old, new = pair
    with clock(9, 1):
        version = given.procedure()
    with clock(10, 5):
        late, soon = given.received(version, old), given.received(version, old)
    with clock(10, 29):
        fresh = given.received(version, old)
    with clock(10, 6):
        handling.propose(given.item(soon), by=old.officer, outcome="positive", content="Cấp.")
        deciding.approve(given.item(soon), by=old.leader)  # decided, not yet handed out
    with clock(10, 31, 23):
        before = told(old, "2026-10", *BALANCE)
    assert before == [0, 0, 0, 3, 1, 2, 1]

    change = changed(old, new, "merge")
    with clock(11, 2):
        assert told(old, "2026-10", *BALANCE) == before
        assert told(new, "2026-10", *BALANCE) == [0] * 7
        assert told(old, "2026-11", *BALANCE) == [2, 0, 2, 0, 0, 0, 0]
        assert told(new, "2026-11", *BALANCE) == [0, 2, 0, 0, 0, 2, 1]
        officer = type(old.officer).objects.get(pk=old.officer.pk)
        leader = type(new.leader).objects.get(pk=new.leader.pk)
        handling.propose(given.item(late), by=officer, outcome="positive", content="Cấp.")
        deciding.approve(given.item(late), by=leader)
        assert told(new, "2026-11", *BALANCE, "late") == [0, 2, 0, 0, 1, 1, 0, 1]
        assert told(old, "2026-10", "overdue") == [1]
        assert recount.differences() == {}
        _every_number_opens_its_dossiers()
    assert {late.pk, fresh.pk} <= set(change.moved["dossiers"])


def test_taken_back_the_figures_are_as_if_nothing_had_been(pair):
    old, new = pair
    with clock(9, 1):
        version = given.procedure()
    with clock(10, 5):
        given.received(version, old)
    change = changed(old, new, "split")
    with clock(11, 2):
        assert told(new, "2026-11", "moved_in", "open", "overdue") == [1, 1, 1]
        reorganising.reverse(change, by=old.keepers[0], reason="Nhầm")
        assert told(old, "2026-11", *BALANCE) == [1, 0, 0, 0, 0, 1, 1]
        assert told(new, "2026-11", *BALANCE) == [0] * 7
        assert recount.differences() == {}


@pytest.mark.parametrize(("kind", "seed"), [("merge", 3), ("split", 8)])
def test_for_random_histories_every_number_opens_its_dossiers_after_a_change(pair, kind, seed):
    old, new = pair
    with clock(9, 1):
        given.procedure()
    with clock(10, 30, 8):
        list(making.generate(40, days=120, seed=seed))
        fold.catch_up()
    changed(old, new, kind)
    with clock(11, 3):
        items = WorkItem.objects.open().filter(agency=new.agency, step="appraise", owner=None)
        for item in items.order_by("pk")[:4]:
            work.claim(item, by=type(new.officer).objects.get(pk=new.officer.pk))
        fold.catch_up()
        assert recount.differences() == {}
        assert Dossier.objects.filter(agency_moves__to_agency=new.agency).exists()
        _every_number_opens_its_dossiers()


def _every_number_opens_its_dossiers() -> None:
    for period in (choices()[0], choices()[1], choices()[2], choices()[12], choices()[-2]):
        for line in figures.by_agency(period):
            for name in FIGURES:
                behind = counted(Dossier.objects.all(), name, period, [line.key])
                number, found = getattr(line, name), behind.count()
                same = bool(number) == bool(found) if name in PAPERS else number == found
                assert same, (line.label, name, period.key, number, found)
        whole = figures.total(figures.by_agency(period))
        assert figures.total(figures.by_procedure(period)).numbers == whole.numbers
        assert whole.whole == whole.solved + whole.stopped + whole.withdrawn + whole.open
