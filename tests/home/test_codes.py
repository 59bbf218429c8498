"""One-time codes: bound to content, counted, cooled down, used once."""

import datetime
import re

import pytest
import time_machine
from django.utils import timezone

from flows import limits
from flows.errors import AlreadyDone, DossierError
from flows.models import Challenge, Promise
from flows.services import confirming
from flows.services.confirming import CodeError, TooSoon
from tests import situations
from tests.accounts.test_attacks import at_once
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


def test_a_code_to_a_contact_that_was_changed_since_confirms_nothing():
    person = situations.citizen(phone="+84912340001")
    send(person)
    person.phone = "+84912340002"
    person.save()
    with pytest.raises(CodeError, match="Nơi nhận mã"):
        confirming.verify(person, code=code_sent(), **WHAT)


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


def many_drafts(person, kind="draft") -> list[dict]:
    """Codes that wait at once for ten drafts, as over a day."""
    made = []
    for number in range(10):
        what = WHAT | {"subject": f"{kind}:{number}"}
        limits.forget_old(-1)  # each in an hour of its own
        challenge = send(person, subject=what["subject"])
        made.append(what | {"right": code_sent(), "challenge": challenge.pk})
    limits.forget_old(-1)
    return made


def guess(person, draft: dict, right=False) -> str:
    what = {name: draft[name] for name in WHAT}
    code = draft["right"] if right else f"{(int(draft['right']) + 1) % 10**6:06d}"
    try:
        confirming.verify(person, code=code, **what)
    except DossierError as refusal:
        return str(refusal)
    return ""


def test_s6_twenty_wrong_codes_a_day_over_all_drafts_and_the_right_one_waits_too():
    person = situations.citizen()
    drafts = many_drafts(person)
    said = [guess(person, draft) for draft in drafts for _try in range(4)]
    assert [text.startswith("Đã nhập sai 20 mã trong ngày") for text in said] == [False] * 20 + [
        True
    ] * 20
    told = guess(person, drafts[-1], right=True)
    assert re.search(r"tạm dừng đến \d\d:\d\d \d\d/\d\d/\d{4}\. Bản nháp được giữ nguyên", told)
    with pytest.raises(CodeError, match="tạm dừng đến"):
        send(person, subject="draft:new")
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1)):
        send(person, subject="draft:new")
        assert not guess(person, WHAT | {"subject": "draft:new", "right": code_sent()}, right=True)


def test_s6_right_codes_are_not_counted():
    person = situations.citizen()
    for draft in many_drafts(person):
        guess(person, draft)
        assert not guess(person, draft, right=True)
    assert not limits.is_spent("otp_wrong", str(person.pk), 11, 86400)


def test_s6_what_a_stranger_types_wrong_does_not_count_for_the_owner():
    person, stranger = situations.citizen(), situations.citizen()
    mine, theirs = many_drafts(person), many_drafts(stranger, "other")
    for draft in (*theirs, *mine):
        for _try in range(5):
            guess(stranger, draft)
    assert not guess(person, mine[0], right=True)


@pytest.mark.django_db(transaction=True)
def test_s6_forty_wrong_codes_at_once_are_looked_at_twenty_times():
    person = situations.citizen()
    drafts = many_drafts(person)
    said = at_once(
        [lambda draft=draft: guess(person, draft) for draft in drafts for _try in range(4)]
    )
    assert sum("tạm dừng đến" not in text for text in said) == 20
    assert sum(Challenge.objects.values_list("tries", flat=True)) == 40


def test_contacts_are_shown_masked():
    assert confirming.masked("+84912345678") == "091•••678"
    assert confirming.masked("nguyen.an@example.vn") == "n•••@example.vn"
