"""The outbox: what was promised is kept once, in order, whatever breaks in between."""

import datetime
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from flows.effects import outbox
from flows.effects.outbox import backoff, keep_due, promise
from flows.errors import DossierError, EffectError
from flows.models import Promise


@pytest.fixture
def kept(monkeypatch):
    """A kind "test" whose handler notes what it keeps; `kept.fail` makes it break."""

    class Notes(list):
        fail = None

        def keep(self, row):
            if self.fail:
                raise self.fail
            self.append(row.key)

    notes = Notes()
    monkeypatch.setattr(outbox, "_handlers", {"test": outbox.Handler(notes.keep)})
    return notes


def later(**delta):
    Promise.objects.update(next_at=timezone.now() - datetime.timedelta(**delta))


@pytest.mark.django_db
def test_the_same_key_twice_is_one_promise(kept):
    promise("test", key="a", text="first")
    promise("test", key="a", text="second")
    assert Promise.objects.get().payload == {"text": "first"}
    assert keep_due() == 1
    assert keep_due() == 0
    assert kept == ["a"]


@pytest.mark.django_db(transaction=True)
def test_a_promise_belongs_inside_a_transaction(kept):
    with pytest.raises(transaction.TransactionManagementError):
        promise("test", key="a")


@pytest.mark.django_db
def test_a_delayed_promise_waits(kept):
    promise("test", key="a", delay=60)
    assert keep_due() == 0
    later(seconds=1)
    assert keep_due() == 1


@pytest.mark.django_db
def test_a_failure_is_tried_again_later_and_its_reason_is_seen(kept):
    promise("test", key="a")
    kept.fail = EffectError("Cổng chưa trả lời.")
    assert keep_due() == 0
    row = Promise.objects.get()
    assert (row.attempts, row.error, row.failed_at) == (1, "Cổng chưa trả lời.", None)
    assert row.next_at > timezone.now()
    kept.fail = None
    later(seconds=1)
    assert keep_due() == 1


@pytest.mark.django_db
def test_a_permanent_error_fails_at_once_and_can_be_retried_by_hand(kept):
    promise("test", key="a", text="Tin")
    kept.fail = EffectError("Số không tồn tại.", permanent=True)
    keep_due()
    row = Promise.objects.get()
    assert row.failed_at
    kept.fail = None
    assert keep_due() == 0
    assert outbox.retry(row)
    assert keep_due() == 1
    assert not outbox.retry(row)


@pytest.mark.django_db
def test_a_wiped_secret_cannot_be_sent_again(kept, monkeypatch):
    monkeypatch.setitem(outbox._handlers, "test", outbox.Handler(kept.keep, secret=True))
    promise("test", key="a", text="Mã 123456")
    kept.fail = EffectError("Số không tồn tại.", permanent=True)
    keep_due()
    assert not outbox.retry(Promise.objects.get())


@pytest.mark.django_db
def test_a_foreign_error_leaves_no_data_in_the_row(kept):
    promise("test", key="a")
    kept.fail = KeyError("079203001234")
    keep_due()
    assert Promise.objects.get().error == "KeyError"


@pytest.mark.django_db
def test_it_gives_up_after_the_last_attempt_and_tells(kept, monkeypatch):
    told = []
    monkeypatch.setitem(
        outbox._handlers,
        "test",
        outbox.Handler(kept.keep, gave_up=lambda row: told.append(row.key)),
    )
    promise("test", key="a")
    Promise.objects.update(attempts=outbox.MAX_ATTEMPTS - 1)
    kept.fail = EffectError("Không trả lời.")
    keep_due()
    assert Promise.objects.get().failed_at
    assert told == ["a"]


@pytest.mark.django_db
def test_a_secret_is_wiped_when_it_has_left(kept, monkeypatch):
    monkeypatch.setitem(outbox._handlers, "test", outbox.Handler(kept.keep, secret=True))
    promise("test", key="a", text="Mã 123456")
    keep_due()
    assert Promise.objects.get().payload == {}


@pytest.mark.django_db
def test_what_a_killed_worker_held_comes_back_with_the_same_key(kept):
    promise("test", key="a")
    Promise.objects.update(lease_until=timezone.now() + outbox.LEASE, attempts=1)
    assert keep_due() == 0
    Promise.objects.update(lease_until=timezone.now())
    assert keep_due() == 1
    assert kept == ["a"]


@pytest.mark.django_db
def test_a_slow_worker_does_not_mark_what_another_took_over(kept, monkeypatch):
    def slow(row):
        Promise.objects.update(lease_until=timezone.now() + outbox.LEASE * 2)

    monkeypatch.setitem(outbox._handlers, "test", outbox.Handler(slow))
    promise("test", key="a")
    keep_due()
    assert Promise.objects.get().done_at is None


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_never_keep_the_same(monkeypatch):
    started, kept = threading.Barrier(2), []
    monkeypatch.setattr(
        outbox, "_handlers", {"test": outbox.Handler(lambda row: kept.append(row.key))}
    )
    with transaction.atomic():
        for number in range(20):
            promise("test", key=f"race:{number}")

    def work():
        started.wait()
        while keep_due(5):
            pass
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    while keep_due():
        pass
    assert sorted(kept) == sorted(f"race:{number}" for number in range(20))


@given(st.integers(min_value=1, max_value=10_000))
def test_the_wait_grows_and_never_passes_a_quarter_of_an_hour(attempts):
    assert backoff(attempts) <= backoff(attempts + 1) <= datetime.timedelta(minutes=15)
    assert backoff(attempts) >= datetime.timedelta(seconds=5)


def test_a_partner_may_be_away_for_days_before_anything_is_given_up():
    tries = range(1, outbox.MAX_ATTEMPTS)
    assert sum(map(backoff, tries), datetime.timedelta()) > datetime.timedelta(days=2)


@pytest.mark.django_db
def test_only_what_is_left_and_not_being_sent_is_tried_again_or_dropped(kept):
    promise("test", key="a", text="một")
    row = Promise.objects.get()
    soon = timezone.now() + datetime.timedelta(minutes=1)
    Promise.objects.update(next_at=soon, lease_until=soon)
    for act in (outbox.try_again, lambda one: outbox.drop(one, by="Tín", reason="Thử")):
        with pytest.raises(DossierError, match="đang gửi"):
            act(row)
    Promise.objects.update(lease_until=None)
    outbox.try_again(row)
    assert keep_due() == 1
    with pytest.raises(DossierError, match="đã xong"):
        outbox.try_again(row)


@pytest.mark.django_db
def test_a_dropped_promise_is_never_kept_and_says_who_and_why(kept, monkeypatch):
    heard = []
    monkeypatch.setitem(
        outbox._handlers, "test", outbox.Handler(kept.keep, secret=True, gave_up=heard.append)
    )
    promise("test", key="a", text="một")
    row = Promise.objects.get()
    with pytest.raises(DossierError, match="lý do"):
        outbox.drop(row, by="Tín", reason=" ")
    outbox.drop(row, by="Tín", reason="Gửi nhầm")
    assert keep_due() == 0
    row.refresh_from_db()
    assert (row.error, row.payload, len(heard)) == ("Thôi gửi: Gửi nhầm (Tín)", {}, 1)
    assert not outbox.retry(row)
