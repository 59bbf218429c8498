"""What attackers try at the citizen's account: guessing codes, recovery, listing, forms of other sites."""

import datetime
import time

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import get_hasher
from django.test import Client
from django.utils import timezone

from flows import limits
from flows.models import Promise
from home.accounts import forms
from home.accounts.guessing import CODES_A_DAY, MESSAGES_PER_HOUR
from tests.home.test_accounts import PASSWORD, code_sent, person, register

pytestmark = pytest.mark.django_db
User = get_user_model()
NEW_PASSWORD = "/tai-khoan/quen-mat-khau/mat-khau-moi/"


@pytest.fixture(autouse=True)
def _no_hurry(monkeypatch):
    monkeypatch.setattr(forms, "FASTEST_SECONDS", -1)


@pytest.mark.parametrize(
    "password", ["bay-ky7", "12345678", "baohiemxahoi2026", "matkhau1", "password1"]
)
def test_s11_a_password_that_is_short_common_or_our_name_makes_no_account(client, password):
    register(client, password1=password)
    assert not User.objects.exists()


def test_s10_registering_a_known_and_an_unknown_contact_cost_one_hash_each(client, monkeypatch):
    person(email="an@example.vn")
    hasher, hashed = type(get_hasher()), []
    real = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda self, *a: hashed.append(1) or real(self, *a))
    costs = []
    for contact in ("an@example.vn", "khong.ai@example.vn"):
        hashed.clear()
        register(Client(), contact)
        costs.append(len(hashed))
    assert costs == [1, 1]


def recovering(client, made) -> str:
    """A recovery that waits for its code; the code."""
    client.post("/tai-khoan/quen-mat-khau/", {"email": made.email})
    return code_sent()


@pytest.mark.parametrize("change", ["password", "email", "phone"])
@pytest.mark.parametrize("typed", ["before", "after"])
def test_s12_a_recovery_ends_when_password_or_contact_change_meanwhile(client, change, typed):
    made = person(phone="+84912340001")
    code = recovering(client, made)
    if typed == "before":
        client.post("/tai-khoan/quen-mat-khau/ma/", {"code": code})
    if change == "password":
        made.set_password("chinh chu da doi 2026")
    else:
        setattr(made, change, {"email": "moi@example.vn", "phone": "+84987654321"}[change])
    made.save()
    kept = made.password
    client.post("/tai-khoan/quen-mat-khau/ma/", {"code": code})
    page = client.post(NEW_PASSWORD, {"password1": "cua ke trom 2026 x"})
    assert page.url == "/tai-khoan/quen-mat-khau/"
    made.refresh_from_db()
    assert made.password == kept


def test_s12_a_recovery_ends_the_sessions_that_were_open(client):
    made, other = person(), Client()
    other.post("/tai-khoan/dang-nhap/", {"login": made.email, "password": PASSWORD})
    assert other.get("/ho-so/").status_code == 200
    client.post("/tai-khoan/quen-mat-khau/ma/", {"code": recovering(client, made)})
    client.post(NEW_PASSWORD, {"password1": "mot-mat-khau-khac-27"})
    assert other.get("/ho-so/").status_code == 302


def test_s12_the_new_password_is_not_asked_before_the_code(client):
    made = person()
    recovering(client, made)
    assert client.post(NEW_PASSWORD, {"password1": "cua ke trom 2026 x"}).status_code == 302
    made.refresh_from_db()
    assert made.check_password(PASSWORD)


def test_s6_a_code_of_recovery_is_tried_five_times_over_all_sessions(client):
    made = person()
    code = recovering(client, made)
    for number in range(5):
        guesser = Client(REMOTE_ADDR=f"198.51.100.{number}")
        session = guesser.session
        session.update(dict(client.session.items()))
        session.save()
        guesser.post("/tai-khoan/quen-mat-khau/ma/", {"code": "x"})
    page = client.post("/tai-khoan/quen-mat-khau/ma/", {"code": code})
    assert "Đã thử sai quá nhiều lần" in page.content.decode()
    assert client.post(NEW_PASSWORD, {"password1": "cua ke trom 2026 x"}).status_code == 302
    made.refresh_from_db()
    assert made.check_password(PASSWORD)


def test_s6_past_the_tries_of_a_day_each_code_of_recovery_is_looked_at_once(client):
    made = person()
    for _try in range(CODES_A_DAY):
        limits.hit("reset_code", made.email, CODES_A_DAY, 86400)
    code = recovering(client, made)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    assert "Mã chưa đúng" in client.post("/tai-khoan/quen-mat-khau/ma/", {"code": wrong}).text
    client.post("/tai-khoan/quen-mat-khau/ma/", {"code": code})
    assert client.post(NEW_PASSWORD, {"password1": "cua ke trom 2026 x"}).status_code == 302
    made.refresh_from_db()
    assert made.check_password(PASSWORD)


