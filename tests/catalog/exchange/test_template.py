"""The workbook that people download: a template to fill in, or the whole catalogue to edit."""

import io

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.utils import translation
from openpyxl import load_workbook

from catalog.exchange import book, workbook
from catalog.exchange.samples import SAMPLE, SAMPLES
from catalog.exchange.subjects import SUBJECTS
from catalog.models import Fee, Sector
from tests import situations as given
from tests.catalog.exchange.sheets import load

pytestmark = pytest.mark.django_db

WANTED = [
    "Thủ tục", "Thành phần hồ sơ", "Câu hỏi", "Phân công bước", "Phí, lệ phí", "Căn cứ pháp lý",
    "Cơ quan BHXH", "Phòng ban", "Vị trí công tác", "Ngày nghỉ, làm bù",
]  # fmt: skip
LEFT_OUT = ("Hướng dẫn", "Giá trị")


def _open(data: bytes):
    return load_workbook(io.BytesIO(data))


def _bytes(opened) -> bytes:
    buffer = io.BytesIO()
    opened.save(buffer)
    return buffer.getvalue()


def test_the_template_has_a_sheet_per_subject_with_frozen_explained_headings():
    opened = _open(book.template())
    assert set(WANTED) <= set(opened.sheetnames)
    assert opened.sheetnames[0] == "Hướng dẫn"
    for sheet in opened:
        assert sheet.freeze_panes == "A2" or sheet.title == "Giá trị"
    agencies = opened["Cơ quan BHXH"]
    assert agencies["A1"].font.bold
    assert "Bắt buộc" in agencies["A1"].comment.text
    assert "province = Cấp tỉnh" in agencies["D1"].comment.text


OURS = {"id", "stamp", "slug", "search_text", "approved_by", "prepared_by", "version_id"}
EDITORS = {
    "live",
    "locked",
    "locked_at",
    "locked_by",
    "go_live_at",
    "expire_at",
    "expired",
    "first_published_at",
}


@pytest.mark.parametrize("subject", [s for s in SUBJECTS if s.names_rows])
def test_every_field_of_a_subject_has_its_column_and_its_sample(subject):
    """What a sheet left out would be lost on the way through a spreadsheet."""
    assert subject.sheet[0] in SAMPLES
    names = {field.attribute.partition("__")[0] for field in subject().get_export_fields()}
    missing = {
        field.name
        for field in [*subject._meta.model._meta.fields, *subject._meta.model._meta.many_to_many]
        if field.editable and field.name not in names
    }
    assert missing - OURS - EDITORS == set()


def test_coded_columns_offer_their_values():
    given.procedure()
    opened = _open(book.template())
    lists = opened["Giá trị"]

    def offered(sheet, heading):
        cell = next(cell for cell in opened[sheet][1] if cell.value == heading)
        letter = cell.column_letter
        (rule,) = [
            rule
            for rule in opened[sheet].data_validations.dataValidation
            if str(rule.sqref).startswith(f"{letter}2:")
        ]
        return [row[0].value for row in lists[rule.formula1.partition("!")[2].replace("$", "")]]

    assert offered("Cơ quan BHXH", "Cấp") == ["central", "province", "base"]
    assert offered("Cơ quan BHXH", "Có Bộ phận Một cửa") == ["có", "không"]
    assert offered("Thủ tục", "Lĩnh vực") == [Sector.objects.get().code]
    assert "one_department" in offered("Phiên bản thủ tục", "Luồng xử lý")
    assert {"appraise", "approve"} <= set(offered("Phân công bước", "Bước"))
    assert "leadership" in offered("Phân công bước", "Chức năng phòng ban")


def test_the_template_as_it_is_imports_nothing():
    report = workbook.run(book.template(), "mau.xlsx")
    assert (report.errors, report.added, report.changed, report.unchanged) == ([], [], [], 0)


def test_the_lists_of_the_template_name_staff_and_no_citizen():
    people = get_user_model().objects
    people.create(username="nguyenvana", kind="staff", is_staff=True)
    people.create(username="binh@example.vn", kind="citizen")
    cells = [cell for row in _open(book.template())["Giá trị"].values for cell in row]
    assert "nguyenvana" in cells
    assert "binh@example.vn" not in cells


def test_the_sample_rows_are_a_valid_catalogue():
    get_user_model().objects.create(username="nguyenvana", kind="staff", is_staff=True)
    opened = _open(book.template())
    for sheet in opened:
        if sheet.title not in LEFT_OUT:
            sheet["A2"] = sheet["A2"].value.removeprefix(SAMPLE).strip()
    report = workbook.run(_bytes(opened), "mau.xlsx", apply=True)
    assert report.errors == []
    assert len(report.sheets) == sum(subject.names_rows for subject in SUBJECTS)
    assert Fee.objects.get().version.procedure.code == "9.000001"


def test_an_export_read_again_is_no_change_and_one_edited_cell_is_one():
    Sector.objects.create(code="thu", name="=1+1")
    Sector.objects.create(code="0012", name="+84 <b>«Sổ»</b>\nhai dòng")
    given.procedure()
    data = book.catalogue()
    report = workbook.run(data, "danh-muc.xlsx")
    assert (report.errors, report.added, report.changed) == ([], [], [])
    assert report.unchanged > 10
    opened = _open(data)
    sheet = opened["Lĩnh vực"]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "0012")
    row[1].value = "Sổ BHXH"
    report = workbook.run(_bytes(opened), "danh-muc.xlsx", apply=True)
    assert (report.errors, report.added, len(report.changed)) == ([], [], 1)
    assert Sector.objects.get(code="0012").name == "Sổ BHXH"


def test_a_workbook_of_an_english_console_is_the_same_workbook():
    with translation.override("en"):
        sheet = _open(book.template())["Cơ quan BHXH"]
        assert sheet["A1"].value == "Mã định danh cơ quan"
    report = load(
        agencies=[["Agency identifier", "Social Security agency code", "Agency name", "Level"]]
    )
    assert report.errors == []


def test_the_command_writes_the_catalogue_or_the_template(tmp_path):
    call_command("export_catalog", tmp_path / "dm.xlsx")
    call_command("export_catalog", tmp_path / "mau.xlsx", "--template")
    assert _open((tmp_path / "dm.xlsx").read_bytes())["Lĩnh vực"].max_row == 1
    assert _open((tmp_path / "mau.xlsx").read_bytes())["Lĩnh vực"].max_row == 2
