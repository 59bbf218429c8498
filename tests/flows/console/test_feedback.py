"""Feedback and proposals in the console."""

import io

import pytest
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from catalog.models import Department
from flows.models import Proposal
from flows.services import listening
from tests import situations as given
from tests.flows.console.conftest import at_desk
from tests.home.steps import pdf

pytestmark = pytest.mark.django_db


def test_a_clerk_takes_feedback_on_and_answers_it(clerk, office):
    made = listening.receive(
        kind="question", agency=office.agency, name="An", content="Hỏi giờ làm việc?", phone="0912"
    )
    assert "Hỏi giờ làm việc?" in clerk.get(reverse("admin:feedback")).content.decode()
    place = reverse("admin:feedback_one", args=[made.pk])
    assert clerk.post(place, {"act": "take"}).status_code == 302
    assert clerk.post(place, {"act": "answer", "text": ""}).status_code == 422
    assert clerk.post(place, {"act": "answer", "text": "8 giờ đến 17 giờ."}).status_code == 302
    assert "8 giờ đến 17 giờ." in clerk.get(place).content.decode()
    answered = clerk.get(reverse("admin:feedback") + "?xem=da-tra-loi").content.decode()
    assert made.number in answered
    stranger = at_desk(given.office("BHXH Thuận An").clerk)
    assert stranger.get(place).status_code == 404


def test_an_office_proposes_and_the_centre_exports_the_table(clerk, office):
    place = reverse("admin:proposals")
    typed = {
        "act": "send", "agency": office.agency.pk, "category": "defect", "article": "12",
        "content": "Tra cứu chậm", "solution": "Thêm máy chủ", "attachments": [pdf()],
    }  # fmt: skip
    assert clerk.post(place, typed).status_code == 302
    made = Proposal.objects.get()
    file = reverse("flows:telling_file", args=[made.files.get().pk])
    assert clerk.get(file).status_code == 200
    assert at_desk(given.office("BHXH Thuận An").clerk).get(file).status_code == 404
    top = given.office("BHXH Việt Nam", level="central")
    it = given.staff("Hồ Ngọc Tín", "case_officer", top.departments[Department.Function.IT])
    centre = at_desk(it)
    assert "Tra cứu chậm" in centre.get(place + "?dieu=12").content.decode()
    assert "Tra cứu chậm" not in centre.get(place + "?dieu=13").content.decode()
    moved = {"act": "consolidate", "chon": [made.pk], "state": "submitted", "note": "Đợt 1"}
    assert centre.post(place, moved).status_code == 302
    sheet = centre.get(place + "?xlsx=1").content
    rows = list(load_workbook(io.BytesIO(sheet)).active.values)
    assert rows[1][2:5] == (12, "Tra cứu chậm", "Thêm máy chủ")
    assert "Đã trình Tổng Giám đốc" in rows[1]
    written = Document(io.BytesIO(centre.get(place + "?docx=1").content))
    assert written.paragraphs[0].text == "BẢNG TỔNG HỢP VƯỚNG MẮC, ĐỀ XUẤT"
    assert [cell.text for cell in written.tables[1].rows[1].cells][4] == "Tra cứu chậm"