def test_s6_the_owner_recovers_however_many_wrong_codes_strangers_typed(client):
    made = person()
    for number in range(8):
        stranger = Client(REMOTE_ADDR=f"198.51.100.{number}")
        code = recovering(stranger, made)
        for _try in range(5):
            wrong = {"code": f"{(int(code) + 1) % 10**6:06d}"}
            stranger.post("/tai-khoan/quen-mat-khau/ma/", wrong)
    client.post("/tai-khoan/quen-mat-khau/ma/", {"code": recovering(client, made)})
    client.post(NEW_PASSWORD, {"password1": "mot-mat-khau-khac-27"})
    made.refresh_from_db()
    assert made.check_password("mot-mat-khau-khac-27")


def codes_sent_to(contact: str) -> int:
    return sum(contact in str(one.payload) for one in Promise.objects.filter(kind="mail"))


def test_s7_strangers_who_have_codes_sent_use_up_neither_the_owners_nor_the_news(client):
    made = person()
    client.post("/tai-khoan/dang-nhap/", {"login": made.email, "password": PASSWORD})
    for number in range(MESSAGES_PER_HOUR + 5):
        ask = Client(REMOTE_ADDR=f"198.51.100.{number}").post
        ask("/tai-khoan/dang-nhap/ma/", {"contact": made.email})
    assert codes_sent_to(made.email) == MESSAGES_PER_HOUR
    given = {"oldpassword": PASSWORD, "password1": "mot-mat-khau-khac-27"}
    client.post("/tai-khoan/doi-mat-khau/", given)  # the news of it is told
    assert codes_sent_to(made.email) == MESSAGES_PER_HOUR + 1
    Client().post("/tai-khoan/dang-nhap/ma/", {"contact": made.email})  # where they were lately
    assert codes_sent_to(made.email) == MESSAGES_PER_HOUR + 2


def test_s7_a_stranger_who_asks_for_a_code_does_not_make_the_owner_wait():
    """A code that proves a contact goes out once a minute by who asks, not by the contact alone."""
    owner, stranger = Client(), Client(REMOTE_ADDR="198.51.100.7")
    for client, made in ((stranger, person()), (owner, person(name="Chủ Số"))):
        client.post("/tai-khoan/dang-nhap/", {"login": made.email, "password": PASSWORD})
        client.post("/tai-khoan/xac-thuc-lai/", {"password": PASSWORD})
    number = {"phone": "0987 654 321", "old_lost": "on"}
    sent = Promise.objects.filter(kind="sms", payload__to="+84987654321")
    for client, all_sent in ((stranger, 1), (owner, 2)):
        page = client.post("/tai-khoan/doi-dien-thoai/", number)
        assert (page.status_code, sent.count()) == (302, all_sent)
        page = client.post("/tai-khoan/doi-dien-thoai/", number)
        assert "Hãy đợi 60 giây" in page.text
        assert sent.count() == all_sent
    owner.post("/tai-khoan/xac-minh-dien-thoai/", {"code": code_sent()})
    assert User.objects.get(phone="+84987654321").full_name == "Chủ Số"


@pytest.mark.parametrize("contact", ["0912345678", "an@example.vn"])
def test_s7_nobody_keeps_a_contact_by_typing_it(contact):
    """An unproved claim gives way once its code has run out, not before."""
    stranger = Client(REMOTE_ADDR="198.51.100.7")
    register(stranger, contact, full_name="Kẻ Lạ")
    register(Client(), contact)
    assert User.objects.get().full_name == "Kẻ Lạ"
    owner = Client()
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=16)):
        page = register(owner, contact)
        owner.post(page.redirect_chain[-1][0], {"code": code_sent()})
        assert owner.get("/ho-so/").status_code == 200
        assert User.objects.get().full_name == "Nguyễn Thị Bình An"
        register(stranger, contact, full_name="Kẻ Lạ")
    assert User.objects.get().full_name == "Nguyễn Thị Bình An"


def guessed(contact: str, times: int) -> None:
    """Wrong passwords from many addresses, few from each."""
    for number in range(times):
        given = {"login": contact, "password": f"khong phai {number}"}
        Client(REMOTE_ADDR=f"203.0.113.{number}").post("/tai-khoan/dang-nhap/", given)


def test_s8_many_addresses_on_one_name_bar_strangers_and_leave_the_owner_two_ways(client):
    made, elsewhere = person(), Client(REMOTE_ADDR="198.51.100.9")
    right = {"login": made.email, "password": PASSWORD}
    client.post("/tai-khoan/dang-nhap/", right)
    client.logout()
    guessed(made.email, 14)
    assert (
        Client(REMOTE_ADDR="198.51.100.8").post("/tai-khoan/dang-nhap/", right).status_code == 302
    )
    guessed(made.email, 16)
    page = elsewhere.post("/tai-khoan/dang-nhap/", right)
    assert "từ nơi khác. Hãy dùng «Đăng nhập bằng mã»" in page.text
    assert client.post("/tai-khoan/dang-nhap/", right).status_code == 302
    elsewhere.post("/tai-khoan/dang-nhap/ma/", {"contact": made.email})
    elsewhere.post("/tai-khoan/dang-nhap/ma/nhap/", {"code": code_sent()})
    assert elsewhere.get("/ho-so/").status_code == 200


