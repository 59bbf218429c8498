"""Look-up by SMS: the registered phone reads status, office and due date; nobody else learns a thing."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.effects import keep_due
from flows.models import Dossier, InboundSms, Notice
from flows.partners import sms_lookup
from tests import situations

pytestmark = pytest.mark.django_db
PHONE, OTHER = "+84912345678", "+84912000111"


@pytest.fixture
def dossier():
    return situations.received(situations.procedure(), situations.office())


@pytest.fixture
def ask(client, settings):
    settings.SMS_INBOUND_SECRET = "bi-mat"
    settings.SMS_LOOKUPS_PER_HOUR = 100
    numbers = iter(range(1000))

    def send(text, sender=PHONE, message_id="", secret="bi-mat"):
        body = {"from": sender, "text": text, "message_id": message_id or f"m{next(numbers)}"}
        headers = {"authorization": f"Bearer {secret}"} if secret else {}
        return client.post(
            "/api/v1/sms/inbound", body, content_type="application/json", headers=headers
        )

    return send


@pytest.mark.parametrize(
    "pattern", ["BH HS {}", "bh hs {}", "TC HS {}", "tc-hs: {}", "Bh  Hs\t{} ", "BHHS {}", "bh.hs.{}",
                "BH HS {} cảm ơn"],
)  # fmt: skip
def test_the_registered_phone_reads_status_office_and_due_date(ask, dossier, pattern):
    for code in (dossier.code, dossier.code.lower(), dossier.office_number):
        reply = ask(pattern.format(code)).json()["reply"]
        assert dossier.code in reply
        assert "BHXH da tiep nhan ho so" in reply
        assert "BHXH co so Binh Thanh" in reply
        assert f"{dossier.due_at:%d/%m/%Y}" in reply
        assert len(reply) <= 160
        assert reply.isascii()
        assert dossier.applicant_name not in reply


def test_a_code_without_its_marks_and_a_keyword_with_diacritics_are_understood(ask, dossier):
    bare = dossier.code.replace(".", "").replace("-", " ")
    assert dossier.code in ask(f"bh hs {bare}").json()["reply"]
    assert dossier.code in ask(f"BĤ ĥś {dossier.code}").json()["reply"]


@pytest.mark.parametrize("sender", ["0912345678", "84912345678", "+84 912 345 678"])
def test_a_number_is_known_however_the_gateway_writes_it(ask, dossier, sender):
    assert dossier.code in ask(f"BH HS {dossier.code}", sender).json()["reply"]


def test_another_phone_and_an_unknown_code_get_the_same_answer(ask, dossier):
    replies = {
        ask(f"BH HS {dossier.code}", OTHER).json()["reply"],
        ask("BH HS 000.00.99.G24-200101-0001").json()["reply"],
        ask(f"BH HS {dossier.code}", "BHXH").json()["reply"],
    }
    assert replies == {sms_lookup.NEUTRAL}


@pytest.mark.parametrize(
    "text", ["", "xin chào", "BH", "BH HS", "BH HS ...", "HS BH 1", "💥" * 100]
)
def test_an_unknown_text_gets_help(ask, text):
    assert ask(text).json()["reply"] in (sms_lookup.HELP, sms_lookup.NEUTRAL)


def test_the_sixth_question_in_an_hour_is_throttled_and_then_silence(ask, dossier, settings):
    settings.SMS_LOOKUPS_PER_HOUR = 5
    replies = [ask(f"BH HS {dossier.code}").json()["reply"] for _ in range(7)]
    assert all(dossier.code in reply for reply in replies[:5])
    assert replies[5:] == [sms_lookup.TOO_OFTEN, ""]
    assert dossier.code not in ask(f"BH HS {dossier.code}", OTHER).json()["reply"]


def test_a_message_that_comes_twice_is_answered_alike_and_counts_once(ask, dossier, settings):
    settings.SMS_LOOKUPS_PER_HOUR = 1
    first = ask(f"BH HS {dossier.code}", message_id="nha-mang-7").json()
    assert ask(f"BH HS {dossier.code}", message_id="nha-mang-7").json() == first
    assert InboundSms.objects.count() == 1


@pytest.mark.parametrize("secret", ["", "sai", "bi-mat "])
def test_only_the_gateway_is_let_in(ask, secret, dossier):
    response = ask(f"BH HS {dossier.code}", secret=secret)
    assert (response.status_code, response.json()["code"]) == (401, "not_authenticated")


def test_without_a_secret_nobody_is_let_in(ask, settings):
    settings.SMS_INBOUND_SECRET = ""
    assert ask("BH HS 1", secret="").status_code == 401


@pytest.mark.parametrize(
    "state", ["submitted", "supplement_requested", "result_ready", "withdrawn"]
)
def test_every_state_fits_one_message(dossier, state):
    dossier = Dossier(**{
        field.attname: getattr(dossier, field.attname) for field in Dossier._meta.concrete_fields
    })  # fmt: skip
    dossier.state = state
    dossier.current_agency.name = "Bảo hiểm xã hội cơ sở liên huyện " * 5
    assert len(sms_lookup.said(dossier)) <= 160


@given(st.text(max_size=300))
@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_any_text_is_answered_in_at_most_160_characters(db, text):
    assert len(sms_lookup._reply(text, text)) <= 160


def test_the_gateway_reports_what_became_of_a_message(client, dossier, settings):
    settings.SMS_INBOUND_SECRET = "bi-mat"
    while keep_due():
        pass
    sent = Notice.objects.filter(channel="sms", state="sent").first()

    def report(message_id, status):
        return client.post(
            "/api/v1/sms/delivery", {"message_id": message_id, "status": status},
            content_type="application/json", headers={"X-SMS-Secret": "bi-mat"},
        ).json()  # fmt: skip

    assert report(sent.provider_id, "delivered") == {"known": True}
    assert report("la", "failed") == {"known": False}
    report(sent.provider_id, "failed")
    sent.refresh_from_db()
    assert (sent.state, sent.report) == ("delivered", "delivered")
    assert sent.reported_at
