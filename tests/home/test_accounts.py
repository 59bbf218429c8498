"""The citizen's door: register with either contact, verify, sign in, recover, change contacts."""

import re
from email import message_from_string, policy

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache

from flows.models import Challenge, Promise
from flows.services import confirming
from home.accounts import forms
from tests import situations

pytestmark = pytest.mark.django_db
User = get_user_model()
PASSWORD = "trời-xanh-mây-trắng-26"


@pytest.fixture(autouse=True)
def _no_hurry(monkeypatch):
    monkeypatch.setattr(forms, "FASTEST_SECONDS", -1)


def register(client, contact="an@example.vn", **other):
    page = client.get("/tai-khoan/dang-ky/")
    data = {
        "kind": "citizen",
        "full_name": "Nguyễn Thị Bình An",
        "contact": contact,
        "password1": PASSWORD,
        "website": "",
        "opened": page.context["form"]["opened"].value(),
        **other,
    }
    return client.post("/tai-khoan/dang-ky/", data, follow=True)


def code_sent() -> str:
    """The code in the newest message, before the worker scrubs it."""
    payload = Promise.objects.filter(kind__in=["sms", "mail"]).latest("pk").payload
    text = payload.get("text")
    if text is None:
        text = message_from_string(payload["raw"], policy=policy.default).get_content()
    return re.search(r"\b\d{6}\b", text).group()


def test_a_person_registers_with_an_email_and_is_signed_in_after_the_code(client):
    page = register(client)
    assert page.redirect_chain[-1][0] == "/tai-khoan/xac-minh-thu-dien-tu/"
    page = client.post("/tai-khoan/xac-minh-thu-dien-tu/", {"code": code_sent()}, follow=True)
    assert page.redirect_chain[-1][0] == "/ho-so/"
    assert page.context["user"].full_name == "Nguyễn Thị Bình An"


def test_a_person_registers_with_a_telephone_number_alone_typed_as_people_do(client):
    page = register(client, "0912 345 678")
    assert page.redirect_chain[-1][0] == "/tai-khoan/xac-minh-dien-thoai/"
    code = code_sent()
    page = client.post(
        "/tai-khoan/xac-minh-dien-thoai/", {"code": f"{code[:3]} {code[3:]}"}, follow=True
    )
    assert page.redirect_chain[-1][0] == "/ho-so/"
    person = page.context["user"]
    assert (person.phone, person.phone_verified, person.email) == ("+84912345678", True, "")


def test_a_wrong_code_leaves_the_person_on_the_page_and_the_account_unverified(client):
    register(client, "0912345678")
    page = client.post("/tai-khoan/xac-minh-dien-thoai/", {"code": "000000"})
    assert "Mã chưa đúng" in page.content.decode()
    assert not User.objects.get().phone_verified


def test_registering_a_known_contact_looks_the_same_and_makes_no_second_account(client):
    fresh = register(client, "0912345678")
    client.cookies.clear()
    cache.clear()
    again = register(client, "0912345678")
    assert again.redirect_chain == fresh.redirect_chain
    assert again.status_code == fresh.status_code
    assert User.objects.count() == 1


def test_asking_for_codes_too_fast_gets_a_page_that_says_so(client):
    register(client, "0912345678")
    client.cookies.clear()
    assert register(client, "0912345678").status_code == 429


def test_a_code_is_sent_again_only_after_a_minute(client):
    register(client, "0912345678")
    sent = Promise.objects.filter(kind="sms").count()
    for _again in range(5):
        page = client.post(
            "/tai-khoan/xac-minh-dien-thoai/", {"action": "resend"}, follow=True
        ).content.decode()
    assert Promise.objects.filter(kind="sms").count() == sent
    assert "Mã vừa được gửi" in page
    assert "0912 345 678" in page


def test_programs_that_fill_in_the_hidden_box_get_no_account(client):
    register(client, website="http://spam.example")
    assert not User.objects.exists()


def test_a_form_sent_at_once_is_asked_for_again_and_loses_nothing(client, monkeypatch):
    monkeypatch.setattr(forms, "FASTEST_SECONDS", 60)
    page = register(client)
    assert "Nguyễn Thị Bình An" in page.content.decode()
    assert "lần nữa" in page.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("contact", ["khong-phai", "12345", "a@b"])
def test_a_contact_that_is_neither_is_explained(client, contact):
    page = register(client, contact)
    assert "Nhập thư điện tử, ví dụ" in page.content.decode()


