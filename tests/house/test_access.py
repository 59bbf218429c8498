"""Nobody opens what is not meant for them: every role at every address."""

import logging

import pytest
from django.http import HttpResponse

from accounts.models import User
from config.urls import urlpatterns  # noqa: F401 -- this module stands in for it
from tests.house import access, access_rules
from tests.journeys import demo_data


def _short(status: int):
    return lambda request, exception=None: HttpResponse(status=status)


# Error pages cost more than the refusals that they tell of.
handler403, handler404 = _short(403), _short(404)


@pytest.fixture
def house(transactional_db, django_db_setup, settings):
    """The demo's people and catalogue, and the middleware that lets people in."""
    copy = django_db_setup
    copy.restore(copy.filled(demo_data.name(), demo_data.load))
    settings.MIDDLEWARE = access.deciding_middleware()
    settings.ROOT_URLCONF = __name__
    logging.disable(logging.CRITICAL)
    yield access.House()
    logging.disable(logging.NOTSET)


def person(name: str):
    if name == access_rules.NOBODY:
        return access.nobody()
    half_in = name == access_rules.HALF_IN
    found = User.objects.get(username=access_rules.CLERK if half_in else name)
    return access.as_signed_in(found, verified=found.is_staff and not half_in)


def test_s21_every_role_is_turned_away_at_every_address_that_is_not_meant_for_it(house):
    people = {name: person(name) for name in access_rules.ALL}
    unknown, let_in = [], []
    for route in access.routes():
        path = access.address(route)
        for method in access_rules.methods(route):
            admitted = access_rules.admitted(route, method)
            if admitted is None:
                unknown.append(route)
                continue
            for name in sorted(access_rules.asking(route) - admitted):
                if seen := house.refuses(people[name], method, path):
                    let_in.append(f"{name or 'nobody'} {seen}")
    assert not unknown, "who may open these is written nowhere"
    assert not let_in
