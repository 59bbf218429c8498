"""SMPP: coding by text, long messages, refusals told apart, reports and questions that come in."""

import threading
import time

import pytest
from django.utils import timezone
from smpplib.client import Client
from smpplib.smpp import parse_pdu

from flows.effects import keep_due, outbox
from flows.errors import EffectError
from flows.gateways import smpp, sms
from flows.models import InboundSms, Notice, Promise
from flows.partners import sms_centre
from tests import situations as given

from .servers import free_port
from .smsc import DELIVER, delivered, message_centre, pdu

PHONE = "+84912345678"


@pytest.fixture
def centre(settings):
    with message_centre(settings) as server:
        yield server
        for session in smpp._sending.values():
            session.drop()
    smpp._sending.clear()


RECEIPT = "id:{} sub:001 dlvrd:001 submit date:2611222100 done date:2611222101 stat:{} err:000"


def receipt(number: str, stat: str) -> bytes:
    return delivered("8491", RECEIPT.format(number, stat).encode(), esm_class=4)


@pytest.fixture
def listening(centre, monkeypatch):
    """The process that listens, with a heart that beats fast."""
    monkeypatch.setattr(smpp, "ENQUIRE_AFTER", 0.3)
    stop, heard = threading.Event(), []

    def take(report):
        heard.append(report)
        return len(heard) > 1 or report.stat != "DELIVRD"

    thread = threading.Thread(
        target=smpp.listen, args=(stop,), daemon=True,
        kwargs={"told": take, "asked": heard.append, "alive": lambda: None, "longest_wait": 0.2},
    )  # fmt: skip
    thread.start()
    _until(lambda: centre.lines)
    yield heard
    stop.set()
    thread.join(5)


def _until(holds) -> None:
    deadline = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_plain_text_goes_in_seven_bits_and_vietnamese_in_ucs2(centre):
    assert sms.deliver(PHONE, "Ma xac nhan 123456", key="k1") == "tt-1"
    assert sms.deliver(PHONE, "Mã xác nhận", key="k2", report=True) == "tt-2"
    plain, wide = centre.seen
    assert (plain["to"], plain["sender"], plain["sender_kind"]) == ("84912345678", "BHXHVN", 5)
    assert (plain["coding"], plain["text"], plain["report"]) == (0, b"Ma xac nhan 123456", 0)
    assert (wide["coding"], wide["text"].decode("utf-16-be"), wide["report"]) == (
        8,
        "Mã xác nhận",
        1,
    )
    assert centre.binds == [("transmitter", "bhxh", "mat khau")]  # one bind for both


def test_a_long_text_goes_in_numbered_parts_and_its_last_part_is_reported(centre):
    assert sms.deliver(PHONE, "Hồ sơ " * 30, key="k", report=True) == "tt-3"
    assert [part["report"] for part in centre.seen] == [0, 0, 1]
    assert all(part["esm_class"] == 0x40 for part in centre.seen)
    heads = [part["text"][:6] for part in centre.seen]
    assert [head[4:] for head in heads] == [b"\3\1", b"\3\2", b"\3\3"]
    whole = b"".join(part["text"][6:] for part in centre.seen)
    assert whole.decode("utf-16-be") == "Hồ sơ " * 30


@pytest.mark.parametrize(
    ("status", "final"), [(0x58, False), (0x14, False), (0x08, False), (0x0B, True)]
)
def test_a_throttled_or_sick_centre_is_tried_again_a_wrong_number_is_not(centre, status, final):
    centre.answers = [status]
    with pytest.raises(EffectError) as refused:
        sms.deliver(PHONE, "Ma 1", key="k")
    assert refused.value.permanent is final
    assert sms.deliver(PHONE, "Ma 1", key="k") == "tt-1"


def test_a_line_that_breaks_is_made_anew_and_one_that_is_not_there_waits(centre, settings):
    sms.deliver(PHONE, "Ma 1", key="k1")
    centre.hangs_up = 1
    with pytest.raises(smpp.AnswerLost):
        sms.deliver(PHONE, "Ma 2", key="k2")
    assert sms.deliver(PHONE, "Ma 2", key="k2") == "tt-2"
    assert len(centre.binds) == 2
    centre.lets_in = False
    smpp._sending.clear()
    with pytest.raises(EffectError, match="không nhận kết nối"):
        sms.deliver(PHONE, "Ma 3", key="k3")
    settings.SMS_URL = f"smpp://a:b@127.0.0.1:{free_port()}"
    with pytest.raises(EffectError) as refused:
        sms.deliver(PHONE, "Ma 3", key="k3")
    assert not refused.value.permanent


def test_a_line_that_ended_while_nobody_spoke_costs_no_message(centre):
    sms.deliver(PHONE, "Ma 1", key="k1")
    centre.lines[-1].request.shutdown(2)
    _until(lambda: next(iter(smpp._sending.values()))._is_told())
    assert sms.deliver(PHONE, "Ma 2", key="k2") == "tt-2"
    assert len(centre.binds) == 2


