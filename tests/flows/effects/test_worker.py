"""The worker: keeps what is due, runs what comes round, stops when it is told to."""

import datetime
import os
import signal
import subprocess
import sys
import threading

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from flows import limits
from flows.effects import sweeps
from flows.effects.outbox import promise
from flows.models import Beat, Draft, Promise, RateWindow
from tests import situations


@pytest.mark.django_db
def test_once_empties_what_is_due_and_leaves_a_sign_of_life():
    for number in range(25):
        promise("sms", key=f"w:{number}", to="+84900000009", text="Tin", expires_at="")
    call_command("worker", once=True)
    assert not Promise.objects.filter(done_at__isnull=True).exists()
    assert timezone.now() - sweeps.last_beat() < datetime.timedelta(seconds=30)


@pytest.mark.django_db
def test_a_sweep_runs_when_its_time_has_come_and_breaks_no_other(monkeypatch):
    ran = []

    def broken():
        raise RuntimeError("hỏng")

    monkeypatch.setattr(
        sweeps, "_sweeps", {"broken": (60, broken), "whole": (60, lambda: ran.append(1))}
    )
    now = timezone.now()
    assert sweeps.run_due_sweeps(now) == ["broken", "whole"]
    assert sweeps.run_due_sweeps(now + datetime.timedelta(seconds=30)) == []
    assert sweeps.run_due_sweeps(now + datetime.timedelta(seconds=61)) == ["broken", "whole"]
    assert len(ran) == 2


@pytest.mark.django_db
def test_a_draft_past_its_term_is_emptied_and_a_filed_one_stays():
    office = situations.office()
    version = situations.procedure()
    kept = situations.filed(version, office).draft
    late = situations.draft(version, office, situations.citizen())
    Draft.objects.update(expires_at=timezone.now() - datetime.timedelta(days=1))
    Beat.objects.all().delete()
    call_command("worker", once=True)
    kept.refresh_from_db()
    late.refresh_from_db()
    assert (bool(kept.answers), kept.cleared_at) == (True, None)
    assert (late.answers, late.files.count()) == ({}, 0)


@pytest.mark.django_db
def test_so_often_and_no_more_in_one_window():
    assert [limits.hit("tra_cuu", "10.0.0.1", 2, 10**6) for _ in range(3)] == [True, True, False]
    assert limits.hit("tra_cuu", "10.0.0.2", 2, 10**6)
    assert limits.hit("nop", "10.0.0.1", 2, 10**6)
    assert "10.0.0.1" not in str(list(RateWindow.objects.values()))


@pytest.mark.django_db(transaction=True)
def test_attempts_at_once_are_all_counted():
    allowed = []

    def knock():
        allowed.append(limits.hit("dong_thoi", "ai", 5, 10**6))
        connection.close()

    threads = [threading.Thread(target=knock) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert allowed.count(True) == 5


@pytest.mark.django_db
def test_old_windows_are_forgotten():
    limits.hit("cu", "ai", 1, 60)
    RateWindow.objects.update(window=1)
    limits.forget_old()
    assert not RateWindow.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_it_stops_by_itself_when_told_and_finishes_what_it_holds(tmp_path):
    with transaction.atomic():
        promise("sms", key="stop:1", to="+84900000010", text="Tin", expires_at="")
    connection.close()
    name = connection.settings_dict["NAME"]
    url = f"sqlite:///{name}" if connection.vendor == "sqlite" else _postgres_url()
    worker = subprocess.Popen(  # noqa: S603 our own command
        [sys.executable, str(settings.ROOT / "manage.py"), "worker"],
        env=os.environ
        | {
            "DATABASE_URL": url,
            "DATABASE_URL_FILE": "",
            "VAR_DIR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        },
    )
    try:
        for _ in range(600):
            if Promise.objects.filter(done_at__isnull=False).exists():
                break
            threading.Event().wait(0.1)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=15) == 0
    finally:
        worker.kill()
    assert Promise.objects.get(key="stop:1").done_at


def _postgres_url() -> str:
    given = connection.settings_dict
    return (
        f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}"
        f"/{given['NAME']}"
    )
