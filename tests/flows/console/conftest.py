"""People at their desks: a client signed in with both factors, an office, a procedure."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from flows.reports import fold
from flows.reports.period import Period
from flows.synthesis import making
from tests import situations as given


def at_desk(user) -> Client:
    """A browser in which the person has signed in with password and second factor."""
    device, _made = TOTPDevice.objects.get_or_create(user=user, name="default")
    client = Client()
    client.force_login(user, backend="accounts.backends.StaffDoorBackend")
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client


@pytest.fixture
def office(db):
    return given.office()


@pytest.fixture
def version(office):
    return given.procedure()


@pytest.fixture
def clerk(office):
    return at_desk(office.clerk)


@pytest.fixture
def officer(office):
    return at_desk(office.officer)


@pytest.fixture
def leader(office):
    return at_desk(office.leader)


@pytest.fixture
def desk(office):
    return at_desk(office.desk)


def working_year() -> Period:
    """The year in which most of the generated days lie: in its first weeks the year before."""
    day = timezone.localdate() - datetime.timedelta(days=75)
    return Period.of(str(day.year))


@pytest.fixture
def offices(db):
    """An office under its province, and another one elsewhere; all three have dossiers."""
    mine, other = given.two_levels(), given.office("BHXH cơ sở Ba Đình")
    given.procedure()
    list(making.generate(90, days=150, seed=21))
    fold.catch_up()
    return mine, other
