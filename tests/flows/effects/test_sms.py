"""SMS: the gateway hears key, sender and text once; its errors are told apart; codes expire."""

import datetime
import json

import pytest
from django.core.management import call_command
from django.utils import timezone

from flows.effects import keep_due, send_sms
from flows.errors import EffectError
from flows.gateways import mailbox, sms
from flows.models import Promise

from .servers import free_port, sms_gateway

PHONE = "+84912345678"


def address(server) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}/send"


def test_the_gateway_gets_text_sender_token_and_key(settings):
    with sms_gateway() as server:
        settings.SMS_URL, settings.SMS_TOKEN = address(server), "bi-mat"
        assert sms.deliver(PHONE, "Ma 1", key="otp:7") == "nha-mang-1"
    headers, message = server.seen[0]
    assert message == {"to": PHONE, "text": "Ma 1", "sender": settings.SMS_SENDER}
    assert headers["Idempotency-Key"] == "otp:7"
    assert headers["Authorization"] == "Bearer bi-mat"


@pytest.mark.parametrize(
    ("status", "is_final"), [(400, True), (404, True), (429, False), (500, False), (302, False)]
)
def test_a_wrong_message_is_final_a_sick_gateway_is_not(settings, status, is_final):
    with sms_gateway(status) as server:
        settings.SMS_URL = address(server)
        with pytest.raises(EffectError) as refused:
            sms.deliver(PHONE, "Ma 1", key="k")
    assert refused.value.permanent is is_final


def test_a_gateway_that_is_not_there_is_tried_again(settings):
    settings.SMS_URL = f"http://127.0.0.1:{free_port()}/send"
    with pytest.raises(EffectError) as refused:
        sms.deliver(PHONE, "Ma 1", key="k")
    assert not refused.value.permanent


def test_a_taken_message_without_a_readable_id_is_taken(settings):
    with sms_gateway(body=b"OK") as server:
        settings.SMS_URL = address(server)
        assert sms.deliver(PHONE, "Ma 1", key="k") == ""


@pytest.mark.django_db
def test_retries_carry_the_same_key(settings):
    with sms_gateway(500) as server:
        settings.SMS_URL = address(server)
        send_sms(PHONE, "Mã 246810", key="otp:9")
        keep_due()
        server.status = 200
        Promise.objects.update(next_at=timezone.now())
        assert keep_due() == 1
    assert [headers["Idempotency-Key"] for headers, _ in server.seen] == ["otp:9", "otp:9"]
    assert server.seen[0][1]["text"] == "Ma 246810"
    assert Promise.objects.get().payload == {}


@pytest.mark.django_db
def test_an_expired_code_is_never_sent():
    past = timezone.now() - datetime.timedelta(seconds=1)
    send_sms("+84900000001", "Mã 111111", key="otp:10", expires_at=past)
    keep_due()
    assert Promise.objects.get().failed_at
    assert mailbox.read("+84900000001") == []


@pytest.mark.django_db
def test_the_messages_command_prints_newest_first_as_the_contract_says(capsys):
    for number in (1, 2):
        send_sms("+84900000002", f"Tin {number}", key=f"tin:{number}")
        keep_due()
    call_command("messages", to="+84900000002", json=True)
    printed = json.loads(capsys.readouterr().out)
    assert [message["body"] for message in printed] == ["Tin 2", "Tin 1"]
    assert set(printed[0]) == {"channel", "to", "subject", "body", "sent_at"}
    call_command("messages", to="0900 000 002", json=True)  # as people write it
    assert len(json.loads(capsys.readouterr().out)) == 2


@pytest.mark.django_db
def test_the_mailbox_page_opens_in_the_demo_alone(client, settings):
    settings.DEMO = False
    assert client.get("/hop-thu/").status_code == 404
    settings.DEMO = True
    send_sms("+84900000003", "Tin cho trang", key="trang:1")
    keep_due()
    assert "Tin cho trang" in client.get("/hop-thu/", {"to": "+84900000003"}).content.decode()
