"""What every test stands on: a migrated database of its own, empty caches."""

import gc
import os

import pytest
from django.core.cache import caches
from django.test import TransactionTestCase
from django.utils import translation

from flows.console import due
from tests import template_database

# What a test asks for that stands on a database.
ON_A_DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_collection_modifyitems(config, items):
    """Of a run on two databases side by side, the second leaves out what asks none."""
    if os.environ.get("DATABASE_TESTS_ONLY") != "1":
        return
    asking = [
        item
        for item in items
        if item.get_closest_marker("django_db") or ON_A_DATABASE & {*item.fixturenames}
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in asking])
    items[:] = asking


def pytest_collection_finish():
    """All code is loaded and stays: looking through it for garbage again and again took an eighth
    of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker, django_db_createdb):
    """A copy of the migrated template; `--create-db` makes the template anew."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        copy = template_database.copy_for(worker, rebuild=django_db_createdb)
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: copy.restore())
        yield copy
        copy.drop()


@pytest.fixture(autouse=True)
def _clean_slate():
    """No test finds the language or the caches of the one before it."""
    yield
    translation.deactivate()
    for cache in caches.all(initialized_only=True):
        cache.clear()
    due.forget()
