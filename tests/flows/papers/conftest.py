"""A paper to seal."""

import pytest

from tests import situations


@pytest.fixture
def issued():
    dossier = situations.filed(situations.procedure(), situations.office())
    return dossier.issued.get(kind="filing")
