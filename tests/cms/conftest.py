"""The portal, built once for all tests of this room, and the people who edit it."""

import pytest
from django.contrib.auth.models import Group

from accounts.models import User
from cms import editors
from tests import portal as the_portal


@pytest.fixture(scope="package")
def _built(django_db_setup, django_db_blocker):
    yield from the_portal.built(django_db_blocker)


@pytest.fixture
def portal(_built, db):
    """The page tree, with one procedure in force that an office takes in: its version."""
    return the_portal.version(_built)


@pytest.fixture
def author(portal):
    return _editor("soan", editors.AUTHORS)


@pytest.fixture
def reviewer(portal):
    return _editor("duyet-bai", editors.REVIEWERS)


@pytest.fixture
def publisher(portal):
    return _editor("xuat-ban", editors.PUBLISHERS)


def _editor(username: str, group: str) -> User:
    user = User.objects.create(username=username, kind=User.Kind.STAFF, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def at_desk(client):
    """Sign an editor in with the second factor already given."""

    def sign_in(user):
        from django_otp import DEVICE_ID_SESSION_KEY
        from django_otp.plugins.otp_totp.models import TOTPDevice

        device = TOTPDevice.objects.create(user=user, name="default")
        client.force_login(user)
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
        return client

    return sign_in
