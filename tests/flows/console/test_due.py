"""«Sắp đến hạn» and waiting are counted in working hours, not in days of the calendar."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from catalog import working_calendar
from flows.console import due
from flows.deadlines import working_time
from flows.models import Dossier, State
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db


def moment(day: int, hour: int) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime(2026, 11, day, hour))


def test_soon_is_one_working_day_whatever_weekend_lies_between():
    given.calendar()
    friday = moment(20, 16)
    assert due.soon_until(friday) == moment(23, 16)
    assert due.tell(moment(23, 15), State.RECEIVED, friday).state == due.Due.SOON
    assert due.tell(moment(23, 17), State.RECEIVED, friday).state == due.Due.ON_TIME


def test_the_forecast_looks_five_working_days_ahead_and_loses_no_day_off(office, version):
    friday = moment(20, 16)
    days = due.coming_days(friday)
    assert [day.day for day in days] == [23, 24, 25, 26, 27]
    saturday, monday, tuesday = (given.received(version, office) for _one in range(3))
    for dossier, day in ((saturday, 21), (monday, 23), (tuesday, 24)):
        Dossier.objects.filter(pk=dossier.pk).update(due_at=moment(day, 10))
    assert set(Dossier.objects.filter(due.falls_on(days[0], friday))) == {saturday, monday}
    assert set(Dossier.objects.filter(due.falls_on(days[0], moment(22, 8)))) == {monday}
    Dossier.objects.filter(pk=monday.pk).update(state=State.SUPPLEMENT_REQUESTED)
    assert set(Dossier.objects.filter(due.falls_on(days[0], friday))) == {saturday}


@pytest.mark.parametrize(("finished", "told"), [(19, "Xong đúng hạn"), (21, "Xong trễ hạn")])
def test_a_decided_dossier_is_late_only_when_it_was_decided_late(finished, told):
    given.calendar()
    dossier = Dossier(
        state=State.RESULT_READY, due_at=moment(20, 17), finished_at=moment(finished, 9)
    )
    assert due.of_dossier(dossier, moment(30, 8)).label == told


def test_waiting_counts_working_hours_alone():
    given.calendar()
    national = working_calendar.national()
    assert working_time.elapsed_hours(moment(20, 16), moment(23, 10), national) == 3
    assert working_time.elapsed_hours(moment(21, 8), moment(22, 20), national) == 0
    assert working_time.elapsed_hours(moment(23, 10), moment(20, 16), national) == 0


def test_the_intake_counter_says_how_long_the_oldest_has_waited(office, version, time_machine):
    time_machine.move_to(moment(23, 8), tick=False)
    given.filed(version, office)
    time_machine.move_to(moment(24, 10), tick=False)
    counters = at_desk(office.clerk).get(reverse("admin:index")).context["counters"]
    hint = next(c.hint for c in counters if c.label == "Chờ tiếp nhận")
    assert "đã chờ 10 giờ làm việc" in hint


def test_who_handles_no_dossiers_has_no_queue_and_no_counters(office):
    role = given.role("intake_clerk")
    role.permissions.clear()
    page = at_desk(office.clerk).get(reverse("admin:index"))
    assert page.context["counters"] == []
    assert [entry["label"] for entry in page.context["console_nav"]] == [
        "Bàn làm việc",
        "Vướng mắc, đề xuất",
    ]
