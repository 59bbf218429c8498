"""The public look-up and the check of issued papers: exact, neutral, limited."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from flows import tracking
from flows.audit.journal import record
from flows.models import ClientSystem
from flows.papers import render
from flows.papers.issuing import revoke
from flows.services import listening
from tests import situations
from tests.flows.api import partners

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier():
    situations.loaded_slips()
    return situations.received(situations.procedure(), situations.office())


def ask(client, code, check):
    return client.get("/tra-cuu/", {"ma": code, "kt": check})


def test_the_look_up_shows_exactly_the_items_of_article_12(client, dossier):
    text = ask(client, dossier.code, dossier.check_code).content.decode()
    for item in (
        "Bảo hiểm xã hội đã tiếp nhận hồ sơ",
        dossier.current_agency.name,
        dossier.current_department.name,
        f"{timezone.localtime(dossier.received_at):%d/%m/%Y}",
        f"{timezone.localtime(dossier.due_at):%d/%m/%Y}",
    ):
        assert item in text
    for private in (dossier.applicant_name, dossier.applicant_identifier, dossier.applicant_phone,
                    dossier.applicant_address, dossier.procedure.name):  # fmt: skip
        assert private not in text


def test_the_page_says_as_of_when_it_is_and_which_source_has_gone_quiet(client, dossier):
    assert "Cập nhật lúc" in ask(client, dossier.code, dossier.check_code).text
    system = partners.system(silent_after=30)
    at = timezone.now() - datetime.timedelta(minutes=10)
    ClientSystem.objects.filter(pk=system.pk).update(heard_at=at)
    assert system.name not in ask(client, dossier.code, dossier.check_code).text
    record(dossier, "report", by=system.account)
    text = ask(client, dossier.code, dossier.check_code).text
    assert f"Số liệu của {system.name}: cập nhật lúc {timezone.localtime(at):%H:%M}" in text
    assert "đang chậm gửi" not in text
    ClientSystem.objects.update(heard_at=at - datetime.timedelta(minutes=30))
    assert "đang chậm gửi" in ask(client, dossier.code, dossier.check_code).text


def test_a_code_is_found_however_it_is_typed(client, dossier):
    for typed in (
        dossier.code.lower(),
        dossier.code.replace(".", "").replace("-", " "),
        dossier.office_number,
    ):
        assert "Tình trạng xử lý" in ask(client, typed, dossier.check_code).content.decode()


def test_the_last_digits_of_phone_or_identity_open_it_too(client, dossier):
    for check in (dossier.applicant_phone[-4:], dossier.applicant_identifier[-4:]):
        assert "Tình trạng xử lý" in ask(client, dossier.code, check).content.decode()


def test_a_wrong_check_and_an_unknown_code_get_the_same_answer(client, dossier):
    wrong = ask(client, dossier.code, "0000").content.decode()
    unknown = ask(client, dossier.code[:-1] + "9", "0000").content.decode()
    assert "Không tìm thấy hồ sơ" in wrong

    def told(page):
        return (
            page.split("<main", 1)[1].replace(dossier.code, "").replace(dossier.code[:-1] + "9", "")
        )

    assert told(wrong) == told(unknown)


def test_a_code_alone_asks_for_the_check(client, dossier):
    page = client.get("/tra-cuu/", {"ma": dossier.code}).content.decode()
    assert f'value="{dossier.code}"' in page
    assert "Tình trạng xử lý" not in page


def test_the_thirty_first_look_up_in_a_minute_is_refused(client, dossier):
    with time_machine.travel(timezone.now(), tick=False):
        for _number in range(30):
            assert ask(client, dossier.code, "0000").status_code == 200
        page = ask(client, dossier.code, dossier.check_code)
    assert page.status_code == 429
    assert page["Retry-After"] == "60"


def test_an_issued_paper_is_verified_by_its_token(client, dossier):
    slip = dossier.issued.get(kind="01")
    render(slip)
    slip.refresh_from_db()
    text = client.get(f"/xac-minh/{slip.token}/").content.decode()
    assert "có thật và đang có giá trị" in text
    assert slip.sha256 in text
    assert dossier.applicant_name not in text
    revoke(slip, reason="Sai ngày hẹn")
    text = client.get(f"/xac-minh/{slip.token}/").content.decode()
    assert "đã bị thu hồi" in text
    assert "Sai ngày hẹn" in text


def test_an_unknown_token_gets_a_page_that_helps(client):
    page = client.get("/xac-minh/khong-co/")
    assert page.status_code == 404
    assert (
        "quét lại mã QR" in page.content.decode().lower()
        or "Hãy quét lại mã QR" in page.content.decode()
    )


def walked(code: str, times: int, digits: int, page="/tra-cuu/", names=("ma", "kt")) -> None:
    """Wrong checks from many addresses."""
    for number in range(times):
        asked = dict(zip(names, (code, f"{number:0{digits}d}"), strict=True))
        Client(REMOTE_ADDR=f"198.51.{number % 100}.{number // 100}").get(page, asked)


def test_s46_four_digits_are_not_walked_through_from_many_addresses(client, dossier):
    right = dossier.applicant_phone[-4:]
    assert "Bảo hiểm xã hội đã tiếp nhận" in ask(client, dossier.code, right).text
    walked(dossier.code, tracking.WRONG_SHORT, 4)
    shown = ask(client, dossier.office_number, right).text
    assert "Không tìm thấy hồ sơ" in shown
    assert "Bảo hiểm xã hội đã tiếp nhận" not in shown
    assert "đã tiếp nhận" in ask(client, dossier.code, dossier.check_code).text  # on the paper
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1)):
        assert "đã tiếp nhận" in ask(client, dossier.code, right).text


def test_s46_right_checks_are_not_counted(dossier):
    for number in range(tracking.WRONG_SHORT + 1):
        visitor = Client(REMOTE_ADDR=f"198.51.100.{number}")
        assert "đã tiếp nhận" in ask(visitor, dossier.code, dossier.applicant_phone[-4:]).text


@pytest.mark.parametrize("page", ["/xac-minh/", "/phan-anh/tra-cuu/"])
def test_s46_checks_of_papers_and_feedback_are_counted_over_all_addresses(
    client, dossier, monkeypatch, page
):
    monkeypatch.setattr(tracking, "WRONG_LONG", 8)
    told = listening.receive(
        kind="question", agency=dossier.agency, name="Người hỏi", content="Khi nào có sổ?",
        phone="0912000000",
    )  # fmt: skip
    number, check = {
        "/xac-minh/": (dossier.code, dossier.check_code),
        "/phan-anh/tra-cuu/": (told.number, told.check_code),
    }[page]
    asked = {"so": number, "kt": check}
    found = client.get(page, asked).context["found"]
    assert found
    walked(number, 8, len(check), page, ("so", "kt"))
    assert not client.get(page, asked).context["found"]
