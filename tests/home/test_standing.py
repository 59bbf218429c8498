"""The own account: what changed and when, and closing it for good."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AccountBlock, User
from flows.models import Dossier, Promise
from flows.services import intake, supplements
from tests import situations as given
from tests.home.test_accounts import PASSWORD, person

pytestmark = pytest.mark.django_db
CLOSING = "/tai-khoan/dong-tai-khoan/"


def entered(made) -> Client:
    client = Client()
    client.post("/tai-khoan/dang-nhap/", {"login": made.email, "password": PASSWORD})
    return client


def test_changed_data_stand_in_the_history_with_the_value_before():
    made = person(address="Số 1 Tràng Thi")
    client = entered(made)
    said = {"full_name": made.full_name, "identity_number": made.identity_number}
    client.post("/tai-khoan/ho-so-ca-nhan/", said | {"address": "Số 2 Tràng Thi"})
    page = client.get("/tai-khoan/lich-su/").content.decode()
    assert "Số 1 Tràng Thi → Số 2 Tràng Thi" in page
    client.post("/tai-khoan/ho-so-ca-nhan/", said | {"address": "Số 2 Tràng Thi"})
    assert made.account_events.count() == 1


def test_a_block_is_told_with_its_reason_to_whom_it_holds_and_to_nobody_else():
    free, held = person(), person(name="Lê Văn Khóa")
    clerk = User.objects.create(username="quan-tri", kind="staff", is_staff=True)
    AccountBlock.objects.put(held, by=clerk, reason="Nộp 200 hồ sơ trống trong một giờ")
    told = "Quyền nộp hồ sơ đang tạm khóa"
    assert told not in entered(free).get("/tai-khoan/ho-so-ca-nhan/").content.decode()
    client = entered(held)
    page = client.get("/tai-khoan/ho-so-ca-nhan/").content.decode()
    assert told in page
    assert "Nộp 200 hồ sơ trống" in page
    page = client.post(reverse("account_appeal"), {"text": "Đó là lỗi phần mềm."}, follow=True)
    assert "Nộp 200 hồ sơ trống" in page.content.decode()
    assert "Đó là lỗi phần mềm." in page.content.decode()


def test_a_closed_account_opens_nowhere_keeps_its_dossiers_and_frees_its_contacts(mailoutbox):
    made = person()
    contact = made.email
    dossier = given.filed(given.procedure(), given.office(), made)
    here, elsewhere = entered(made), entered(made)
    here.post("/tai-khoan/xac-thuc-lai/", {"password": PASSWORD})
    assert here.post(CLOSING, {}).status_code == 200
    assert here.post(CLOSING, {"sure": "on"}).status_code == 302
    for client in (here, elsewhere, entered(person(email=contact, phone=None))):
        assert client.get(f"/ho-so/{dossier.code}/").status_code in (302, 404)
    made.refresh_from_db()
    assert (made.is_active, made.has_usable_password(), made.phone) == (False, False, None)
    assert Dossier.objects.get(pk=dossier.pk).applicant == made
    assert contact in [to for mail in mailoutbox for to in mail.to]


def test_nobody_closes_an_account_with_a_session_left_open():
    made = person()
    client = entered(made)
    assert client.post(CLOSING, {"sure": "on"}).url.startswith("/tai-khoan/xac-thuc-lai/")
    made.refresh_from_db()
    assert made.is_active


def blocked(made) -> AccountBlock:
    keeper = User.objects.create(username="quan-tri", kind="staff", is_staff=True)
    return AccountBlock.objects.put(made, by=keeper, reason="Nộp hồ sơ giả")


def test_a_block_stops_filing_and_changing_and_leaves_what_the_office_asks_for():
    """Article 5.5 against Article 11.3: own-accord acts stop, a running dossier keeps its rights."""
    made, office = person(), given.office()
    version = given.procedure()
    waits, asked = (given.filed(version, office, made) for _each in range(2))
    paper = asked.documents.filter(component__isnull=False).first()
    intake.ask_completion(
        given.item(asked),
        by=office.clerk,
        reason="Mờ",
        items=[{"component": paper.component, "note": "Chụp lại"}],
    )
    blocked(made)
    client = entered(made)
    start = client.get(f"/nop-ho-so/{waits.procedure.code}/").content.decode()
    assert "đang tạm khóa vì: Nộp hồ sơ giả" in start
    page = client.post(f"/ho-so/{waits.code}/sua/", follow=True).content.decode()
    assert "đang tạm khóa vì: Nộp hồ sơ giả" in page
    assert not waits.amendments.exists()
    assert "vẫn bổ sung theo yêu cầu của cơ quan hoặc rút hồ sơ được" in page
    page = client.get(f"/ho-so/{asked.code}/bo-sung/").content.decode()
    assert "vẫn bổ sung theo yêu cầu này được" in page
    request = asked.supplements.get()
    supplements.answer(
        request,
        by=made,
        answers={},
        files={paper.component_id: [(paper.file, "ro.pdf")]},
        evidence=given.EVIDENCE,
    )
    assert client.get(f"/ho-so/{waits.code}/rut/").status_code == 200


def test_who_has_no_mail_is_told_of_a_block_and_of_closing_by_sms():
    made = person(email="", phone="+84912000111")
    block = blocked(made)
    block.lift(by=block.put_by)
    made.close()
    texts = [
        one.payload["text"]
        for one in Promise.objects.filter(kind="sms", payload__to="+84912000111").order_by("pk")
    ]
    assert [text.split(".")[0] for text in texts] == [
        "Quyen nop ho so cua Ong/Ba tam bi khoa",
        "Quyen nop ho so cua Ong/Ba da duoc mo lai",
        "Tai khoan da duoc dong",
    ]
