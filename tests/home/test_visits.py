"""The citizen's appointment pages: office, day, hour; moved and cancelled; without script."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from flows.models import Appointment
from flows.services import attending, booking
from tests import situations as given

MONDAY = datetime.datetime(2026, 11, 23, 1, 0, tzinfo=datetime.UTC)
LIST, BOOK = reverse("home:visits"), reverse("home:visit_book")


@pytest.fixture(autouse=True)
def hours(office, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    return attending.publish_hours(
        office.agency, by=office.clerk, weekday=1, opens=datetime.time(9),
        closes=datetime.time(11), minutes=30, places=1,
    )  # fmt: skip


def test_a_citizen_books_moves_and_cancels(
    client, office, version, person, django_assert_max_num_queries
):
    address = (
        f"{BOOK}?thu-tuc={version.procedure.code}&co-quan={office.agency.office_code}&viec=file"
    )
    assert client.get(address).status_code == 302
    client.force_login(person, backend="accounts.backends.CitizenDoorBackend")
    with django_assert_max_num_queries(24):
        page = client.get(address)
    assert [len(page.context["days"]), len(page.context["turns"])] == [3, 4]
    refused = client.post(address, {})
    assert refused.status_code == 409
    assert "Hãy chọn giờ hẹn." in refused.content.decode()
    first, second = (turn.starts_at.isoformat() for turn in page.context["turns"][:2])
    listed = client.post(address, {"gio": first}, follow=True).content.decode()
    visit = Appointment.objects.get()
    assert visit.number in listed
    assert visit.procedure == version.procedure
    taken = client.post(address, {"gio": first})
    assert taken.status_code == 409
    client.post(reverse("home:visit_move", args=[visit.pk]), {"gio": second})
    visit.refresh_from_db()
    assert timezone.localtime(visit.starts_at).isoformat() == second
    client.post(reverse("home:visit_cancel", args=[visit.pk]))
    assert "Đã hủy" in client.get(LIST).content.decode()


def test_another_persons_appointment_is_not_found(client, office, person):
    client.force_login(given.citizen(), backend="accounts.backends.CitizenDoorBackend")
    at = datetime.datetime(2026, 11, 24, 2, 0, tzinfo=datetime.UTC)
    visit = booking.book(office.agency, at, by=person, purpose="ask")
    assert client.post(reverse("home:visit_cancel", args=[visit.pk])).status_code == 404
    assert client.get(f"{BOOK}?co-quan=khong-co&viec=ask").status_code == 200
