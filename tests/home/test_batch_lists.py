"""The workbook of a batch before it is signed: template, upload, what is right and what is not."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from flows.services import filing
from tests import situations
from tests.home.batch_steps import (
    LIST,
    begun,
    counts,
    given,
    person,
    sheet,
    takes_batches,
    there,
    told_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("for_organisations")]


@pytest.fixture(autouse=True)
def asked(version):
    takes_batches(version)


def test_a_thousand_rows_are_read_and_37_told_apart(client, office, company):
    batch = begun(client, company, office)
    wrong = set(range(10, 1000, 27))
    lines = [person(n, **({"Số định danh": "12"} if n in wrong else {})) for n in range(1, 1001)]
    given(client, batch, sheet(lines))
    assert len(wrong) == 37
    assert counts(batch) == {"right": 963, "wrong": 37}
    assert "Trang 1 trong 39" in client.get(there(batch, "danh-sach/?muc=right")).content.decode()
    back, comments = told_in(client.get(there(batch, "danh-sach/chua-dung.xlsx")).content)
    assert (len(back), len(comments)) == (37, 37)
    for line in back:
        line[3] = f"07909{int(line[1].split()[-1]):07d}"
    # Right rows are never lost: the mended ones join them, and the whole file again adds none.
    given(client, batch, sheet(back, [*LIST, "Lỗi"]))
    assert counts(batch) == {"right": 1000}


def test_rows_that_repeat_or_have_an_open_dossier_are_told_and_not_filed(
    client, version, office, company, settings
):
    alone = situations.draft(version, office, company)
    alone.applicant |= {"kind": "organisation", "identifier": company.tax_code}
    alone.answers |= {"so": "079090000002", "ly_do": "mat"}
    alone.save()
    filed = filing.file_draft(
        alone, by=company, evidence={"method": "partner"}, digest=filing.digest_of(alone)
    )
    batch = begun(client, company, office)
    numeric = person(4, **{"Số định danh": 79090000004})  # the spreadsheet took it for an amount
    again = person(9, **{"Số định danh": "079090000001"})
    lines = [person(1), person(2), person(3), person(3), again, numeric]
    page = given(client, batch, sheet(lines))
    assert counts(batch) == {"right": 3, "repeated": 2, "twin": 1}
    assert f"Người này đang có hồ sơ {filed.code}" in page
    assert "với dòng 4" in page
    assert batch.rows.get(number=7).answers["so"] == "079090000004"
    client.post(there(batch, "danh-sach/"), {"twins": "1"})
    assert "<strong>4</strong> dòng đúng" in client.get(there(batch, "danh-sach/")).content.decode()
    client.post(there(batch, "danh-sach/"), {"twins": "0"})
    # A further file: the word about somebody who is there already is the newer one.
    given(client, batch, sheet([person(1, **{"Nội dung đề nghị": "Gấp"}), person(5), person(3)]))
    assert counts(batch) == {"right": 4, "twin": 1}
    assert batch.rows.get(person="079090000001").answers["noi_dung"] == "Gấp"
    shown = client.get(there(batch, f"danh-sach/{batch.rows.get(person='079090000001').pk}/"))
    assert "Gấp" in shown.content.decode()
    settings.BATCH_MAX_ROWS = 4
    assert "tối đa 4" in given(client, batch, sheet([person(n) for n in range(20, 25)]))
    assert "tối đa 4" in given(client, batch, sheet([person(30)]))
    assert counts(batch) == {"right": 4, "twin": 1}
    client.post(there(batch, "danh-sach/"), {"clear": "1"})
    assert counts(batch) == {}


@pytest.mark.parametrize(("content", "name", "told"), [
    (b"", "a.xlsx", "Tệp rỗng"),
    (b"MZ\x90", "a.exe", "Chỉ nhận tệp .xlsx"),
    (b"PK\x03\x04 khong phai", "a.xlsx", "bị hỏng"),
    ("Tên;Tuổi\nA;1".encode(), "a.csv", "Không nhận ra cột nào"),
    ("Họ và tên;Ngày sinh\nA;20/05/1990".encode(), "a.csv", "thiếu cột bắt buộc"),
    (sheet([]), "a.xlsx", "chưa có dòng nào"),
    (None, "", "Chọn tệp bảng tính"),
])  # fmt: skip
def test_a_file_that_cannot_be_taken_is_refused_with_what_to_do(
    client, office, company, content, name, told
):
    batch = begun(client, company, office)
    sent = {} if content is None else {"file": SimpleUploadedFile(name, content)}
    page = client.post(there(batch, "danh-sach/"), sent, follow=True).content.decode()
    assert told in page
    assert batch.rows.count() == 0


def test_the_template_explains_itself_and_its_own_row_is_not_filed(client, office, company):
    batch = begun(client, company, office)
    made = client.get(there(batch, "danh-sach/mau.xlsx"))
    book = load_workbook(io.BytesIO(made.content))
    page, guide = book["Danh sách"], book["Hướng dẫn"]
    assert [cell.value for cell in page[1]] == LIST
    assert page["A2"].value == "Ví dụ:"
    assert page.column_dimensions["D"].number_format == "@"
    assert page.column_dimensions["C"].number_format == "dd/mm/yyyy"
    (rule,) = page.data_validations.dataValidation
    assert "E2:E" in str(rule.sqref)
    told = {row[0].value: row[1].value for row in guide.iter_rows(min_row=6)}
    assert told["Họ và tên"] == "Bắt buộc"
    assert "“Lý do” là “Đổi nơi khám”" in told["Nơi mới"]
    for column, value in enumerate(person(7), 1):
        page.cell(3, column).value = value
    kept = io.BytesIO()
    book.save(kept)
    given(client, batch, kept.getvalue())
    assert counts(batch) == {"right": 1}
    as_csv = ";".join(LIST) + "\n" + ";".join(map(str, person(8)))
    given(client, batch, as_csv.encode(), "ds.csv")
    assert counts(batch) == {"right": 2}
