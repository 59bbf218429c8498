"""The feed: every change once, in one order, however the acts and the readers fall together."""

import threading

import pytest
from django.db import connection, connections, transaction

from flows.audit.journal import record
from flows.models import Change, Dossier
from flows.partners import feed
from flows.services.acting import lock_dossier
from tests import situations as given
from tests.flows.api import partners


def walk(client, limit: int = 2) -> list[dict]:
    found, after, more = [], "", True
    while more:
        page = client.get("/api/v1/changes", {"after": after, "limit": limit}).json()
        found, after, more = found + page["items"], page["next"], page["has_more"]
    assert client.get("/api/v1/changes", {"after": after}).json() == {
        "items": [], "next": after, "has_more": False,
    }  # fmt: skip
    return found


@pytest.mark.django_db
def test_a_dossiers_way_is_told_in_order():
    given.finished(given.procedure(), given.office())
    changes = walk(partners.caller(partners.token()[1]))
    assert [change["status"] for change in changes] == [
        "submitted", "received", "processing", "completed", "returned",
    ]  # fmt: skip
    assert [change["national_code"] for change in changes] == [1, 2, 4, 9, 10]
    assert len({change["event_id"] for change in changes}) == 5


@pytest.mark.django_db
@pytest.mark.parametrize("cursor", ["x", "-1", "1.5", "9" * 30, "١"])
def test_a_cursor_that_is_not_ours_is_refused(cursor):
    client = partners.caller(partners.token()[1])
    assert client.get("/api/v1/changes", {"after": cursor}).status_code == 422


def move(pk: int) -> None:
    """Any act that changes the state, as a service does it: dossier locked, journal written."""
    with transaction.atomic():
        dossier = lock_dossier(pk)
        before = dossier.state
        dossier.state = "processing" if before == "received" else "received"
        dossier.save(update_fields=["state"])
        record(dossier, "swing", before=before)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_missed_and_nothing_comes_twice_while_many_write():
    version, office = given.procedure(), given.office()
    dossiers = [given.received(version, office).pk for _ in range(4)]
    token, _text = partners.token()
    moves, seen, writing = 12, [], threading.Event()

    def write(pk):
        for _ in range(moves):
            move(pk)
        connections.close_all()

    def read():
        position = 0
        while True:
            last_look = writing.is_set()
            for change in feed.after(position, token=token, limit=7):
                assert change.position > position
                seen.append(change)
                position = change.position
                last_look = False
            if last_look:
                break
        connections.close_all()

    writers = [threading.Thread(target=write, args=(pk,)) for pk in dossiers]
    reader = threading.Thread(target=read)
    for thread in (*writers, reader):
        thread.start()
    for thread in writers:
        thread.join()
    writing.set()
    reader.join()
    assert len(seen) == len({change.pk for change in seen}) == Change.objects.count()
    for pk in dossiers:
        own = [change.pk for change in seen if change.dossier_id == pk]
        assert own == sorted(own)
        assert len(own) == moves + 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_a_change_that_commits_late_is_not_missed():
    """The first transaction draws the lower key and commits last."""
    version, office = given.procedure(), given.office()
    slow, quick = (given.received(version, office).pk for _ in range(2))
    token, _text = partners.token()
    position = feed.after(0, token=token, limit=100)[-1].position
    written, go_on = threading.Event(), threading.Event()

    def write_slowly():
        with transaction.atomic():
            move(slow)
            written.set()
            go_on.wait(10)
        connections.close_all()

    thread = threading.Thread(target=write_slowly)
    thread.start()
    written.wait(10)
    move(quick)
    [first] = feed.after(position, token=token, limit=100)
    go_on.set()
    thread.join()
    [second] = feed.after(first.position, token=token, limit=100)
    assert (first.dossier_id, second.dossier_id) == (quick, slow)
    assert second.pk < first.pk
    assert Dossier.objects.get(pk=slow).state == "processing"