@pytest.mark.django_db
def test_a_message_whose_answer_is_lost_is_not_sent_again_until_a_person_decides(centre):
    dossier = given.filed(given.procedure(), given.office())
    centre.loses = 1
    for _ in range(3):
        Promise.objects.filter(done_at=None).update(next_at=timezone.now())
        keep_due(50)
    notice = Notice.objects.filter(dossier=dossier, channel="sms").first()
    assert notice.state == Notice.State.UNKNOWN
    assert len(centre.seen) == 1
    unclear = Promise.objects.get(kind="notice_sms", failed_at__isnull=False)
    assert "chưa rõ đã gửi" in unclear.error
    assert outbox.retry(unclear)
    keep_due(50)
    notice.refresh_from_db()
    assert notice.state == Notice.State.SENT
    assert len({one["reference"] for one in centre.seen}) == 1  # a centre may tell it is the same


def test_an_idle_line_is_asked_before_it_is_used(centre):
    sms.deliver(PHONE, "Ma 1", key="k1")
    session = next(iter(smpp._sending.values()))
    session.spoken_at -= 60
    sms.deliver(PHONE, "Ma 2", key="k2")
    assert centre.enquired.is_set()
    assert len(centre.binds) == 1


def test_reports_and_questions_are_heard_and_what_cannot_be_kept_is_brought_again(
    centre, listening
):
    assert centre.bring(receipt("tt-9", "DELIVRD")) == 0x64
    assert centre.bring(receipt("tt-9", "DELIVRD")) == 0
    assert (
        centre.bring(delivered("84912345678", "BH HS 1 hồ sơ".encode("utf-16-be"), coding=8)) == 0
    )
    assert centre.bring(delivered("84912345678", b"\5\0\3\1\2\1BH HS 2", esm_class=0x40)) == 0
    assert centre.bring(delivered("8491", b"khong doc duoc", esm_class=4)) == 0
    assert listening[:2] == [smpp.Report("tt-9", "DELIVRD")] * 2
    assert [one.text for one in listening[2:]] == ["BH HS 1 hồ sơ", "BH HS 2"]


def test_the_listener_keeps_the_line_alive_and_binds_anew_after_a_break(centre, listening):
    assert centre.enquired.wait(5)
    first = centre.lines[-1]
    first.request.shutdown(2)
    _until(lambda: len(centre.binds) > 1 and centre.lines[-1] is not first)
    assert centre.bring(delivered("84912345678", b"BH HS 3")) == 0


@pytest.mark.django_db
def test_a_message_is_told_delivered_on_its_notice_and_a_question_answered_once(centre):
    dossier = given.received(given.procedure(), given.office())
    while keep_due():
        pass
    notice = Notice.objects.filter(dossier=dossier, channel="sms").first()
    assert notice.provider_id.startswith("tt-")
    assert sms_centre.told(smpp.Report(notice.provider_id, "ENROUTE"))
    assert sms_centre.told(smpp.Report(notice.provider_id, "UNDELIV"))
    notice.refresh_from_db()
    assert (notice.state, notice.report) == ("failed", "UNDELIV")
    assert notice.reported_at
    assert sms_centre.told(smpp.Report("chua-biet", "DELIVRD")) is False

    asked = smpp.Question("84912345678", f"BH HS {dossier.code}", "7")
    sms_centre.asked(asked)
    sms_centre.asked(asked)
    assert InboundSms.objects.count() == 1
    assert Promise.objects.filter(kind="sms", key__startswith="reply:").count() == 1
    before = len(centre.seen)
    keep_due()
    assert dossier.code in centre.seen[before]["text"].decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("brought", "state", "word"),
    [
        (("DELIVRD", "DELIVRD"), "delivered", "DELIVRD"),
        (("UNDELIV", "UNDELIV", "EXPIRED"), "failed", "UNDELIV"),
        (("DELIVRD", "UNDELIV", "DELIVRD"), "delivered", "DELIVRD"),
        (("EXPIRED", "DELIVRD", "EXPIRED"), "delivered", "DELIVRD"),
        (("ENROUTE", "DELIVRD", "ENROUTE"), "delivered", "DELIVRD"),
    ],
)
def test_reports_that_come_twice_or_turned_round_count_once_and_arrival_is_never_taken_back(
    brought, state, word
):
    dossier = given.received(given.procedure(), given.office())
    notice = Notice.objects.filter(dossier=dossier, channel="sms").first()
    Notice.objects.filter(pk=notice.pk).update(state=Notice.State.SENT, provider_id="tt-7")
    seen = []
    for stat in brought:
        pdu = _read(receipt("tt-7", stat))
        assert smpp._heard(pdu, sms_centre.told, sms_centre.asked) == 0  # never asked for again
        seen.append(Notice.objects.values("state", "report", "reported_at").get(pk=notice.pk))
    assert (seen[-1]["state"], seen[-1]["report"]) == (state, word)
    first = next(one for one in seen if one["state"] == state)
    assert seen[-1] == first  # nor is it told as later than it was


@pytest.mark.django_db
def test_a_report_that_came_before_its_message_was_written_down_is_brought_again_and_counts():
    early = smpp.Report("tt-early", "DELIVRD")
    assert sms_centre.told(early) is False
    dossier = given.received(given.procedure(), given.office())
    notice = Notice.objects.filter(dossier=dossier, channel="sms").first()
    Notice.objects.filter(pk=notice.pk).update(state=Notice.State.SENT, provider_id="tt-early")
    assert sms_centre.told(early) is True
    assert sms_centre.told(early) is True
    notice.refresh_from_db()
    assert notice.state == Notice.State.DELIVERED


def _read(body: bytes):
    return parse_pdu(pdu(DELIVER, 1, body), client=Client("127.0.0.1", 1))
