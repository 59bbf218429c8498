"""Late days belong to the unit that held the dossier when they passed."""

import datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given as whatever
from hypothesis import settings
from hypothesis import strategies as st

from accounts.models import User
from flows.console.reports.register import with_holders
from flows.models import Dossier
from flows.reports.lateness import days_late, late_by
from flows.services import deciding, handling
from tests import situations as given

DAY = datetime.timedelta(days=1)


@pytest.mark.django_db
def test_7_3b_late_days_are_those_of_the_units_that_held_the_dossier_after_its_day():
    office = given.office()
    dossier = given.received(given.procedure(limit=1), office)
    people = {one.pk: one for one in User.objects.filter(is_staff=True)}
    with time_machine.travel(dossier.due_at + 3 * DAY, tick=True):
        handling.propose(
            given.item(dossier), by=people[office.officer.pk], outcome="positive", content="Cấp."
        )
    with time_machine.travel(dossier.due_at + 4 * DAY, tick=True):
        deciding.approve(given.item(dossier), by=people[office.leader.pk])
    with time_machine.travel(dossier.due_at + 9 * DAY):  # what comes after the result is not late
        (late,) = with_holders([Dossier.objects.get(pk=dossier.pk)])
    assert late.days_late == 4
    policy, leadership = office.departments["policy"], office.departments["leadership"]
    assert late.late_by == [
        (f"{policy}, {office.agency}", 3),
        (f"{leadership}, {office.agency}", 1),
    ]


@settings(max_examples=60)
@whatever(st.lists(st.integers(1, 400), min_size=1, max_size=6), st.integers(0, 300))
def test_the_units_days_add_up_to_the_days_that_the_dossier_is_late(hours, promised):
    """Steps of so many hours one after the other, the promise so many hours after the first began."""
    begun = timezone.now() - datetime.timedelta(hours=sum(hours))
    items, at = [], begun
    for number, length in enumerate(hours):
        ends = at + datetime.timedelta(hours=length)
        items.append(
            SimpleNamespace(
                created=at, finished=ends, department_id=1, department=f"Phòng {number}", agency="A"
            )
        )
        at = ends
    dossier = SimpleNamespace(due_at=begun + datetime.timedelta(hours=promised), finished_at=at)
    shared = late_by(dossier, items, at)
    assert sum(days for _unit, days in shared) == days_late(dossier, at)
