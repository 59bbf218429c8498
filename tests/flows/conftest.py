"""What the tests of several rooms of the office stand on."""

import pytest

from tests.flows.signatures import seals


@pytest.fixture
def key(settings, tmp_path):
    """The agency seals with a key in a file."""
    path = seals.kept_key(tmp_path / "agency.p12")
    settings.SEAL_KEY, settings.SEAL_PASSWORD = str(path), seals.PASSWORD
    return path
