"""An office with its people, a procedure that it offers, a person who files."""

import pytest

from tests import situations


@pytest.fixture
def office(db):
    return situations.office()


@pytest.fixture
def version(db):
    return situations.procedure()


@pytest.fixture
def person(db):
    return situations.citizen()
