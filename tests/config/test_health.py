"""Alive, ready, and what readiness tells of the worker."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from config import health
from flows.effects.sweeps import beat
from flows.models import Promise

pytestmark = pytest.mark.django_db


def test_alive_asks_nobody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok\n"


def test_ready_tells_how_old_the_worker_and_its_oldest_debt_are(client):
    beat()
    since = timezone.now() - datetime.timedelta(minutes=3)
    Promise.objects.create(kind="email", key="1", next_at=since)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    told = answer.json()
    assert told["ready"] is told["database"] is told["migrations"] is told["storage"] is True
    assert 180 <= told["outbox_age"] < 200
    assert told["worker_age"] < 20


def test_a_storage_that_takes_nothing_is_not_ready(client, monkeypatch):
    def full(*args, **kwargs):
        raise OSError("no space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["storage"] is False


def test_missing_migrations_are_not_ready(client, monkeypatch):
    def missing():
        raise RuntimeError("migrations are missing")

    monkeypatch.setattr(health, "_migrations", missing)
    assert client.get("/readyz").status_code == 503


def test_a_picture_comes_from_the_public_store_only(client):
    default_storage.save("ab/cd/secret.png", ContentFile(b"x"))
    assert client.get("/anh/../ab/cd/secret.png").status_code in {400, 404}
    assert client.get("/anh/ab/cd/secret.png").status_code == 404


def test_robots_stay_out_of_what_is_about_one_person(client):
    lines = client.get("/robots.txt").content.decode()
    assert "Disallow: /ho-so/" in lines
    assert "Sitemap: http" in lines


def test_a_browser_that_opens_json_finds_the_icon_it_asks_for(client):
    icon = client.get("/favicon.ico")
    assert icon.status_code == 200
    assert b"".join(icon).startswith(b"\0\0\1\0")
