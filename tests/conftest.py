"""What every test stands on: a migrated database of its own, empty caches."""

import gc
import os

import pytest
from django.core.cache import caches
from django.test import TransactionTestCase
from django.utils import translation

from flows.console import due
from tests import template_database, two_databases


def pytest_collection_modifyitems(config, items):
    """Of a run on two databases side by side, each leaves out what the other one does."""
    if side := os.environ.get(two_databases.SIDE):
        kept, left = two_databases.shared(items, side)
        config.hook.pytest_deselected(items=left)
        items[:] = kept


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
