"""Security keys beside the application: several of a person's own, and every way to cheat with one."""

import json

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse
from django_otp_webauthn.models import WebAuthnCredential

from accounts import keys
from tests.accounts.authenticator import SecurityKey
from tests.accounts.people import PASSWORD, give_password, sign_in, staff

pytestmark = pytest.mark.django_db
ADD = "two_factor:add_key"


@pytest.fixture(autouse=True)
def site(settings):
    settings.OTP_WEBAUTHN_ALLOWED_ORIGINS = ["http://localhost:8000"]
    settings.OTP_WEBAUTHN_RP_ID = "localhost"


@pytest.fixture
def boss(client):
    user = staff("truong", is_superuser=True, email="truong@bhxh.example")
    sign_in(client, user)
    return user


def enrol(client, key, name="Khóa USB", password=PASSWORD):
    options = client.get(reverse(ADD)).context["options"]
    said = {"name": name, "password": password, "answer": key.create(options)}
    return client.post(reverse(ADD), said)


def asked(client, user) -> str:
    """What the door gives the person's keys to sign, after the password."""
    return give_password(client, user.username).context["key_options"]


def answer(client, given: str):
    return client.post(
        reverse("two_factor:login"),
        {"staff_login_view-current_step": "token", "token-otp_token": "", "token-key": given},
    )


def test_each_of_several_keys_opens_console_and_editor(client, boss, mailoutbox):
    own = [SecurityKey(), SecurityKey()]
    for key in own:
        assert enrol(client, key).url == reverse("two_factor:profile")
    assert [mail.to for mail in mailoutbox] == [[boss.email]] * 2
    for key in own:
        visitor = Client()
        assert answer(visitor, key.get(asked(visitor, boss))).status_code == 302
        assert visitor.get("/quan-tri/").status_code == 200
        assert visitor.get("/bien-tap/").status_code == 200
    assert "Khóa USB" in client.get(reverse("two_factor:profile")).content.decode()


def test_a_key_that_was_taken_off_opens_nothing_and_its_session_ends(client, boss, mailoutbox):
    key, visitor = SecurityKey(), Client()
    enrol(client, key)
    answer(visitor, key.get(asked(visitor, boss)))
    row = WebAuthnCredential.objects.get()
    own = reverse("two_factor:remove_key", args=[row.pk])
    assert client.post(own, {"password": "sai"}).status_code == 200
    assert client.post(own, {"password": PASSWORD}).status_code == 302
    assert visitor.get("/quan-tri/").status_code == 302
    assert asked(Client(), boss) == ""
    assert "gỡ" in mailoutbox[-1].subject


def test_nobody_enrols_with_a_wrong_password_or_the_first_factor_alone(client, boss):
    assert enrol(client, SecurityKey(), password="sai").status_code == 200
    alone = Client()
    alone.force_login(boss)
    assert alone.get(reverse(ADD)).status_code == 302
    assert not WebAuthnCredential.objects.exists()


def test_somebody_elses_key_is_neither_taken_nor_taken_off(client, boss):
    theirs, other = SecurityKey(), Client()
    stranger = staff("khac", is_superuser=True)
    sign_in(other, stranger)
    enrol(other, theirs)
    enrol(client, SecurityKey())
    visitor = Client()
    assert answer(visitor, theirs.get(asked(visitor, boss))).status_code == 200
    assert SESSION_KEY not in visitor.session
    row = WebAuthnCredential.objects.get(user=stranger)
    address = reverse("two_factor:remove_key", args=[row.pk])
    assert client.post(address, {"password": PASSWORD}).status_code == 404


def forged(key, options, lie):
    """The key's answer with one thing wrong."""
    if lie == "another site":
        key.origin = "http://localhost.evil.example"
    if lie == "another name":
        key.site = "evil.example"
    if lie == "another question":
        options = json.dumps({"challenge": "AAAAAAAAAAAAAAAAAAAAAA"})
    if lie == "another signature":
        key.private = SecurityKey().private
    if lie == "nobody touched it":
        key.touched = 0
    if lie == "what enrols a key":
        return key.create(options)
    if lie == "a copy of the key":
        key.count = 0
    return {"no answer at all": "[]", "half an answer": '{"id": "x"}'}.get(lie) or key.get(options)


@pytest.mark.parametrize(
    "lie",
    ["another site", "another name", "another question", "a copy of the key", "no answer at all",
     "half an answer", "another signature", "nobody touched it", "what enrols a key"],
)  # fmt: skip
def test_a_forged_answer_opens_nothing(client, boss, lie):
    key = SecurityKey()
    enrol(client, key)
    key.count = 4
    first = Client()
    assert answer(first, key.get(asked(first, boss))).status_code == 302
    visitor = Client()
    assert answer(visitor, forged(key, asked(visitor, boss), lie)).status_code == 200
    assert SESSION_KEY not in visitor.session


def test_an_answer_counts_once_and_not_for_ever(client, boss, monkeypatch):
    key, visitor = SecurityKey(), Client()
    enrol(client, key)
    given = key.get(asked(visitor, boss))
    assert answer(visitor, given).status_code == 302
    visitor.post(reverse("two_factor:logout"))
    give_password(visitor, boss.username)
    assert answer(visitor, given).status_code == 200
    monkeypatch.setattr(keys, "SECONDS", -1)
    assert answer(visitor, key.get(asked(visitor, boss))).status_code == 200
    assert SESSION_KEY not in visitor.session


@pytest.mark.parametrize("lie", ["another site", "another name", "another question"])
def test_a_key_enrolled_by_a_forged_answer_is_not_taken(client, boss, lie):
    key = SecurityKey()
    options = client.get(reverse(ADD)).context["options"]
    if lie == "another site":
        key.origin = "http://localhost.evil.example"
    if lie == "another name":
        key.site = "evil.example"
    if lie == "another question":
        options = json.dumps({"challenge": "AAAAAAAAAAAAAAAAAAAAAA"})
    said = {"name": "Khóa", "password": PASSWORD, "answer": key.create(options)}
    assert client.post(reverse(ADD), said).status_code == 200
    assert not WebAuthnCredential.objects.exists()


def test_an_answer_enrols_one_key_once(client, boss):
    options = client.get(reverse(ADD)).context["options"]
    for key in (SecurityKey(), SecurityKey()):
        said = {"name": "Khóa", "password": PASSWORD, "answer": key.create(options)}
        client.post(reverse(ADD), said)
    assert WebAuthnCredential.objects.count() == 1


def test_what_one_browser_was_asked_opens_nothing_in_another(client, boss):
    key, visitor, thief = SecurityKey(), Client(), Client()
    enrol(client, key)
    stolen = key.get(asked(visitor, boss))
    asked(thief, boss)
    assert answer(thief, stolen).status_code == 200
    assert SESSION_KEY not in thief.session
