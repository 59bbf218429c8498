"""The whole house to walk through: the portal of the demo, an office, a citizen's dossiers."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import User
from tests import situations as given
from tests.cms.conftest import built, portal  # noqa: F401 -- a fixture


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
    yield from built(django_db_blocker)


@pytest.fixture
def house(portal):  # noqa: F811
    """One office, one citizen with a draft and dossiers at three moments, one manager of it all."""
    office, citizen = given.office(), given.citizen()
    manager = User.objects.create(
        username="quan-ly", kind=User.Kind.STAFF, is_staff=True, is_superuser=True
    )
    return SimpleNamespace(
        office=office,
        citizen=citizen,
        manager=manager,
        version=portal,
        draft=given.draft(portal, office, citizen),
        filed=given.filed(portal, office, citizen),
        received=given.received(portal, office, citizen),
        finished=given.finished(portal, office, citizen),
    )
