"""One-time codes: bound to content, counted, cooled down, used once."""

import datetime

import pytest
from django.utils import timezone

from flows.errors import AlreadyDone, DossierError
from flows.models import Challenge, Promise
from flows.services import confirming
from flows.services.confirming import CodeError, TooSoon
from tests import situations
from tests.home.steps import code_sent

pytestmark = pytest.mark.django_db
WHAT = {"purpose": "file", "subject": "draft:1", "digest": "a" * 64}


def send(person, **other):
    return confirming.send_code(person, summary="nộp hồ sơ 1.002179", **(WHAT | other))


def test_the_message_names_service_and_purpose_and_the_code_is_stored_hashed():
    challenge = send(situations.citizen())
    text = Promise.objects.get(kind="sms").payload["text"]
    assert "nop ho so 1.002179 tai Cong Dich vu cong BHXH Viet Nam" in text
    assert code_sent() not in challenge.code_hash


def test_without_a_telephone_the_code_goes_to_the_verified_email():
    person = situations.citizen(phone=None, phone_verified=False)
    with pytest.raises(DossierError, match="chưa có"):
        send(person)
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    assert send(person).channel == "email"


def test_a_code_is_used_once():
    person = situations.citizen()
    send(person)
    code = code_sent()
    challenge = confirming.check(person, code=code, **WHAT)
    confirming.use(challenge)
    with pytest.raises(AlreadyDone):
        confirming.use(challenge)
    with pytest.raises(CodeError):
        confirming.verify(person, code=code, **WHAT)


def test_tries_are_counted_and_told_and_five_close_the_code():
    person = situations.citizen()
    send(person)
    right = code_sent()
    wrong = "000000" if right != "000000" else "111111"
    for left in (4, 3, 2, 1):
        with pytest.raises(CodeError, match=f"Còn {left} lần"):
            confirming.verify(person, code=wrong, **WHAT)
    with pytest.raises(CodeError, match="sai 5 lần"):
        confirming.verify(person, code=wrong, **WHAT)
    with pytest.raises(CodeError, match="không còn dùng được"):
        confirming.verify(person, code=right, **WHAT)


@pytest.mark.parametrize(
    "other", [{"digest": "b" * 64}, {"subject": "draft:2"}, {"purpose": "withdraw"}]
)
def test_a_code_confirms_only_what_it_was_sent_for(other):
    person = situations.citizen()
    send(person)
    with pytest.raises(CodeError):
        confirming.verify(person, code=code_sent(), **(WHAT | other))


def test_another_person_cannot_use_the_code():
    send(situations.citizen())
    with pytest.raises(CodeError):
        confirming.verify(situations.citizen(), code=code_sent(), **WHAT)


def test_a_code_lives_five_minutes():
    person = situations.citizen()
    challenge = send(person)
    Challenge.objects.filter(pk=challenge.pk).update(
        expires_at=timezone.now() - datetime.timedelta(seconds=1)
    )
    with pytest.raises(CodeError, match="hết hạn"):
        confirming.verify(person, code=code_sent(), **WHAT)


def test_a_new_code_waits_a_minute_and_replaces_the_old_one():
    person = situations.citizen()
    first = send(person)
    with pytest.raises(TooSoon, match="giây"):
        send(person)
    old = code_sent()
    Challenge.objects.update(created_at=timezone.now() - datetime.timedelta(seconds=61))
    send(person)
    first.refresh_from_db()
    assert first.replaced_at
    if old != code_sent():
        with pytest.raises(CodeError):
            confirming.verify(person, code=old, **WHAT)


def test_one_contact_gets_five_codes_an_hour():
    person = situations.citizen()
    for number in range(5):
        send(person, subject=f"draft:{number}")
    with pytest.raises(DossierError, match="quá nhiều mã"):
        send(person, subject="draft:9")


def test_contacts_are_shown_masked():
    assert confirming.masked("+84912345678") == "+8491•••678"
    assert confirming.masked("nguyen.an@example.vn") == "n•••@example.vn"
