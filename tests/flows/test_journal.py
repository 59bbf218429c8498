"""The journal: a chain that nobody can change without the verifier naming the place."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from flows.audit import verify
from flows.models import JournalEntry
from tests import situations as given

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier():
    return given.finished(given.procedure(), given.office())


def test_15_2_every_act_is_one_entry_linked_to_the_one_before(dossier):
    entries = list(dossier.journal.all())
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    assert verify.chain_of(dossier) is None


@pytest.mark.parametrize(
    "statement", ["UPDATE flows_journalentry SET act = 'x'", "DELETE FROM flows_journalentry"]
)
def test_s48_the_database_refuses_to_change_or_delete_entries(dossier, statement):
    with (
        pytest.raises(DatabaseError, match="chỉ được thêm"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert JournalEntry.objects.exists()


def test_4_5a_an_altered_row_is_named_by_dossier_and_place(dossier, unguarded):
    JournalEntry.objects.filter(dossier=dossier, seq=2).update(actor_name="Người khác")
    broken = verify.everything()[1]
    assert (broken.dossier, broken.seq) == (dossier.code, 2)


def test_the_daily_anchor_holds_the_new_entries_and_notices_a_lost_one(dossier, unguarded):
    anchor = verify.fold_day()
    assert anchor.count == dossier.journal.count()
    assert verify.fold_day() is None
    assert verify.everything()[1] is None
    dossier.journal.order_by("-seq").first().delete()
    assert "mốc" in verify.everything()[1].reason


class Statements:
    """Runs a migration's statements inside the test's transaction."""

    connection = connection

    def execute(self, statement):
        with connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.fixture
def unguarded():
    """As a database administrator who has removed the triggers."""
    import_module("flows.migrations.0002_journal_guard").unguard(apps, Statements())
