"""A second factor is reset by two people within a day; the owner hears of it; it stands in the journal."""

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django_otp import user_has_device

from accounts.models import AccountEvent, FactorReset, User
from tests.accounts.people import citizen, sign_in, staff

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 24, 8, 0, tzinfo=datetime.UTC)


@pytest.fixture
def people():
    return [staff(name, email=f"{name}@bhxh.example") for name in ("mat-may", "mot", "hai")]


def test_a_second_administrator_confirms_and_the_old_factor_is_gone_at_once(people, mailoutbox):
    owner, first, second = people
    reset = FactorReset.objects.ask(owner, by=first, reason="Mất điện thoại")
    for alone in (first, owner):
        with pytest.raises(ValidationError):
            reset.confirm(by=alone)
    assert user_has_device(owner)
    code = reset.confirm(by=second)
    assert not user_has_device(owner)
    assert owner.find_enrolment_code(code)
    assert [mail.to for mail in mailoutbox] == [[owner.email]] * 2
    told = owner.account_events.values_list("act", "actor_name")
    assert list(told) == [("reset_confirmed", str(second)), ("reset_asked", str(first))]


def test_after_a_day_or_a_decision_nothing_can_be_confirmed(people):
    owner, first, second = people
    with time_machine.travel(NOW, tick=False) as clock:
        late = FactorReset.objects.ask(owner, by=first, reason="Mất điện thoại")
        clock.shift(datetime.timedelta(hours=24))
        with pytest.raises(ValidationError):
            late.confirm(by=second)
        again = FactorReset.objects.ask(owner, by=first, reason="Mất điện thoại")
        again.decline(by=second)
        with pytest.raises(ValidationError):
            again.confirm(by=second)
    assert user_has_device(owner)


def test_a_reset_is_confirmed_once(people):
    owner, first, second = people
    reset = FactorReset.objects.ask(owner, by=first, reason="Mất điện thoại")
    same = FactorReset.objects.get()
    code = reset.confirm(by=second)
    for late in (lambda: same.confirm(by=staff("ba")), lambda: same.decline(by=second)):
        with pytest.raises(ValidationError):
            late()
    assert owner.find_enrolment_code(code)


def test_nobody_confirms_at_the_address_of_the_decision_alone_or_without_the_right(people):
    owner, first, second = people
    User.objects.filter(pk__in=[owner.pk, first.pk]).update(is_superuser=True)
    reset = FactorReset.objects.ask(owner, by=first, reason="Mất điện thoại")
    decide = reverse("admin:factorreset_decide", args=[reset.pk, "xac-nhan"])
    for who in (first, owner, second, citizen()):
        client = Client()
        if who.is_staff:
            sign_in(client, who)
        else:
            client.force_login(who, "accounts.backends.CitizenDoorBackend")
        client.post(decide)
    Client().post(decide)
    reset.refresh_from_db()
    assert reset.is_waiting
    assert user_has_device(owner)


def test_who_asked_reads_that_another_confirms_and_sees_no_button(people):
    owner, first, second = people
    User.objects.filter(pk__in=[first.pk, second.pk]).update(is_superuser=True)
    reset = FactorReset.objects.ask(owner, by=first, reason="Mất điện thoại")
    page = reverse("admin:accounts_factorreset_change", args=[reset.pk])
    seen = {}
    for who in (first, second):
        client = Client()
        sign_in(client, who)
        seen[who] = client.get(page).text
    assert "Một quản trị viên khác" in seen[first]
    assert "Xác nhận đặt lại</button>" not in seen[first]
    assert "Xác nhận đặt lại</button>" in seen[second]


def test_nobody_asks_for_the_own_factor_or_twice(people):
    owner, first, second = people
    with pytest.raises(ValidationError):
        FactorReset.objects.ask(first, by=first, reason="Đổi máy")
    FactorReset.objects.ask(owner, by=first, reason="Đổi máy")
    with pytest.raises(ValidationError):
        FactorReset.objects.ask(owner, by=second, reason="Đổi máy")


def test_the_database_refuses_to_change_the_journal_of_accounts(people):
    owner, first, _second = people
    FactorReset.objects.ask(owner, by=first, reason="Mất điện thoại")
    for change in (
        lambda: AccountEvent.objects.update(actor_name="không ai"),
        lambda: AccountEvent.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
