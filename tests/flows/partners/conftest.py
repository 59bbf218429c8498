"""The national portal, and a place where dossiers are filed, for every test of the exchange."""

import pytest

from tests import situations as given
from tests.flows.partners.national_portal import PASSWORD, TARGET, UNIT, USER, national_portal


@pytest.fixture
def portal(settings):
    """The national portal, played by a server that our settings point to."""
    with national_portal() as running:
        settings.NATIONAL_URL = running.url
        settings.NATIONAL_USER, settings.NATIONAL_PASSWORD = USER, PASSWORD
        settings.NATIONAL_UNIT, settings.NATIONAL_TARGET = UNIT, TARGET
        yield running


@pytest.fixture
def place(db):
    return given.procedure(), given.office()
