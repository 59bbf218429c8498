"""The whole house to walk through: the portal of the demo, an office, a citizen's dossiers."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import User
from tests import portal
from tests import situations as given


def signed_in(user, **options) -> Client:
    """A browser of this person; of staff with both factors."""
    client = Client(**options)
    door = "StaffDoorBackend" if user.is_staff else "CitizenDoorBackend"
    client.force_login(user, backend=f"accounts.backends.{door}")
    if user.is_staff:
        device, _made = TOTPDevice.objects.get_or_create(user=user, name="default")
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
    return client


@pytest.fixture(scope="module")
def _built(django_db_setup, django_db_blocker):
    yield from portal.built(django_db_blocker)


@pytest.fixture
def house(_built, db):
    """One office, one citizen with a draft and dossiers at three moments, one manager of it all."""
    version, office, citizen = portal.version(_built), given.office(), given.citizen()
    manager = User.objects.create(
        username="quan-ly", kind=User.Kind.STAFF, is_staff=True, is_superuser=True
    )
    return SimpleNamespace(
        office=office,
        citizen=citizen,
        manager=manager,
        version=version,
        draft=given.draft(version, office, citizen),
        filed=given.filed(version, office, citizen),
        received=given.received(version, office, citizen),
        finished=given.finished(version, office, citizen),
    )
