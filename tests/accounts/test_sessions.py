"""Sessions end: staff after 15 idle minutes, citizens after 30, everybody after 12 hours."""

import datetime

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.passwords import LongEnoughValidator, NotOurNameValidator
from flows.models import Promise
from tests.accounts.people import citizen, sign_in, staff

NOW = datetime.datetime(2026, 11, 24, 8, 0, tzinfo=datetime.UTC)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "minutes", "stays"),
    [(staff, 14, True), (staff, 16, False), (citizen, 29, True), (citizen, 31, False)],
)
def test_an_idle_session_ends(client, make, minutes, stays):
    with time_machine.travel(NOW, tick=False) as clock:
        client.force_login(make())
        client.get("/robots.txt")
        clock.shift(datetime.timedelta(minutes=minutes))
        client.get("/robots.txt")
        assert (SESSION_KEY in client.session) is stays


@pytest.mark.django_db
def test_a_busy_session_ends_after_twelve_hours(client):
    with time_machine.travel(NOW, tick=False) as clock:
        client.force_login(citizen())
        for _ in range(12 * 3):
            client.get("/robots.txt")
            assert SESSION_KEY in client.session
            clock.shift(datetime.timedelta(minutes=20))
        clock.shift(datetime.timedelta(minutes=1))
        client.get("/robots.txt")
        assert SESSION_KEY not in client.session


@pytest.mark.parametrize("password", ["baohiemxahoi2026", "BHXH@123456", "bhxh-dichvucong-1"])
def test_our_own_name_with_digits_is_no_password(password):
    with pytest.raises(ValidationError):
        NotOurNameValidator().validate(password)


def test_long_passwords_with_accents_and_spaces_are_taken():
    NotOurNameValidator().validate("bảo hiểm " + "cơn mưa ngang qua phố " * 4)
    LongEnoughValidator().validate("mưa phùn")


@pytest.mark.django_db
def test_staff_hear_of_a_sign_in_from_a_device_not_seen_before():
    boss = staff("truong-phong", email="truong.phong@bhxh.example")
    known = Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for client, letters in ((known, 0), (Client(), 1), (known, 1)):
            sign_in(client, boss)
            assert SESSION_KEY in client.session
            assert Promise.objects.filter(kind="mail").count() == letters
            client.post(reverse("two_factor:logout"))
            clock.shift(60)
