"""Feedback from the portal: with or without account and dossier; the answer opens by number and code."""

import pytest

from flows.models import Feedback
from flows.services import listening
from tests import situations
from tests.home.steps import pdf, sign_in

pytestmark = pytest.mark.django_db


def typed(office, **facts):
    return {
        "kind": "report", "agency": office.agency.pk, "content": "Chờ quá lâu.", "name": "Lê An",
        "phone": "0912345678", **facts,
    }  # fmt: skip


def test_anybody_sends_feedback_and_reads_the_answer(client, office):
    missing = client.post("/phan-anh/", typed(office, phone=""))
    assert missing.status_code == 422
    assert "Chờ quá lâu." in missing.content.decode()
    sent = client.post("/phan-anh/", typed(office, files=[pdf()]), follow=True)
    made = Feedback.objects.get()
    assert made.files.count() == 1
    assert made.number in sent.content.decode()
    asked = {"so": made.number, "kt": made.check_code}
    assert "đang xem xét" in client.get("/phan-anh/tra-cuu/", asked).content.decode()
    listening.answer(made, by=office.clerk, text="Xin lỗi Ông/Bà.")
    assert "Xin lỗi Ông/Bà." in client.get("/phan-anh/tra-cuu/", asked).content.decode()
    wrong = client.get("/phan-anh/tra-cuu/", asked | {"kt": "111"}).content.decode()
    assert "Không tìm thấy" in wrong


def test_the_form_opened_from_a_dossier_knows_it(client, office):
    person = situations.citizen()
    dossier = situations.received(situations.procedure(), office, person)
    sign_in(client, person)
    page = client.get(f"/phan-anh/?ho-so={dossier.code}").content.decode()
    assert dossier.code in page
    client.post("/phan-anh/", typed(office, code=dossier.code))
    assert Feedback.objects.get().dossier == dossier
    client.post("/phan-anh/", typed(office, code="khong-co"))
    assert Feedback.objects.latest("pk").dossier is None


def test_a_sixth_file_is_refused_and_what_was_typed_stays(client, office):
    page = client.post("/phan-anh/", typed(office, files=[pdf() for _file in range(6)]))
    assert "tối đa 5 tệp" in str(page.context["form"].non_field_errors())
    assert page.context["form"]["content"].value() == typed(office)["content"]
    assert not Feedback.objects.exists()


def test_who_is_not_satisfied_is_answered_once_more_and_may_complain(client, office):
    made = listening.receive(
        kind="report", agency=office.agency, name="Lê An", content="Chờ lâu.", phone="0912345678"
    )
    here = f"/phan-anh/tra-cuu/?so={made.number}&kt={made.check_code}"
    assert client.post(here, {"text": "Sớm quá"}).status_code == 200  # nothing to reply to yet
    for round_number in range(listening.MOST_ROUNDS):
        listening.answer(made, by=office.clerk, text=f"Xin lỗi lần {round_number}.")
        assert "Ghi rõ điều chưa hài lòng." in client.post(here, {"text": ""}).content.decode()
        assert client.post(here, {"text": "Vẫn chờ lâu."}).url == here
        made.refresh_from_db()
        assert made.answered_at is None
        assert made.due_at > made.received_at
    listening.answer(made, by=office.clerk, text="Đã thêm quầy.")
    text = client.get(here).content.decode()
    assert "Xin lỗi lần 0." in text
    assert "Đề nghị trả lời lại" not in text
    refused = client.post(here, {"text": "Lại nữa"})
    assert refused.status_code == 409
    assert "có thể gửi khiếu nại" in refused.content.decode()
    sent = client.post(here, {"text": "Tôi khiếu nại.", "complain": "1"}, follow=True)
    complaint = Feedback.objects.get(kind="complaint")
    assert complaint.number in sent.content.decode()
    assert made.number in complaint.content
    again = client.post(here, {"text": "Tôi khiếu nại.", "complain": "1"})
    assert "đã được gửi" in again.content.decode()
