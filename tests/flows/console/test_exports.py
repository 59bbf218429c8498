"""Registers as Excel files: made by the worker within the reach of who asked, told by e-mail."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from catalog.models import SlipTemplate
from flows.console.reports import exporting
from flows.gateways import mailbox
from flows.models import Dossier, Export
from flows.papers.rendering import HERE
from flows.reports.period import choices
from tests import situations as given
from tests.flows.console.conftest import at_desk
from tests.flows.papers.reading import text_of

ASK, FILES = "/quan-tri/bao-cao/xuat/", "/quan-tri/bao-cao/tep/"


@pytest.fixture
def leader(office, version):
    office.leader.email = "lanhdao@bhxh.example.vn"
    office.leader.save()
    given.received(version, office)
    given.finished(version, office)
    return at_desk(office.leader)


def test_the_worker_makes_the_file_and_tells_its_owner(leader, office, settings):
    answer = leader.post(f"{ASK}?so=received&ky={choices()[0].key}", follow=True)
    assert "đang được lập" in answer.content.decode()
    export = Export.objects.get(owner=office.leader)
    assert export.file is None
    call_command("worker", once=True)
    export.refresh_from_db()
    assert export.rows == 2
    assert "Tải tệp Excel" in leader.get(FILES).content.decode()
    sheet = _sheet(leader.get(f"{FILES}{export.pk}/"))
    codes = {row[1].value for row in sheet.iter_rows(min_row=3)}
    assert codes == set(Dossier.objects.values_list("code", flat=True))
    [letter] = mailbox.read("lanhdao@bhxh.example.vn")
    assert "2 dòng" in letter["body"]


def test_the_register_is_printed_with_the_columns_of_its_form(leader, office):
    leader.post(f"{ASK}?so=received&dang=pdf")
    call_command("worker", once=True)
    export = Export.objects.get()
    answer = leader.get(f"{FILES}{export.pk}/")
    assert answer["Content-Type"] == "application/pdf"
    text = text_of(b"".join(answer.streaming_content))
    for words in ("SỔ THEO DÕI HỒ SƠ", "Phương", "Người nhận", "Số bộ", "Mẫu số 07"):
        assert words in text
    assert office.agency.name.upper() in text
    page = leader.get(FILES).content.decode()
    assert "Tải bản in" in page
    assert f"đã in 1 lần, lần cuối {timezone.localtime():%H:%M %d/%m/%Y}, {office.leader}" in page


def test_the_register_is_drawn_by_the_template_of_the_day(leader):
    SlipTemplate.objects.create(
        kind=SlipTemplate.Kind.REGISTER, name="Sổ theo dõi mới", legal_basis="Thông tư 09/2026",
        effective_from=timezone.localdate(),
        source=HERE.joinpath("templates/register.typ").read_text().replace("Tổng số", "Cộng cả"),
    )  # fmt: skip
    leader.post(f"{ASK}?so=received&dang=pdf&thu-tuc={Dossier.objects.first().procedure_id}")
    call_command("worker", once=True)
    answer = leader.get(f"{FILES}{Export.objects.get().pk}/")
    text = " ".join(text_of(b"".join(answer.streaming_content)).split())
    for words in ("SỔ THEO DÕI MỚI", "Theo Thông tư 09/2026", "Cộng cả: 02 hồ sơ", "Tình trạng:"):
        assert words in text
    assert Dossier.objects.first().procedure.name in text


def test_the_register_is_a_word_document_too_whatever_people_wrote(leader, office):
    Dossier.objects.update(applicant_name="Nguyễn <b>\x0b An", applicant_address="{{ x }}")
    leader.post(f"{ASK}?so=received&dang=docx")
    call_command("worker", once=True)
    answer = leader.get(f"{FILES}{Export.objects.get().pk}/")
    assert answer.headers["Content-Disposition"].endswith('.docx"')
    written = Document(io.BytesIO(b"".join(answer.streaming_content)))
    state, register, _signing = written.tables
    assert office.agency.name.upper() in state.cell(0, 0).text
    cells = {cell.text for row in register.rows[1:] for cell in row.cells}
    assert {"Nguyễn <b> An", "{{ x }}"} <= cells
    assert written.core_properties.language == "vi-VN"
    assert "Tải tệp Word" in leader.get(FILES).content.decode()


def test_what_people_write_never_becomes_a_formula(leader, office):
    Dossier.objects.update(
        applicant_name='=HYPERLINK("http://xau.vn")', applicant_address="+1;-2@x"
    )
    leader.post(f"{ASK}?so=received")
    call_command("worker", once=True)
    sheet = _sheet(leader.get(f"{FILES}{Export.objects.get().pk}/"))
    cells = [cell for row in sheet.iter_rows(min_row=3) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert '=HYPERLINK("http://xau.vn")' in {cell.value for cell in cells}


def test_nobody_else_downloads_it_and_after_a_week_nobody_does(leader, office, version):
    leader.post(f"{ASK}?so=received")
    call_command("worker", once=True)
    export = Export.objects.get()
    inspector = given.staff("Tôn Nữ Kiểm Tra", "inspector", office.departments["legal"])
    assert at_desk(inspector).get(f"{FILES}{export.pk}/").status_code == 404
    assert at_desk(office.officer).post(f"{ASK}?so=received").status_code == 403
    Export.objects.update(asked_at=timezone.now() - datetime.timedelta(days=8))
    assert exporting.drop_old() == 1
    assert leader.get(f"{FILES}{export.pk}/").status_code == 404
    assert "Đã xóa" in leader.get(FILES).content.decode()


def test_a_wrong_question_promises_nothing(leader):
    assert leader.post(f"{ASK}?so=khac").status_code == 404
    assert leader.get(f"{ASK}?so=received").status_code == 405
    assert not Export.objects.exists()


def _sheet(answer):
    content = b"".join(answer.streaming_content)
    return load_workbook(io.BytesIO(content)).active
