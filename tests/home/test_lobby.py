"""The waiting room: numbers from the kiosk, called at the desk, shown on the display."""

import pytest
from django.urls import reverse
from django.utils import timezone

from flows import tracking
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.models import Ticket
from flows.services import calling
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db
DESK = reverse("admin:calling")


@pytest.fixture
def room(office):
    return calling.open_room(office.agency, by=office.clerk)


@pytest.fixture
def kiosk(room):
    return reverse("home:kiosk", args=[room.kiosk_key])


def test_a_number_is_taken_called_to_a_counter_and_shown(
    client, room, kiosk, office, django_assert_max_num_queries
):
    page = client.post(kiosk, {"group": "A"}, follow=True).content.decode()
    assert "A001" in page
    assert "Ông/Bà là người tiếp theo" in page
    second = client.post(kiosk, {"group": "A"}, follow=True).content.decode()
    assert "còn 1 người" in second
    clerk = at_desk(office.clerk)
    clerk.post(DESK, {"act": "next", "counter": "3", "groups": ["A"]})
    with django_assert_max_num_queries(12):
        board = client.get(reverse("home:display", args=[office.agency.office_code]))
    assert [(str(one), one.counter) for one in board.context["called"]] == [("A001", "3")]
    assert 'http-equiv="refresh"' in board.content.decode()
    called = Ticket.objects.get(state="called")
    assert reverse("admin:counter") in clerk.get(DESK).content.decode().split("Đang gọi")[1]
    with django_assert_max_num_queries(30):
        clerk.post(DESK, {"act": "served_next", "ticket": called.pk})
    called.refresh_from_db()
    assert (called.state, called.called_by) == ("served", office.clerk)
    after = Ticket.objects.get(state="called")
    assert (str(after), after.counter) == ("A002", "3")
    clerk.post(DESK, {"act": "served", "ticket": after.pk})
    assert 'value="3"' in clerk.get(DESK).content.decode()


def test_whoever_waits_longest_is_next_and_groups_are_chosen(room, office):
    for group in "BAB":
        calling.take_ticket(room, group=group)
    first = calling.call_next(room, by=office.clerk, counter="1", groups=["A"])
    assert str(first) == "A001"
    assert str(calling.call_next(room, by=office.desk, counter="2")) == "B001"
    with pytest.raises(DossierError, match="A001"):
        calling.call_next(room, by=office.clerk, counter="1")
    calling.end(first, by=office.clerk, came=False)
    with pytest.raises(AlreadyDone):
        calling.end(first, by=office.clerk, came=True)
    assert str(calling.call_next(room, by=office.clerk, counter="1")) == "B002"


def test_only_the_office_calls_and_only_the_caller_ends(room, office):
    calling.take_ticket(room, group="A")
    with pytest.raises(NotPermitted):
        calling.call_next(room, by=given.office("BHXH cơ sở Thuận An").clerk, counter="1")
    with pytest.raises(NotPermitted):
        calling.call_next(room, by=office.officer, counter="1")
    assert at_desk(office.officer).get(DESK).status_code == 403
    called = calling.call_next(room, by=office.clerk, counter="1")
    with pytest.raises(NotPermitted):
        calling.end(called, by=office.desk, came=True)


def test_numbers_begin_anew_each_day_and_what_yesterday_left_holds_nobody_up(
    room, office, time_machine
):
    for _turn in range(2):
        calling.take_ticket(room, group="A")
    calling.call_next(room, by=office.clerk, counter="1")  # and went home
    time_machine.move_to(timezone.now() + timezone.timedelta(days=1))
    with pytest.raises(DossierError, match="Không còn ai chờ"):
        calling.call_next(room, by=office.clerk, counter="1")
    assert calling.take_ticket(room, group="A").number == 1
    assert str(calling.call_next(room, by=office.clerk, counter="1")) == "A001"


def test_the_kiosk_is_no_address_without_its_key_and_stops_with_the_office(
    client, room, kiosk, office
):
    assert client.get(reverse("home:kiosk", args=[office.agency.office_code])).status_code == 404
    calling.close_room(room, by=office.clerk)
    assert "đã ngừng phát số" in client.get(kiosk).content.decode()
    assert client.post(kiosk, {"group": "A"}).status_code == 409
    assert client.post(kiosk, {"group": "X"}).status_code == 409


def test_nobody_empties_the_kiosk(room):
    def take(number):
        for _turn in range(number):
            calling.take_ticket(room, group="A")

    with pytest.raises(DossierError, match="đang bận"):
        take(calling.PER_MINUTE * 2 + 1)  # of which a new minute may begin


def test_the_kiosk_looks_up_by_code_and_by_the_scanned_slip_and_forgets(
    client, room, kiosk, office, version
):
    dossier = given.received(version, office)
    url = reverse("home:kiosk_look_up", args=[room.kiosk_key])
    scanned = f"https://dvc.example.vn/tra-cuu/?ma={dossier.code}&kt={dossier.check_code}"
    page = client.post(url, {"ma": scanned}).content.decode()
    assert dossier.code in page
    assert dossier.applicant_name not in page
    assert 'data-seconds="60"' in page
    missed = client.post(url, {"ma": dossier.code, "kt": "00000000"}).content.decode()
    assert "Không tìm thấy hồ sơ" in missed


def test_whoever_comes_next_finds_the_start_in_vietnamese_whatever_the_last_one_chose_or_met(
    client, kiosk, monkeypatch
):
    way_back = f'data-start="{kiosk}"'
    assert way_back not in client.get(kiosk).content.decode()  # it is the start
    assert way_back in client.get(f"/en{kiosk}").content.decode()
    ticket = client.post(f"/en{kiosk}", {"group": "A"}, follow=True).content.decode()
    assert way_back in ticket
    assert f'href="{kiosk}"' in ticket
    monkeypatch.setattr(tracking, "may_look_up", lambda address: False)
    too_often = client.post(
        f"{kiosk}tra-cuu/", {"ma": "000.00.01.G24-261122-0001", "kt": "12345678"}
    )
    assert too_often.status_code == 429
    assert way_back in too_often.content.decode()
