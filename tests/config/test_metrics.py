"""Figures for operators: what is told, and to whom."""

import datetime

import pytest
from django.utils import timezone

from flows.effects.sweeps import beat
from flows.models import Backup, Promise
from tests import situations as given

pytestmark = pytest.mark.django_db


def test_it_tells_queues_outbox_and_worker(client):
    office, version = given.office(), given.procedure()
    given.filed(version, office)
    beat()
    since = timezone.now() - datetime.timedelta(minutes=12)
    Promise.objects.update(next_at=since)
    Promise.objects.create(kind="render", key="x", payload={"i": 1}, failed_at=timezone.now())
    Promise.objects.create(kind="sms", key="y", failed_at=timezone.now())  # an expired code
    Backup.objects.create(made_at=since, size=5_000, place="/sao-luu/1")
    Backup.objects.create(problem="pg_dump: hết chỗ", place="/sao-luu/2")
    told = _told(client.get("/metrics"))
    assert told['bhxh_work_items{step="intake"}'] == 1
    assert told["bhxh_outbox_failed"] == 1
    assert told["bhxh_outbox_age_seconds"] > 600
    assert 0 <= told["bhxh_worker_age_seconds"] < 60
    assert told["bhxh_figures_age_seconds"] == -1
    assert told["bhxh_dossiers_overdue"] == 0
    assert told["bhxh_backup_age_seconds"] > 600
    assert (told["bhxh_backup_bytes"], told["bhxh_backup_failed"]) == (5_000, 1)
    assert told['bhxh_disk_free_bytes{place="var"}'] > 0
    assert told['bhxh_certificates_ending{kind="leader"}'] == 0


def test_it_costs_few_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        assert client.get("/metrics").status_code == 200


@pytest.mark.parametrize(
    "asked", [{"REMOTE_ADDR": "203.0.113.9"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}]
)
def test_nobody_else_is_told(client, settings, asked):
    assert client.get("/metrics", **asked).status_code == 403
    settings.METRICS_TOKEN = "a-token-of-the-collector"
    assert client.get("/metrics", **asked).status_code == 403
    wrong = client.get("/metrics", HTTP_AUTHORIZATION="Bearer khác", **asked)
    assert wrong.status_code == 403
    right = client.get("/metrics", HTTP_AUTHORIZATION="Bearer a-token-of-the-collector", **asked)
    assert right.status_code == 200


def _told(answer) -> dict[str, float]:
    assert answer["Content-Type"].startswith("text/plain")
    lines = answer.content.decode().splitlines()
    pairs = [line.rsplit(" ", 1) for line in lines if not line.startswith("#")]
    return {name: float(value) for name, value in pairs}