def test_s10_a_hunted_name_that_nobody_has_reads_the_same():
    known = person().email
    texts = set()
    for contact in (known, "khong.ai@example.vn"):
        guessed(contact, 16)
        given = {"login": contact, "password": "khong phai mat khau"}
        page = Client(REMOTE_ADDR="198.51.100.9").post("/tai-khoan/dang-nhap/", given)
        texts.add((page.status_code, str(page.context["form"].errors)))
    assert len(texts) == 1


def test_s8_who_is_locked_out_with_the_own_address_comes_in_by_a_code(client):
    made = person()
    for _try in range(5):
        page = client.post("/tai-khoan/dang-nhap/", {"login": made.email, "password": "khong phai"})
    assert page.status_code == 429
    assert 'href="/tai-khoan/dang-nhap/ma/"' in page.text
    client.post("/tai-khoan/dang-nhap/ma/", {"contact": made.email})
    client.post("/tai-khoan/dang-nhap/ma/nhap/", {"code": code_sent()})
    assert client.get("/ho-so/").status_code == 200


def test_s6_a_code_of_recovery_lives_three_minutes(client, monkeypatch):
    made = person()
    code, later = recovering(client, made), time.time() + 181
    monkeypatch.setattr("time.time", lambda: later)
    client.post("/tai-khoan/quen-mat-khau/ma/", {"code": code})
    assert client.get(NEW_PASSWORD).status_code == 302


@pytest.mark.parametrize(("contact", "page", "scope"), [
    ("0912345678", "/tai-khoan/xac-minh-dien-thoai/", "phone_code"),
    ("an@example.vn", "/tai-khoan/xac-minh-thu-dien-tu/", "email_code"),
])  # fmt: skip
def test_s6_a_contact_of_somebody_else_is_not_proved_by_guessing(client, contact, page, scope):
    register(client, contact)
    for _try in range(CODES_A_DAY):
        limits.hit(scope, {"0912345678": "+84912345678"}.get(contact, contact), CODES_A_DAY, 86400)
    code = code_sent()
    client.post(page, {"code": f"{(int(code) + 1) % 10**6:06d}"})  # past them each code has one
    assert "Đã thử sai quá nhiều lần" in client.post(page, {"code": code}).content.decode()
    made = User.objects.get()
    assert not made.phone_verified
    assert not made.emailaddress_set.filter(verified=True).exists()


@pytest.mark.parametrize("contact", ["0912345678", "an@example.vn"])
def test_s6_five_wrong_codes_end_a_verification(client, contact):
    page = register(client, contact).redirect_chain[-1][0]
    code = code_sent()
    for _try in range(5):
        client.post(page, {"code": f"{(int(code) + 1) % 10**6:06d}"})
    client.post(page, {"code": code})
    assert client.get("/ho-so/").status_code == 302
    assert not User.objects.get().phone_verified


def test_s16_a_new_email_and_a_new_password_ask_for_the_password_too(client):
    made = person()
    client.post("/tai-khoan/dang-nhap/", {"login": made.email, "password": PASSWORD})
    given = {"email": "ke.trom@example.vn", "action_add": "1"}
    page = client.post("/tai-khoan/doi-thu-dien-tu/", given)
    assert page.url.startswith("/tai-khoan/xac-thuc-lai/")
    wrong = {"oldpassword": "khong phai", "password1": "cua ke trom 2026 x"}
    assert client.post("/tai-khoan/doi-mat-khau/", wrong).status_code == 200
    made.refresh_from_db()
    assert made.check_password(PASSWORD)
    assert not Promise.objects.filter(payload__icontains="ke.trom").exists()


@pytest.mark.parametrize("address", [
    "dang-nhap/", "dang-nhap/ma/", "dang-ky/", "quen-mat-khau/", "doi-dien-thoai/",
    "doi-thu-dien-tu/", "doi-mat-khau/", "phien-dang-nhap/", "dang-xuat/", "xac-thuc-lai/",
])  # fmt: skip
def test_s16_a_form_of_another_site_changes_nothing_of_the_account(address):
    made = person()
    client = Client(enforce_csrf_checks=True)
    client.force_login(made, backend="accounts.backends.CitizenDoorBackend")
    answer = client.post(f"/tai-khoan/{address}", headers={"origin": "https://xau.example"})
    assert answer.status_code == 403
