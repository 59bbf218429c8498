"""Where the account is signed in, and signing out elsewhere."""

from email import message_from_bytes, policy

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.test import Client

from flows.models import Promise
from home.accounts.sessions import device
from tests.home.test_accounts import PASSWORD, person

pytestmark = pytest.mark.django_db
ON_WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
)
ON_PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1"
HERE = "/tai-khoan/phien-dang-nhap/"


def entered(made, agent) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/tai-khoan/dang-nhap/", {"login": made.email, "password": PASSWORD})
    return client


def test_each_sign_in_stands_in_the_list_with_its_device():
    made = person()
    desk = entered(made, ON_WINDOWS)
    entered(made, ON_PHONE)
    page = desk.get(HERE).content.decode()
    assert page.index("Chrome trên Windows") < page.index("Thiết bị này") < page.index("iPhone")


def told() -> list[str]:
    """The letters about a new device that were promised so far, oldest first."""
    raw = Promise.objects.filter(kind="mail").order_by("pk").values_list("payload__raw", flat=True)
    found = [message_from_bytes(each.encode(), policy=policy.default) for each in raw]
    return [each.get_content() for each in found if "thiết bị mới" in each["subject"]]


def test_a_sign_in_from_a_device_not_seen_before_is_told_once():
    made = person()
    desk = entered(made, ON_WINDOWS)
    assert told() == []  # the first that the account is ever used on
    phone = entered(made, ON_PHONE)
    assert ["iPhone" in text and "đăng xuất ở mọi thiết bị khác" in text for text in told()] == [
        True
    ]
    for client in (desk, phone, phone):
        client.post("/tai-khoan/dang-xuat/")
        client.post("/tai-khoan/dang-nhap/", {"login": made.email, "password": PASSWORD})
        assert SESSION_KEY in client.session
    assert len(told()) == 1


@pytest.mark.parametrize("renewed", [True, False])
def test_a_new_password_or_signing_out_everywhere_forgets_the_known_devices(renewed):
    made, other = person(), "mot-mat-khau-khac-27"
    desk, phone = entered(made, ON_WINDOWS), entered(made, ON_PHONE)
    before = len(told())
    if renewed:
        given = {"oldpassword": PASSWORD, "password1": other}
        desk.post("/tai-khoan/doi-mat-khau/", given)
    else:
        desk.post(HERE, {"phien": "khac"})
    for client, known in ((desk, not renewed), (phone, False), (phone, True)):
        client.post("/tai-khoan/dang-xuat/")
        password = other if renewed else PASSWORD
        client.post("/tai-khoan/dang-nhap/", {"login": made.email, "password": password})
        before += not known
        assert len(told()) == before


def test_a_device_is_known_to_the_account_that_used_it_and_only_by_a_token_we_gave():
    first, second = person(), person(email="khac@example.vn")
    entered(second, ON_WINDOWS)
    shared = entered(first, ON_WINDOWS)
    shared.post("/tai-khoan/dang-xuat/")
    shared.post("/tai-khoan/dang-nhap/", {"login": second.email, "password": PASSWORD})
    assert len(told()) == 1
    planted = Client()
    planted.cookies[settings.DEVICE_COOKIE_NAME] = "chon-truoc"
    planted.post("/tai-khoan/dang-nhap/", {"login": first.email, "password": PASSWORD})
    given = planted.cookies[settings.DEVICE_COOKIE_NAME]
    assert given.value != "chon-truoc"
    locks = [given[name] for name in ("httponly", "samesite", "path", "domain")]
    assert locks == [True, "Lax", "/", ""]
    assert len(told()) == 2


def test_another_device_is_signed_out_at_once_and_this_one_stays():
    made = person()
    desk, phone = entered(made, ON_WINDOWS), entered(made, ON_PHONE)
    assert phone.get("/ho-so/").status_code == 200
    other = desk.get(HERE).context["sessions"][1]["pk"]
    page = desk.post(HERE, {"phien": other}, follow=True).content.decode()
    assert "Đã đăng xuất" in page
    assert phone.get("/ho-so/").status_code == 302
    assert desk.get("/ho-so/").status_code == 200


def test_all_others_are_signed_out_together():
    made = person()
    desk, *others = [entered(made, agent) for agent in (ON_WINDOWS, ON_PHONE, "")]
    page = desk.post(HERE, {"phien": "khac"}, follow=True)
    assert "Đã đăng xuất ở mọi thiết bị khác." in page.text
    assert [client.get("/ho-so/").status_code for client in (desk, *others)] == [200, 302, 302]


def test_nobody_ends_the_session_of_somebody_else():
    mine, theirs = entered(person(), ON_WINDOWS), entered(person(), ON_PHONE)
    number = theirs.get(HERE).context["sessions"][0]["pk"]
    mine.post(HERE, {"phien": number})
    assert theirs.get("/ho-so/").status_code == 200


@pytest.mark.parametrize(
    ("agent", "said"),
    [(ON_WINDOWS, "Chrome trên Windows"), (ON_PHONE, "Safari trên iPhone"), ("curl/8", "Thiết bị không rõ")],
)  # fmt: skip
def test_a_device_is_named_as_far_as_it_tells(agent, said):
    assert device(agent) == said


def test_a_page_that_goes_idle_keeps_the_session_or_hears_that_it_is_over(client):
    desk = entered(person(), ON_WINDOWS)
    assert "phien-sap-het" in desk.get("/ho-so/").content.decode()
    assert desk.get(f"{HERE}giu/").status_code == 204
    assert client.get(f"{HERE}giu/").status_code == 401
    assert "phien-sap-het" not in client.get("/tra-cuu/").content.decode()
