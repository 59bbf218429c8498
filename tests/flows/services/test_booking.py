"""Appointments: hours as rows, places taken once, moved, called off by the calendar, told."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from catalog.models import Agency, CalendarDay
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.models import Appointment, Promise, Ticket
from flows.services import attending, booking, calling
from tests import situations as given
from tests.flows.console.conftest import at_desk

MONDAY = datetime.datetime(2026, 11, 23, 1, 0, tzinfo=datetime.UTC)  # 08:00 in Vietnam
TUESDAY_NINE = MONDAY + datetime.timedelta(days=1, hours=1)


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def hours(office):
    return attending.publish_hours(
        office.agency, by=office.clerk, weekday=1, opens=datetime.time(9),
        closes=datetime.time(12, 30), minutes=60, places=2,
    )  # fmt: skip


def booked(office, person, starts_at=TUESDAY_NINE, purpose="file", **facts) -> Appointment:
    return booking.book(office.agency, starts_at, by=person, purpose=purpose, **facts)


def told(words: str) -> int:
    return sum(words in str(row.payload) for row in Promise.objects.filter(kind="sms"))


@pytest.mark.django_db
def test_turns_follow_the_offered_hours_the_working_hours_and_the_holidays(office, hours, person):
    days = booking.free_turns(office.agency)
    assert list(days) == [datetime.date(2026, 11, 24) + n * datetime.timedelta(7) for n in range(3)]
    first = [timezone.localtime(turn.starts_at).hour for turn in days[datetime.date(2026, 11, 24)]]
    assert first == [9, 10, 11]  # what ends after the office's own closing is not offered
    CalendarDay.objects.create(
        calendar=given.calendar(), date=datetime.date(2026, 11, 24), kind="holiday", name="Nghỉ"
    )
    office.agency = Agency.objects.get()  # which had read its calendar already
    assert datetime.date(2026, 11, 24) not in booking.free_turns(office.agency)
    with pytest.raises(DossierError, match="không nhận hẹn"):
        booked(office, person)


@pytest.mark.django_db
def test_hours_of_one_day_never_overlap_and_are_the_offices_own(office, hours):
    facts = {"weekday": 1, "opens": datetime.time(11), "closes": datetime.time(15)}
    with pytest.raises(DossierError, match="trùng với khung giờ"):
        attending.publish_hours(office.agency, by=office.clerk, minutes=30, places=1, **facts)
    with pytest.raises(NotPermitted):
        attending.publish_hours(given.office().agency, by=office.clerk, **facts)


@pytest.mark.django_db
def test_a_full_turn_takes_nobody_until_somebody_moves_or_cancels(office, hours):
    first, second, third = (given.citizen() for _ in range(3))
    one, two = booked(office, first), booked(office, second)
    assert {one.place, two.place} == {1, 2}
    with pytest.raises(AlreadyDone, match="hết chỗ"):
        booked(office, third)
    booking.move(one, TUESDAY_NINE + datetime.timedelta(hours=1), by=first)
    assert booked(office, third).place == one.place
    booking.cancel(two, by=second)
    assert booking.free_turns(office.agency)[datetime.date(2026, 11, 24)][0].free == 1
    with pytest.raises(NotPermitted):
        booking.cancel(one, by=second)
    assert told("lich hen doi sang 10:00 ngay 24/11/2026") == 1


@pytest.mark.django_db(transaction=True)
def test_many_who_book_the_last_places_at_once_get_each_place_once(office, hours):
    people = [given.citizen() for _ in range(6)]

    def try_to(person):
        try:
            booked(office, person)
        except DossierError:
            return "full"
        finally:
            connection.close()
        return "booked"

    with ThreadPoolExecutor(max_workers=6) as pool:
        results = sorted(pool.map(try_to, people))
    assert results == ["booked"] * 2 + ["full"] * 4
    assert set(Appointment.objects.values_list("place", flat=True)) == {1, 2}


@pytest.mark.django_db
def test_reminded_the_day_before_called_off_by_a_new_holiday_and_no_shows_are_told(
    office, hours, time_machine
):
    comes, waits, missing = (given.citizen() for _ in range(3))
    visit = booked(office, comes)
    later = booked(office, waits, TUESDAY_NINE + datetime.timedelta(days=7))
    booked(office, missing)
    assert attending.sweep() == {"closed": 0, "reminded": 2, "missed": 0}
    assert attending.sweep()["reminded"] == 0
    CalendarDay.objects.create(
        calendar=given.calendar(), date=datetime.date(2026, 12, 1), kind="holiday", name="Nghỉ bù"
    )
    assert attending.sweep()["closed"] == 1
    later.refresh_from_db()
    assert later.state == Appointment.State.CANCELLED
    assert "lịch nghỉ" in later.reason
    time_machine.move_to(TUESDAY_NINE, tick=False)
    attending.arrive(visit, by=office.clerk)
    time_machine.move_to(TUESDAY_NINE + datetime.timedelta(days=1), tick=False)
    assert attending.sweep()["missed"] == 1
    assert told("da lo lich hen") == 1


@pytest.mark.django_db
def test_who_arrives_gets_a_number_and_is_called_at_the_appointed_hour(
    office, hours, person, time_machine, django_assert_max_num_queries
):
    room = calling.open_room(office.agency, by=office.clerk)
    visit = booked(office, person)
    time_machine.move_to(TUESDAY_NINE - datetime.timedelta(minutes=10), tick=False)
    walk_in = calling.take_ticket(room, group="A")
    clerk = at_desk(office.clerk)
    address = reverse("admin:visits")
    with django_assert_max_num_queries(15):
        page = clerk.get(address).content.decode()
    assert visit.number in page
    assert "Đã đến" in page
    clerk.post(address, {"act": "arrive", "appointment": visit.pk})
    visit.refresh_from_db()
    assert visit.state == Appointment.State.ARRIVED
    assert visit.ended_by == office.clerk
    with pytest.raises(AlreadyDone):
        attending.arrive(visit, by=office.clerk)
    waiting = Ticket.objects.waiting()
    assert list(waiting.in_turn()) == [walk_in, visit.ticket]
    time_machine.move_to(TUESDAY_NINE, tick=False)
    assert list(waiting.in_turn()) == [visit.ticket, walk_in]
    assert calling.call_next(room, by=office.clerk, counter="1") == visit.ticket
    assert person.full_name in clerk.get(reverse("admin:calling")).content.decode()
    stranger = at_desk(given.office().clerk)
    assert stranger.post(address, {"act": "miss", "appointment": visit.pk}).status_code == 404


@pytest.mark.django_db
def test_an_appointment_about_a_dossier_is_the_applicants_and_stands_in_its_journal(
    office, version, hours
):
    given.loaded_slips()
    dossier = given.received(version, office)
    visit = booked(office, dossier.applicant, dossier=dossier, purpose="originals")
    assert dossier.journal.filter(act="book_appointment").exists()
    notice = dossier.notices.get(channel="account", subject__startswith="Đã đặt lịch hẹn")
    assert visit.number in notice.body
    assert "09:00 ngày 24/11/2026" in notice.body
    with pytest.raises(NotPermitted):
        booked(office, given.citizen(), dossier=dossier)