def test_an_organisation_registers_with_a_checked_tax_code(client):
    page = register(
        client,
        kind="organisation",
        tax_code="0100233487",
        full_name="Công ty Sao Mai",
        no_certificate="on",
    )
    assert "mã số thuế" in page.content.decode()
    register(
        client,
        kind="organisation",
        tax_code="0100233488",
        full_name="Công ty Sao Mai",
        no_certificate="on",
    )
    made = User.objects.get()
    assert (made.kind, made.tax_code) == ("organisation", "0100233488")


def person(**facts):
    made = situations.citizen(**facts)
    made.set_password(PASSWORD)
    made.save()
    if made.email:
        made.emailaddress_set.create(email=made.email, verified=True, primary=True)
    return made


@pytest.mark.parametrize("typed", ["{email}", "0912 340 001", "+84912340001"])
def test_either_contact_signs_in(client, typed):
    made = person(phone="+84912340001")
    page = client.post(
        "/tai-khoan/dang-nhap/", {"login": typed.format(email=made.email), "password": PASSWORD}
    )
    assert page.status_code == 302
    assert page.url == "/ho-so/"


def test_staff_are_as_unknown_here_as_anybody(client):
    made = person(is_staff=True)
    page = client.post("/tai-khoan/dang-nhap/", {"login": made.email, "password": PASSWORD})
    assert page.status_code == 200
    assert "mật khẩu chưa đúng" in page.content.decode()
    client.post("/tai-khoan/quen-mat-khau/", {"email": made.email})
    assert "mã đặt lại" not in str(Promise.objects.values_list("payload", flat=True))


@pytest.mark.parametrize("by", ["email", "phone"])
def test_a_forgotten_password_is_set_anew_by_a_code(client, by):
    made = person()
    page = client.post("/tai-khoan/quen-mat-khau/", {"email": getattr(made, by)})
    assert page.url == "/tai-khoan/quen-mat-khau/ma/"
    page = client.post("/tai-khoan/quen-mat-khau/ma/", {"code": code_sent()})
    assert page.url == "/tai-khoan/quen-mat-khau/mat-khau-moi/"
    page = client.post(page.url, {"password1": "mot-mat-khau-khac-27"})
    made.refresh_from_db()
    assert made.check_password("mot-mat-khau-khac-27")


def test_recovery_answers_the_same_for_an_unknown_contact(client):
    page = client.post("/tai-khoan/quen-mat-khau/", {"email": "khong.ai@example.vn"})
    assert page.url == "/tai-khoan/quen-mat-khau/ma/"
    assert client.get(page.url).status_code == 200


def test_sign_out_asks_and_is_a_post(client):
    client.force_login(person(), backend="accounts.backends.CitizenDoorBackend")
    assert client.get("/tai-khoan/dang-xuat/").status_code == 200
    client.post("/tai-khoan/dang-xuat/")
    assert client.get("/ho-so/").status_code == 302


def signed_in(client, made):
    """Signed in, and the password given once more for what is sensitive."""
    client.post("/tai-khoan/dang-nhap/", {"login": made.email, "password": PASSWORD})
    client.post("/tai-khoan/xac-thuc-lai/", {"password": PASSWORD})


def test_the_profile_is_checked_and_kept(client):
    made = person()
    signed_in(client, made)
    good = {
        "full_name": "Nguyễn Thị Bình An",
        "identity_number": "079190001234",
        "social_insurance_number": "7912345678",
        "date_of_birth": "20/5/1990",
        "address": "12 Lê Lợi",
    }
    page = client.post("/tai-khoan/ho-so-ca-nhan/", good | {"identity_number": "12"})
    assert "12 chữ số" in page.content.decode()
    page = client.post("/tai-khoan/ho-so-ca-nhan/", good)
    assert page.status_code == 302
    made.refresh_from_db()
    assert made.date_of_birth.isoformat() == "1990-05-20"
    assert "— → 20/05/1990" in client.get("/tai-khoan/lich-su/").text


def test_changing_a_contact_asks_for_the_password_again(client):
    made = person()
    client.post("/tai-khoan/dang-nhap/", {"login": made.email, "password": PASSWORD})
    page = client.post("/tai-khoan/doi-dien-thoai/", {"phone": "0987 654 321"})
    assert page.url.startswith("/tai-khoan/xac-thuc-lai/")
    page = client.post(page.url, {"password": PASSWORD})
    assert page.url == "/tai-khoan/xac-minh-dien-thoai/"


