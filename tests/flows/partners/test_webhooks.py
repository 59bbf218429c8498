"""Webhooks: signed, in order, once; a receiver that fails gets everything when it lives again."""

import datetime
import hashlib
import hmac
import socket
import time

import pytest
from django.utils import timezone

from flows.effects import keep_due
from flows.errors import EffectError
from flows.gateways import webhook as gateway
from flows.models import Promise, Webhook, WebhookDelivery
from flows.partners import systems, webhooks
from tests import situations as given
from tests.flows.api import partners
from tests.flows.console.conftest import at_desk
from tests.flows.partners.receiver import receiver

pytestmark = pytest.mark.django_db
WAY = ["submitted", "received", "processing", "completed", "returned"]


@pytest.fixture
def server(settings):
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    with receiver() as running:
        yield running


def hook_to(server, **scope) -> Webhook:
    hook = Webhook(token=partners.token(**scope)[0], url=server.url)
    webhooks.open_webhook(hook)
    return hook


def work(times: int = 30) -> None:
    """The worker, with all waiting skipped."""
    webhooks.fan_out()
    for _ in range(times):
        Promise.objects.filter(done_at=None).update(next_at=timezone.now())
        keep_due(200)


def rested() -> None:
    Webhook.objects.update(paused_until=timezone.now() - datetime.timedelta(seconds=1))


def statuses(server) -> list[str]:
    return [event["status"] for _headers, event, _body in server.seen]


def test_every_change_is_told_signed_in_order_and_once(server, place):
    hook = hook_to(server)
    dossier = given.finished(*place)
    work()
    assert statuses(server) == WAY
    for headers, event, body in server.seen:
        expected = hmac.new(hook.secret.encode(), body, hashlib.sha256).hexdigest()
        assert headers["X-Signature"] == f"sha256={expected}"
        assert headers["X-Event-Id"] == event["event_id"]
        assert event["code"] == dossier.code
        assert dossier.applicant_name not in body.decode()


def test_what_came_before_the_address_is_not_told(server, place):
    given.received(*place)
    hook_to(server)
    work()
    assert server.calls == 0


def test_only_dossiers_in_the_tokens_reach_are_told(server, place):
    hook_to(server, agencies=[given.office().agency])
    hook_to(server, only_own=True)
    given.received(*place)
    work()
    assert server.calls == 0


@pytest.mark.parametrize("status", [500, 404, 302, 0])
def test_after_an_outage_everything_arrives_once_and_in_order(server, place, status):
    hook = hook_to(server)
    server.status = status
    dossiers = [given.received(*place), given.received(*place)]
    work(8)
    hook.refresh_from_db()
    assert hook.is_paused
    assert server.calls == webhooks.PAUSE_AFTER
    server.status = 200
    rested()
    work()
    for dossier in dossiers:
        told = [event["status"] for _h, event, _b in server.seen if event["code"] == dossier.code]
        assert told == ["submitted", "received"]
    hook.refresh_from_db()
    assert (hook.failures, hook.paused_until) == (0, None)


def test_the_first_answer_after_an_outage_wakes_everything_that_waits(server, place):
    hook_to(server)
    server.status = 503
    given.received(*place)
    given.received(*place)
    work(8)
    server.status = 200
    rested()
    far = timezone.now() + datetime.timedelta(minutes=10)
    Promise.objects.filter(kind="webhook").update(next_at=far)
    first = Promise.objects.filter(kind="webhook", done_at=None).order_by("pk").first()
    Promise.objects.filter(pk=first.pk).update(next_at=timezone.now())
    for _ in range(4):
        keep_due(50)
    assert len(server.seen) == 4


def test_an_event_is_tried_again_with_the_same_id_and_bytes(server, place):
    hook_to(server)
    given.filed(*place)
    work()
    webhooks.replay(WebhookDelivery.objects.get())
    work()
    first, second = server.seen
    assert first[2] == second[2]
    assert first[0]["X-Event-Id"] == second[0]["X-Event-Id"]


def test_a_revoked_token_ends_its_webhooks(server, place):
    hook = hook_to(server)
    given.filed(*place)
    webhooks.fan_out()
    systems.revoke(hook.token)
    given.filed(*place)
    work()
    assert server.calls == 0
    assert WebhookDelivery.objects.count() == 1


def test_a_receiver_that_answers_drop_by_drop_is_cut_off(server, monkeypatch):
    monkeypatch.setattr(gateway.calling, "DEADLINE", 0.4)
    server.status, begun = -1, time.monotonic()
    with pytest.raises(EffectError):
        gateway.post(server.url, b"{}", {})
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x", "https://127.0.0.1/x", "https://[::1]/", "https://169.254.169.254/",
        "https://10.0.0.5/", "https://2130706433/", "https://[::ffff:10.0.0.1]/", "file:///etc/passwd",
        "https://[64:ff9b::a00:1]/", "https://0.0.0.0/", "https://user:pass@example.com/", "https:///x",
        "gopher://example.com/", "https://example.com:99999/", "http://1.1.1.1/",
    ],
)  # fmt: skip
def test_nothing_of_our_own_network_is_called(url, settings):
    settings.WEBHOOK_NETWORKS = []
    with pytest.raises(EffectError):
        gateway.post(url, b"{}", {})


def test_a_name_is_resolved_once_and_the_address_pinned(server, monkeypatch):
    answers = iter(["127.0.0.1", "10.9.9.9"])

    def resolve(host, port, **kwargs):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    monkeypatch.setattr(gateway.socket, "getaddrinfo", resolve)
    port = server.server_address[1]
    with pytest.MonkeyPatch.context() as patch:
        dialled = []
        real = socket.create_connection

        def dial(address, timeout):
            dialled.append(address)
            monkeypatch.undo()
            return real(address, timeout)

        patch.setattr(gateway.socket, "create_connection", dial)
        assert gateway.post(f"http://doi-tac.example:{port}/nhan", b"{}", {}) == 200
    assert dialled == [("127.0.0.1", port)]


@pytest.fixture
def administrator(db):
    user = given.staff("Hồ Ngọc Tín", "inspector", given.office().departments["it"])
    user.is_superuser = True
    user.save()
    return at_desk(user)


def test_an_administrator_adds_an_address_and_sends_an_event_again(administrator, server, place):
    token, _text = partners.token()
    body = {"token": token.pk, "url": server.url, "is_active": "on"}
    page = administrator.post("/quan-tri/flows/webhook/add/", body, follow=True)
    hook = Webhook.objects.get()
    assert hook.secret in page.text
    assert hook.secret not in administrator.get("/quan-tri/flows/webhook/").text
    given.filed(*place)
    work()
    chosen = {"action": "replay", "_selected_action": [WebhookDelivery.objects.get().pk]}
    administrator.post("/quan-tri/flows/webhookdelivery/", chosen)
    work()
    assert len(server.seen) == 2


def test_an_address_in_a_private_network_is_not_taken(administrator, settings):
    settings.WEBHOOK_NETWORKS = []
    body = {"token": partners.token()[0].pk, "url": "https://10.1.1.1/x", "is_active": "on"}
    assert "mạng riêng" in administrator.post("/quan-tri/flows/webhook/add/", body).text
    assert not Webhook.objects.exists()
