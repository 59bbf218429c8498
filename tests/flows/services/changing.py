"""A change of the organisation, from the proposal to its day."""

import datetime

import time_machine
from django.contrib.auth.models import Permission
from django.utils import timezone

from catalog.models import Reorganisation
from flows.services import reorganising
from tests import situations as given

# Not tomorrow: the run may pass midnight.
THE_DAY = timezone.localdate() + datetime.timedelta(days=2)


def manager(name: str, where):
    made = given.staff(name, "inspector", where.departments["legal"])
    right = Permission.objects.get(codename="change_agency", content_type__app_label="catalog")
    given.role("inspector").permissions.add(right)
    return made


def agreed(
    people, kind: str, agency, departments=(), *, units=(), posts=(), **facts
) -> Reorganisation:
    """Proposed by one and approved by another, for the day."""
    one, other = people
    change = Reorganisation(
        kind=kind, agency=agency, decision_number="QĐ 391/QĐ-BTC", effective_on=THE_DAY, **facts
    )
    reorganising.propose(change, departments, units=units, posts=posts, by=one)
    return reorganising.approve(change, by=other)


def on_the_day(hour: int):
    """That hour of the day on which the change comes into force."""
    moment = datetime.datetime.combine(THE_DAY, datetime.time(hour, 1))
    return time_machine.travel(timezone.make_aware(moment), tick=True)


def day_comes(change: Reorganisation) -> Reorganisation:
    """The worker's first turn on the day."""
    with on_the_day(0):
        reorganising.apply_due()
    change.refresh_from_db()
    return change


def anew(person):
    return type(person).objects.get(pk=person.pk)
