"""Mail: every message waits in the outbox; a server that is down delays it, once it is up it leaves."""

import datetime
import email
import email.policy

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone

from flows.effects import keep_due, send_mail
from flows.gateways import mailbox
from flows.models import Promise

from .servers import free_port, smtp_server

pytestmark = pytest.mark.django_db
BACKEND = "flows.effects.mail.OutboxEmailBackend"


def mail(**facts):
    facts = {
        "subject": "Mã xác nhận",
        "body": "Mã của bạn: 246810",
        "to": ["an@example.vn"],
    } | facts
    return EmailMultiAlternatives(connection=get_connection(BACKEND), **facts)


def hurry():
    Promise.objects.update(next_at=timezone.now())


def test_mail_lands_in_the_development_mailbox_and_its_code_leaves_the_row():
    mail().send()
    assert mailbox.read("an@example.vn") == []
    keep_due()
    found = mailbox.read("An@example.vn")[0]
    assert (found["subject"], found["body"]) == ("Mã xác nhận", "Mã của bạn: 246810")
    assert Promise.objects.get().payload == {}


def test_mail_server_down_then_up_the_message_leaves_later_exactly_once(settings):
    port = free_port()
    settings.EMAIL_URL = f"smtp://127.0.0.1:{port}?tls=0"
    mail().send()
    keep_due()
    row = Promise.objects.get()
    assert row.done_at is None
    assert "chưa trả lời" in row.error
    with smtp_server(port) as server:
        hurry()
        assert keep_due() == 1
        hurry()
        keep_due()
    assert len(server.mails) == 1
    recipients, text = server.mails[0]
    assert recipients == ["an@example.vn"]
    parsed = email.message_from_bytes(text.encode(), policy=email.policy.default)
    assert parsed["Subject"] == "Mã xác nhận"
    assert "246810" in parsed.get_content()


def test_a_second_try_carries_the_same_message_id(settings):
    with smtp_server() as server:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{server.server_address[1]}?tls=0"
        mail().send()
        payload = Promise.objects.get().payload
        keep_due()
        Promise.objects.update(done_at=None, payload=payload)  # killed before the mark
        keep_due()
    numbers = [email.message_from_string(text)["Message-ID"] for _, text in server.mails]
    assert len(numbers) == 2
    assert len(set(numbers)) == 1


@pytest.mark.parametrize(("code", "is_final"), [(550, True), (451, False)])
def test_a_refused_address_is_final_a_busy_server_is_not(settings, code, is_final):
    with smtp_server(refuse=code) as server:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{server.server_address[1]}?tls=0"
        mail().send()
        keep_due()
    assert bool(Promise.objects.get().failed_at) is is_final


def test_both_parts_and_all_recipients_are_kept():
    message = mail(cc=["Bình <binh@example.vn>"], bcc=["kin@example.vn"])
    message.attach_alternative("<p>246810</p>", "text/html")
    message.send()
    keep_due()
    for to in ["an@example.vn", "binh@example.vn", "kin@example.vn"]:
        assert mailbox.read(to)[0]["body"] == "Mã của bạn: 246810"


def test_a_code_past_its_time_is_not_sent_any_more():
    end = timezone.now() + datetime.timedelta(minutes=5)
    send_mail("tre@example.vn", "Mã", "123456", key="otp:1", expires_at=end)
    send_mail("tre@example.vn", "Mã", "123456", key="otp:1", expires_at=end)
    assert Promise.objects.count() == 1
    payload = Promise.objects.get().payload
    gone = timezone.now() - datetime.timedelta(seconds=1)
    Promise.objects.update(payload=payload | {"expires_at": gone.isoformat()})
    keep_due()
    row = Promise.objects.get()
    assert row.failed_at
    assert row.payload == {}
    assert mailbox.read("tre@example.vn") == []
