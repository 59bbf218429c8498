"""Notices: the right channels, the right words, sent once and in order, whatever is down."""

import datetime

import pytest
from django.utils import timezone

from flows.effects import keep_due, notify
from flows.effects.messages import MESSAGES
from flows.effects.notices import sms_text
from flows.gateways import mailbox
from flows.models import Notice, Promise
from tests import situations

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier():
    office = situations.office()
    made = situations.filed(situations.procedure(), office)
    Promise.objects.all().delete()
    made.notices.all().delete()
    return made


def test_account_mail_and_sms_are_told_and_the_worker_sends_them(dossier):
    notify(dossier, "received")
    assert set(dossier.notices.values_list("channel", "state")) == {
        ("account", "sent"), ("email", "waiting"), ("sms", "waiting"),
    }  # fmt: skip
    while keep_due():
        pass
    assert set(dossier.notices.values_list("state", flat=True)) == {"sent"}
    sms = dossier.notices.get(channel="sms")
    assert sms.provider_id
    assert mailbox.read(dossier.applicant_phone)[0]["body"] == sms.body
    mail = mailbox.read(dossier.applicant_email)[0]
    assert dossier.code in mail["subject"]
    assert mail["subject"] == mail["subject"].strip()
    assert "tiếp nhận" in mail["body"]


def test_without_contact_data_the_account_notice_remains(dossier):
    dossier.applicant_email = dossier.applicant_phone = ""
    notify(dossier, "filed")
    assert list(dossier.notices.values_list("channel", flat=True)) == ["account"]
    assert not Promise.objects.exists()


def test_a_submitter_for_another_person_is_told_too(dossier):
    dossier.submitter = situations.citizen("Người nộp thay", phone="+84911111111")
    dossier.save()
    notify(dossier, "filed")
    assert dossier.notices.filter(to="+84911111111").exists()


@pytest.mark.parametrize("name", MESSAGES)
def test_every_message_speaks_without_holes_and_its_sms_is_short_and_plain(dossier, name):
    notices = notify(dossier, name, reason="Thiếu chữ ký", items=["Tờ khai"], due=timezone.now())
    for notice in notices:
        assert "{" not in notice.body + notice.subject
        assert "None" not in notice.body + notice.subject
    sms = notices[-1].body
    assert len(sms) <= 160
    assert sms.isascii()
    assert dossier.code in sms
    assert "Binh An" not in sms


def test_the_sms_keeps_code_and_link_when_the_status_is_long():
    text = sms_text("000.00.01.G24-261122-0001", "rất dài " * 40)
    assert len(text) <= 160
    assert text.endswith("?ma=000.00.01.G24-261122-0001")


def test_a_line_with_nothing_to_say_is_left_out(dossier):
    account = notify(dossier, "refused")[0]
    assert "Lý do" not in account.body


def test_a_late_first_notice_keeps_the_second_waiting(dossier):
    notify(dossier, "filed")
    notify(dossier, "received")
    first = Promise.objects.filter(kind="notice_sms").first()
    Promise.objects.filter(pk=first.pk).update(
        next_at=timezone.now() + datetime.timedelta(minutes=5)
    )
    while keep_due():
        pass
    assert not Promise.objects.filter(kind="notice_sms", done_at__isnull=False).exists()
    assert Promise.objects.filter(kind="notice_email", done_at__isnull=False).count() == 2
    Promise.objects.filter(pk=first.pk).update(next_at=timezone.now())
    while keep_due():
        pass
    sent = dossier.notices.filter(channel="sms").order_by("sent_at")
    assert ["da gui" in sms.body for sms in sent] == [True, False]


def test_a_notice_sent_twice_arrives_once(dossier):
    notify(dossier, "filed")
    while keep_due():
        pass
    Notice.objects.update(state="waiting")  # killed between sending and marking
    Promise.objects.update(done_at=None)
    while keep_due():
        pass
    assert len(mailbox.read(dossier.applicant_phone)) == 1
