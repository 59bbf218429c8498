"""Sign-in by a code sent to a verified contact: it opens once, for its owner, and tells strangers nothing."""

import re
import time
from email import message_from_string, policy

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.test import Client

from config.templatetags.contacts import contact_as_read
from flows import limits
from flows.models import Promise
from home.accounts.guessing import CODES_A_DAY
from tests.home.test_accounts import code_sent, person

pytestmark = pytest.mark.django_db
ASK, TYPE = "/tai-khoan/dang-nhap/ma/", "/tai-khoan/dang-nhap/ma/nhap/"


def asked(client, contact):
    page = client.post(ASK, {"contact": contact})
    assert (page.status_code, page.url) == (302, TYPE)


def wrong(right: str) -> str:
    return f"{(int(right) + 1) % 10**6:06d}"


def is_in(client) -> bool:
    return SESSION_KEY in client.session


def told_by(promise) -> str:
    text = promise.payload.get("text")
    raw = promise.payload.get("raw", "")
    return text or message_from_string(raw, policy=policy.default).get_content()


@pytest.mark.parametrize("by", ["email", "phone"])
def test_either_verified_contact_signs_in_by_a_code_and_goes_on_where_it_was(client, by):
    made = person()
    page = client.get("/tai-khoan/dang-nhap/?next=/lich-hen/").content.decode()
    assert f'href="{ASK}?next=/lich-hen/"' in page
    page = client.post(
        f"{ASK}?next=/lich-hen/", {"contact": getattr(made, by), "next": "/lich-hen/"}
    )
    assert page.url == f"{TYPE}?next=%2Flich-hen%2F"
    assert "5 phút" in client.get(page.url).content.decode()
    code = code_sent()
    page = client.post(page.url, {"code": f"{code[:3]} {code[3:]}", "next": "/lich-hen/"})
    assert page.url == "/lich-hen/"
    assert client.session[SESSION_KEY] == str(made.pk)


def test_s10_whoever_cannot_sign_in_here_reads_the_same_and_is_sent_no_code(client):
    unproved = person(email="chua.xac.minh@example.vn", phone="+84912349999", phone_verified=False)
    unproved.emailaddress_set.update(verified=False)
    closed, staff = person(is_active=False), person(is_staff=True)
    contacts = [unproved.email, unproved.phone, closed.email, staff.email, "khong.ai@example.vn"]
    pages = set()
    for contact in [person(email="co.that@example.vn").email, *contacts]:
        visitor = Client()
        asked(visitor, contact)
        shown = visitor.get(TYPE).context
        lead = [
            line for line in visitor.get(TYPE).content.decode().splitlines() if "<strong>" in line
        ]
        pages.add((shown["can_resend"], str(lead).replace(contact_as_read(contact), "-")))
    assert len(pages) == 1
    told = [told_by(promise) for promise in Promise.objects.filter(kind__in=["sms", "mail"])]
    assert [bool(re.search(r"\b\d{6}\b", text)) for text in told].count(True) == 1


def test_s6_five_wrong_codes_close_it_and_the_right_one_opens_no_more(client):
    asked(client, person().email)
    code = code_sent()
    for _try in range(4):
        assert "Mã chưa đúng" in client.post(TYPE, {"code": wrong(code)}).content.decode()
    assert client.post(TYPE, {"code": wrong(code)}).url == ASK
    client.post(TYPE, {"code": code})
    assert not is_in(client)


def test_s6_a_code_lives_five_minutes(client, monkeypatch):
    asked(client, person().email)
    later = time.time() + 301
    monkeypatch.setattr("time.time", lambda: later)
    client.post(TYPE, {"code": code_sent()})
    assert not is_in(client)


def test_s6_past_the_tries_of_a_day_each_code_is_looked_at_once(client):
    made = person()
    for _try in range(CODES_A_DAY):
        limits.hit("login_code", made.email, CODES_A_DAY, 86400)
    asked(client, made.email)
    code = code_sent()
    assert "Mã chưa đúng" in client.post(TYPE, {"code": wrong(code)}).text
    assert client.post(TYPE, {"code": code}).url == ASK
    assert not is_in(client)


def test_s6_the_owner_comes_in_however_many_wrong_codes_strangers_typed(client):
    made = person()
    for number in range(8):
        stranger = Client(REMOTE_ADDR=f"198.51.100.{number}")
        asked(stranger, made.email)
        code = code_sent()
        for _try in range(5):
            stranger.post(TYPE, {"code": wrong(code)})
    asked(client, made.email)
    client.post(TYPE, {"code": code_sent()})
    assert is_in(client)


def test_s6_a_session_that_was_copied_has_no_more_tries(client):
    made = person()
    asked(client, made.email)
    code, half_open = code_sent(), dict(client.session.items())
    looked = 0
    for number in range(10):
        guesser = Client(REMOTE_ADDR=f"198.51.100.{number}")
        session = guesser.session
        session.update(half_open)
        session.save()
        looked += guesser.post(TYPE, {"code": wrong(code)}).status_code == 200
    assert looked == 5
    client.post(TYPE, {"code": code})
    assert not is_in(client)


def test_s4_a_code_opens_once_though_the_session_was_copied(client):
    asked(client, person().email)
    half_open = dict(client.session.items())
    code = code_sent()
    client.post(TYPE, {"code": code})
    assert is_in(client)
    twin = Client()
    session = twin.session
    session.update(half_open)
    session.save()
    twin.post(TYPE, {"code": code})
    assert not is_in(twin)


def test_s5_a_code_opens_only_the_session_that_asked(client):
    made, other = person(), Client()
    asked(client, made.email)
    code = code_sent()
    cache.clear()
    asked(other, "khong.ai@example.vn")
    other.post(TYPE, {"code": code})
    assert not is_in(other)


def test_s7_a_new_code_waits_a_minute_and_another_contact_does_not(client):
    made = person()
    asked(client, made.email)
    page = client.post(TYPE, {"action": "resend"}, follow=True)
    assert "đợi 60 giây" in page.content.decode()
    assert client.post(TYPE, {"action": "other"}).url == ASK
    assert "đợi 60 giây" in client.post(ASK, {"contact": made.email}).content.decode()
    assert Promise.objects.filter(kind="mail").count() == 1
    asked(client, made.phone)
    assert Promise.objects.filter(kind="sms").count() == 1
    cache.clear()
    client.post(TYPE, {"action": "resend"})
    assert Promise.objects.filter(kind="sms").count() == 2