def test_a_new_telephone_number_counts_after_its_code_and_the_old_one_is_told(client):
    made = person(phone="+84912340001")
    signed_in(client, made)
    new = {"phone": "0987 654 321", "old_lost": "on"}
    client.post("/tai-khoan/doi-dien-thoai/", new)
    made.refresh_from_db()
    assert made.phone == "+84912340001"
    page = client.post("/tai-khoan/xac-minh-dien-thoai/", {"code": code_sent()}, follow=True)
    made.refresh_from_db()
    assert (made.phone, made.phone_verified) == ("+84987654321", True)
    assert page.request["PATH_INFO"] == "/tai-khoan/ho-so-ca-nhan/"
    assert "Đã xác minh số điện thoại." in page.text
    told = Promise.objects.filter(kind="sms").latest("pk").payload
    assert told["to"] == "+84912340001"
    assert "khong con dung so dien thoai nay" in told["text"]


def test_a_new_email_counts_after_its_code_and_the_old_one_is_told(client):
    made = person()
    before = made.email
    signed_in(client, made)
    new = {"email": "moi@example.vn", "action_add": "1", "old_lost": "on"}
    client.post("/tai-khoan/doi-thu-dien-tu/", new)
    client.post("/tai-khoan/xac-minh-thu-dien-tu/", {"code": code_sent()})
    made.refresh_from_db()
    assert made.email == "moi@example.vn"
    recipients = [
        one for row in Promise.objects.filter(kind="mail") for one in row.payload["recipients"]
    ]
    assert before in recipients


def last_code_to(contact: str) -> str:
    """The code of the newest message to this contact."""
    for payload in Promise.objects.order_by("-pk").values_list("payload", flat=True):
        if contact in (payload.get("to"), *payload.get("recipients", ())):
            text = (
                payload.get("text")
                or message_from_string(payload["raw"], policy=policy.default).get_content()
            )
            return re.search(r"\b\d{6}\b", text).group()
    raise AssertionError(contact)


@pytest.mark.parametrize(
    ("start", "code", "field", "new"),
    [
        ("doi-dien-thoai/", "xac-minh-dien-thoai/", "phone", "+84987654321"),
        ("doi-thu-dien-tu/", "xac-minh-thu-dien-tu/", "email", "moi@example.vn"),
    ],
)
def test_11_1d_a_contact_is_changed_by_codes_to_both_the_old_and_the_new(
    client, start, code, field, new
):
    made = person(phone="+84912340001")
    old = getattr(made, field)
    signed_in(client, made)
    client.post(f"/tai-khoan/{start}", {field: new, "action_add": "1"})
    from_old, from_new = last_code_to(old), last_code_to(new)
    page = client.get(f"/tai-khoan/{code}").text
    assert "(đang dùng)" in page
    wrong = f"{(int(from_old) + 1) % 10**6:06d}"
    page = client.post(f"/tai-khoan/{code}", {"code": from_new}).text
    assert "Nhập mã gồm 6 chữ số" in page
    page = client.post(f"/tai-khoan/{code}", {"code": from_new, "old_code": wrong}).text
    assert "Mã chưa đúng. Còn 4 lần thử." in page
    made.refresh_from_db()
    assert getattr(made, field) == old
    client.post(f"/tai-khoan/{code}", {"code": from_new, "old_code": from_old})
    made.refresh_from_db()
    assert getattr(made, field) == new
    (event,) = made.account_events.all()
    assert (event.data["changes"], event.actor) == ({field: [old, new]}, made)
    if field == "phone":
        assert confirming.contact_of(made) == ("sms", new)


def test_a_spent_code_of_the_old_number_says_how_to_get_another(client):
    made, new = person(phone="+84912340001"), "+84987654321"
    signed_in(client, made)
    client.post("/tai-khoan/doi-dien-thoai/", {"phone": new})
    codes = {"code": last_code_to(new), "old_code": last_code_to(made.phone)}
    Challenge.objects.update(tries=confirming.TRIES)
    page = client.post("/tai-khoan/xac-minh-dien-thoai/", codes).text
    assert "Hãy quay lại nhập số mới để nhận hai mã khác." in page
    made.refresh_from_db()
    assert made.phone == "+84912340001"


@pytest.mark.parametrize(
    "address",
    ["dang-ky/", "dang-nhap/", "quen-mat-khau/", "bi-khoa/", "dang-ky/?loai=to-chuc"],
)
def test_every_page_before_sign_in_opens(client, address):
    assert client.get(f"/tai-khoan/{address}").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["ho-so-ca-nhan/", "doi-mat-khau/", "doi-thu-dien-tu/", "doi-dien-thoai/", "phien-dang-nhap/"],
)
def test_every_page_of_the_account_opens(client, address):
    signed_in(client, person())
    assert client.get(f"/tai-khoan/{address}").status_code == 200
