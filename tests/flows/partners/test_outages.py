"""An hour without a partner, in every way it may be away: afterwards each has had everything, once."""

import contextlib
import datetime
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from flows.effects import keep_due
from flows.gateways import antivirus, calling, mail, revocation, smpp
from flows.models import Dossier, Promise
from flows.partners import national, webhooks
from flows.signatures import sealing
from tests import situations as given
from tests.flows.api import partners
from tests.flows.effects.servers import virus_scanner
from tests.flows.partners.away import PARTNERS, message_centre
from tests.local_server import MOODS

pytestmark = pytest.mark.django_db
PATIENCE = 0.05  # seconds: so long is a silent partner waited for here


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=True) as traveller:
        yield traveller


@pytest.fixture
def impatient(monkeypatch):
    """While the partner is away; who lives again is given the usual time."""
    with monkeypatch.context() as patched:
        for module in (calling, mail, revocation, smpp):
            patched.setattr(module, "TIMEOUT", PATIENCE)
        patched.setattr(sealing, "TIME_STAMP_SECONDS", PATIENCE)
        yield patched


def work() -> None:
    """What the worker does when it comes by."""
    national.fan_out()
    webhooks.fan_out()
    while keep_due(50):
        pass


def an_hour_away(partner, clock) -> list[str]:
    """The worker comes by in each mood of the partner, with one thing more that is owed; what it
    tells of the failure is a sentence of ours."""
    owed = []
    for partner.road.mood in MOODS:
        if partner.is_light or not owed:
            owed.append(partner.owe())
            Promise.objects.exclude(kind__in=partner.kinds).delete()
        work()
        told = Promise.objects.filter(done_at=None).values_list("error", flat=True)
        assert all(" " in error for error in told if error), (partner.road.mood, list(told))
        clock.shift(datetime.timedelta(minutes=12))
    partner.road.mood = ""
    return owed


def afterwards(clock) -> None:
    for _ in range(4):
        clock.shift(datetime.timedelta(minutes=15))
        work()


@pytest.mark.parametrize("kind", PARTNERS, ids=lambda kind: kind.__name__)
def test_an_hour_away_costs_nothing_and_doubles_nothing(kind, settings, tmp_path, clock, impatient):
    with kind(settings, tmp_path) as partner:
        owed = an_hour_away(partner, clock)
        impatient.undo()
        afterwards(clock)
        assert sorted(partner.taken()) == sorted(owed)
        assert not Promise.objects.filter(done_at=None).exists()


def test_a_message_centre_gets_everything_once_but_what_nobody_knows_waits_for_a_person(
    settings, tmp_path, clock, impatient
):
    with message_centre(settings, tmp_path) as partner:
        owed = an_hour_away(partner, clock)
        impatient.undo()
        afterwards(clock)
        unclear = Promise.objects.filter(failed_at__isnull=False)
        assert all("chưa rõ đã gửi" in one.error for one in unclear)
        taken = partner.taken()
        assert len(taken) == len(set(taken))
        assert set(owed) == set(taken)


def test_dossiers_wait_while_the_virus_scanner_is_away_and_are_filed_once(
    settings, tmp_path, clock, monkeypatch
):
    given.loaded_slips()
    place = given.procedure(), given.office()
    settings.CLAMD_SOCKET = str(tmp_path / "clamd")
    usual = antivirus.TIMEOUT
    monkeypatch.setattr(antivirus, "TIMEOUT", PATIENCE)
    system = partners.system(code=settings.NATIONAL_SYSTEM)
    caller = partners.caller(partners.token(system)[1])
    message = {"message_id": "tin-1", "body": partners.national_dossier(*place)}
    assert partners.post(caller, "/inbox/dossiers", message).status_code == 202
    for answer in (None, b"", b"stream: O", b"stream: Can't allocate memory ERROR\0"):
        scanner = virus_scanner(settings.CLAMD_SOCKET, answer) if answer is not None else None
        with scanner or contextlib.nullcontext():
            work()
            called = partners.post(caller, "/dossiers", partners.sent(*place), key="mot-lan")
            assert (called.status_code, called.json()["code"]) == (503, "busy")
        Path(settings.CLAMD_SOCKET).unlink(missing_ok=True)
        assert "an toàn" in Promise.objects.get(kind="inbox").error
        clock.shift(datetime.timedelta(minutes=15))
    assert not Dossier.objects.exists()
    monkeypatch.setattr(antivirus, "TIMEOUT", usual)
    with virus_scanner(settings.CLAMD_SOCKET):
        keep_due()
        called = partners.post(caller, "/dossiers", partners.sent(*place), key="mot-lan")
    assert called.status_code == 201
    assert caller.get("/api/v1/inbox/tin-1").json()["state"] == "done"
    assert Dossier.objects.count() == 2
