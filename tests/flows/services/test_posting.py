"""A result goes by the connected carrier: numbered, followed, returned or brought back, once."""

import datetime
import json
import time

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from flows.effects import keep_due
from flows.errors import DossierError
from flows.gateways import post
from flows.models import Delivery, PostEvent, Promise
from flows.services import posting, returning
from tests import situations as given
from tests.flows.services.carrier import NUMBER, carrier

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail_van(settings):
    with carrier(settings) as server:
        yield server


@pytest.fixture
def office():
    return given.office()


@pytest.fixture
def ready(office):
    return given.decided(
        given.procedure(),
        office,
        result_channel="post",
        result_address="12 Lê Lợi, TP. Hồ Chí Minh",
    )


def sent(dossier, office):
    returning.send_by_post(given.item(dossier), by=office.desk, tracking_number="")
    while keep_due():
        pass
    return dossier.deliveries.get(state="sent")


def event(code, count=1, **changed):
    return {
        "id": f"e{count}", "number": NUMBER, "code": code, "at": timezone.now().isoformat(),
        "place": "Bưu cục Bình Thạnh",
    } | changed  # fmt: skip


def pushes(client, *events, secret=None, at=None):
    body = json.dumps({"events": events}).encode()
    stamp = str(at or int(time.time()))
    headers = {"X-Timestamp": stamp, "X-Signature": secret or post.signature(body, stamp)}
    return client.post(
        "/api/v1/post/events", body, content_type="application/json", headers=headers
    )


def test_the_carrier_numbers_the_consignment_and_the_applicant_is_told_then(
    mail_van, ready, office
):
    mail_van.status = 503
    delivery = sent(ready, office)
    assert delivery.tracking_number == ""
    assert not ready.notices.filter(body__contains=NUMBER).exists()
    mail_van.status = 201
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=1)):
        keep_due()
    delivery.refresh_from_db()
    assert delivery.tracking_number == NUMBER
    assert ready.notices.filter(channel="account", body__contains=NUMBER).count() == 1
    (made,) = mail_van.made.values()
    assert made["recipient"]["address"] == "12 Lê Lợi, TP. Hồ Chí Minh"
    assert mail_van.asked[-1][1] == "Bearer the-bai"
    posting.consign(Promise.objects.get(kind="consign"))
    assert len(mail_van.made) == 1


def test_an_address_that_the_carrier_refuses_is_seen_at_the_desk(mail_van, ready, office):
    mail_van.status = 422
    delivery = sent(ready, office)
    assert "422" in delivery.note
    returning.confirm_post(ready, by=office.desk, delivered=False)
    assert given.item(ready).step == "give_back"


def test_pushed_events_count_once_in_any_order_and_the_last_returns_the_result(
    client, mail_van, ready, office
):
    sent(ready, office)
    first = pushes(client, event("in_transit", 2), event("accepted", 1), event("x-ray", 9))
    assert first.json() == {"taken": 2, "known": 0, "unknown": 0}
    again = pushes(client, event("accepted", 1), event("delivered", 3), event("delivered", 3))
    assert again.json() == {"taken": 1, "known": 2, "unknown": 0}
    late = pushes(client, event("returned", 4), event("delivered", 5, number="RB9VN"))
    assert late.json() == {"taken": 1, "known": 0, "unknown": 1}
    ready.refresh_from_db()
    assert (ready.state, ready.deliveries.get().state) == ("returned", "delivered")
    assert PostEvent.objects.count() == 4
    assert ready.journal.filter(act="return").count() == 1


def test_what_comes_back_waits_at_the_desk_and_may_be_sent_again(client, mail_van, ready, office):
    sent(ready, office)
    pushes(client, event("returned"))
    ready.refresh_from_db()
    assert ready.state == "result_ready"
    assert given.item(ready).step == "give_back"
    assert Delivery.objects.filter(dossier=ready, state="waiting").exists()


@pytest.mark.parametrize("wrong", [{"secret": "sha256=00"}, {"at": 1_000_000_000}, {"secret": "ạ"}])
def test_a_push_that_is_not_signed_or_old_is_not_heard(client, mail_van, ready, office, wrong):
    sent(ready, office)
    if wrong.get("secret") == "ạ":
        wrong = {"secret": "sha256=%E1"}
    assert pushes(client, event("delivered"), **wrong).status_code == 401
    ready.refresh_from_db()
    assert ready.state == "result_ready"


def test_the_carrier_is_asked_when_it_does_not_push(mail_van, ready, office):
    sent(ready, office)
    mail_van.events = [
        event("delivered", 2),
        event("accepted", 1),
        "rác",
        event("delivered", 3, at="?"),
    ]
    mail_van.status = 500
    assert posting.ask_all() == 1
    assert posting.ask_all() == 1  # in the same half hour it is one question
    keep_due()
    ready.refresh_from_db()
    assert ready.state == "result_ready"
    mail_van.status = 200
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=1)):
        keep_due()
    ready.refresh_from_db()
    assert ready.state == "returned"


def test_without_a_carrier_the_number_is_typed_in(ready, office, settings):
    settings.DEMO = False
    with pytest.raises(DossierError, match="số bưu gửi"):
        returning.send_by_post(given.item(ready), by=office.desk, tracking_number="")


def test_the_carrier_of_the_demo_is_moved_by_hand(client, ready, office, settings):
    settings.DEMO = True
    delivery = sent(ready, office)
    client.force_login(given.citizen())
    page = reverse("flows:post_demo")
    assert delivery.tracking_number in client.get(page).content.decode()
    client.post(page, {"number": delivery.tracking_number, "code": "delivered"})
    ready.refresh_from_db()
    assert ready.state == "returned"
