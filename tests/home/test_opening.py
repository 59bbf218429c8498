"""An account opened at the desk: the clerk registers, the holder alone sets the password (Article 11.1)."""

import datetime
import re

import pytest
import time_machine

from flows.errors import DossierError
from flows.models import Promise
from flows.services import opening

pytestmark = pytest.mark.django_db
PASSWORD = "mat khau rat dai 2026"
GIVEN = {
    "kind": "citizen", "name": "Trần Thị Sáu", "identifier": "079190001236",
    "contact": "+84912345678",
}  # fmt: skip


@pytest.fixture
def clerk(office):
    return office.clerk


def link_sent() -> str:
    """The path in the newest message, whichever way it went."""
    payload = Promise.objects.filter(key__startswith="first_access:").latest("pk").payload
    return re.search(r"/tai-khoan/lan-dau/[\w-]+/", str(payload)).group()


def come(client, link, *, digits="1236", password=PASSWORD):
    return client.post(link, {"digits": digits, "password": password})


@pytest.mark.parametrize("contact", ["+84912345678", "sau@example.vn"])
def test_the_holder_gets_the_access_sets_a_password_and_signs_in(client, clerk, contact):
    user = opening.open_account(by=clerk, **GIVEN | {"contact": contact})
    assert not user.has_usable_password()
    link = link_sent()
    assert client.get(link).status_code == client.get(link).status_code == 200  # spends nothing
    come(client, link)
    answer = client.post("/tai-khoan/dang-nhap/", {"login": contact, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)
    told = list(user.account_events.order_by("pk").values_list("act", "actor_name"))
    assert told == [("opened", str(clerk)), ("taken_over", str(user))]


def test_the_link_works_once_for_three_days_and_only_with_the_digits(client, clerk):
    user = opening.open_account(by=clerk, **GIVEN)
    link = link_sent()
    assert "Bốn số cuối chưa đúng" in come(client, link, digits="0000").content.decode()
    with time_machine.travel(datetime.datetime.now() + datetime.timedelta(days=3, minutes=1)):
        assert client.get(link).status_code == 410
    assert come(client, link).status_code == 302
    assert come(client, link, password="mot mat khau khac 2026").status_code == 410
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert client.get("/tai-khoan/lan-dau/zz-abc-def/").status_code == 410


def test_four_digits_cannot_be_guessed(client, clerk):
    opening.open_account(by=clerk, **GIVEN)
    link = link_sent()
    for guess in range(5):
        come(client, link, digits=f"{guess:04d}")
    assert "quá nhiều lần" in come(client, link).content.decode()


def test_forgotten_password_does_not_go_round_the_digits(client, clerk):
    opening.open_account(by=clerk, **GIVEN)
    before = Promise.objects.count()
    client.post("/tai-khoan/quen-mat-khau/", {"email": GIVEN["contact"]})
    new = Promise.objects.order_by("pk")[before:]
    assert not [one for one in new if re.search(r"\b\d{6}\b", str(one.payload.get("text")))]


def test_the_access_is_sent_again_but_an_account_in_use_is_not_opened_anew(clerk):
    first = opening.open_account(by=clerk, **GIVEN)
    assert opening.open_account(by=clerk, **GIVEN) == first
    assert Promise.objects.filter(key__startswith="first_access:").count() == 2
    for change in ({"contact": "+84912345679"}, {"identifier": "079085004321"}):
        with pytest.raises(DossierError, match="Đã có tài khoản"):
            opening.open_account(by=clerk, **GIVEN | change)
    for _more in range(3):
        opening.open_account(by=clerk, **GIVEN)
    with pytest.raises(DossierError, match="nhiều lần"):
        opening.open_account(by=clerk, **GIVEN)


def test_only_the_intake_desk_opens_accounts(office):
    with pytest.raises(DossierError, match="quyền"):
        opening.open_account(by=office.officer, **GIVEN)
