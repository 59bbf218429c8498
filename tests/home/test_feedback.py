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
