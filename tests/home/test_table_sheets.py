"""A table of the form filled in from a spreadsheet, and how a long table is kept and shown."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from catalog.models import Question, Section
from tests import situations
from tests.home.batch_steps import sheet, told_in
from tests.home.steps import address, sign_in

pytestmark = pytest.mark.django_db

HEADINGS = ["STT", "Họ tên", "Mã số BHXH", "Lý do", "Ngày sinh con", "Số ngày"]
PAGE, SHEET = "phan/thong_tin/", "phan/thong_tin/bang/lao_dong/"


@pytest.fixture
def draft(version, office, person):
    """The form asks for a table whose column depends on another of the same row."""
    section, kind = Section.objects.get(form__code="TK-THU"), Question.Kind
    table = Question.objects.create(
        section=section, key="lao_dong", kind=kind.TABLE, label="Người lao động", order=5,
        is_required=False, rules={"max_rows": 500, "row_label": "Người lao động"},
    )  # fmt: skip
    more = {"section": section, "parent": table}
    add = Question.objects.create
    add(key="ten", kind=kind.TEXT, label="Họ tên", order=1, **more)
    add(key="so", kind=kind.SOCIAL_INSURANCE_NUMBER, label="Mã số BHXH", order=2, **more)
    add(
        key="ly_do", kind=kind.CHOICE, label="Lý do", order=3,
        choices=[["om", "Bản thân ốm"], ["con", "Con ốm"]], **more,
    )  # fmt: skip
    add(
        key="sinh", kind=kind.DATE, label="Ngày sinh con", order=4,
        condition={"question": "ly_do", "op": "eq", "value": "con"}, **more,
    )  # fmt: skip
    add(key="ngay", kind=kind.NUMBER, label="Số ngày", order=5, rules={"min": 1}, **more)
    return situations.draft(version, office, person)


def line(number: int, **changed) -> list:
    told = {
        "STT": number, "Họ tên": f"Nguyễn Văn {number}", "Mã số BHXH": f"{7900000000 + number}",
        "Lý do": "Bản thân ốm", "Số ngày": 3,
    }  # fmt: skip
    return [(told | changed).get(heading, "") for heading in HEADINGS]


def given(client, draft, lines, name="bang.xlsx", **more):
    draft.refresh_from_db()
    file = SimpleUploadedFile(name, sheet(lines, HEADINGS) if isinstance(lines, list) else lines)
    answer = client.post(address(draft, SHEET), {"file": file, "lock": draft.lock} | more)
    draft.refresh_from_db()
    return answer


def test_a_sheet_of_hundreds_fills_the_table_and_only_its_wrong_rows_come_back(
    client, draft, person
):
    sign_in(client, person)
    typed = {"ho_ten": "Bà Hai", "lao_dong-rows": "1", "lock": draft.lock, "sheet": "lao_dong"}
    wrong = client.post(address(draft, PAGE), typed | {"lao_dong-0-ten": "Nguyễn Văn 0"})
    assert "Nguyễn Văn 0" in wrong.content.decode()  # half a row is told before the page is left
    assert client.post(address(draft, PAGE), typed).url == address(draft, SHEET)
    draft.refresh_from_db()
    assert draft.answers["ho_ten"] == "Bà Hai"

    made = client.get(address(draft, SHEET + "mau.xlsx")).getvalue()
    kept = load_workbook(io.BytesIO(made))
    assert [cell.value for cell in kept["Danh sách"][1]] == HEADINGS
    assert "một người lao động của bảng" in kept["Hướng dẫn"]["D2"].value

    lines = [line(n) for n in range(1, 201)]
    lines[10] = line(11, **{"Mã số BHXH": "12"})
    lines[20] = line(21, **{"Lý do": "Con ốm"})  # the day that this asks for is missing
    lines[30] = line(31, **{"Số ngày": 0})
    given(client, draft, lines)
    assert len(draft.answers["lao_dong"]) == 197
    assert draft.answers["lao_dong"][0] == {
        "ten": "Nguyễn Văn 1", "so": "7900000001", "ly_do": "om", "ngay": 3,
    }  # fmt: skip
    page = client.get(address(draft, SHEET)).content.decode()
    for place in ("C12 «Mã số BHXH»", "E22 «Ngày sinh con»", "F32 «Số ngày»"):
        assert place in page
    back, comments = told_in(client.get(address(draft, SHEET + "chua-dung.xlsx")).getvalue())
    assert sorted(comments) == ["C2", "E3", "F4"]
    back[0][2], back[1][4], back[2][5] = "7900000011", "01/02/2026", 2
    given(client, draft, [row[:6] for row in back])
    assert len(draft.answers["lao_dong"]) == 200
    assert draft.answers["lao_dong"][198]["sinh"] == "2026-02-01"
    assert draft.left_rows == {"lao_dong": {}}

    # The same file again adds nothing; a comma-separated one may take the place of all rows.
    answer = given(client, draft, [line(n) for n in range(1, 11)])
    assert "Bỏ qua 10 dòng" in client.get(answer.url).content.decode()
    assert len(draft.answers["lao_dong"]) == 200
    text = "Họ tên;Mã số BHXH;Lý do;Số ngày\nLê Thị Bé;7900000999;con ốm;2\nLê Ba;7900000998;om;1\n"
    given(client, draft, text.encode(), "bang.csv", how="instead")
    assert [row["ten"] for row in draft.answers["lao_dong"]] == ["Lê Ba"]


def test_a_refused_sheet_changes_nothing_and_says_why(client, draft, person):
    sign_in(client, person)
    given(client, draft, [line(1)])
    before = draft.answers
    for lines, name, words in (
        ([line(n) for n in range(1, 502)], "a.xlsx", "tối đa 500"),
        ([line(n) for n in range(2, 502)], "a.xlsx", "501 dòng"),
        ([], "a.xlsx", "chưa có dòng nào"),
        (b"a;b\n1;2\n", "a.csv", "Không nhận ra cột nào"),
        (b"", "a.xlsx", "rỗng"),
    ):
        page = given(client, draft, lines, name).content.decode()
        assert words in page
        assert draft.answers == before
    stale = given(client, draft, [line(2)], lock=draft.lock - 1)
    assert "cửa sổ hoặc thiết bị khác" in stale.content.decode()
    assert draft.answers == before
    Question.objects.filter(key="lao_dong").update(
        condition={"question": "ho_ten", "op": "eq", "value": "X"}
    )
    assert client.get(address(draft, SHEET)).status_code == 404  # the table is not asked now
    assert client.get(address(draft, PAGE + "bang/ho_ten/")).status_code == 404


def test_a_long_table_is_lines_that_open_one_by_one_and_are_all_kept(client, draft, person):
    sign_in(client, person)
    given(client, draft, [line(n) for n in range(1, 41)])
    page = client.get(address(draft, PAGE)).content.decode()
    assert "Đã có <strong>40</strong> dòng" in page
    assert "Nguyễn Văn 40 – 7900000040 – Bản thân ốm" in page
    assert page.count('<details class="bhxh-eform-page"') == 2
    assert 'id="id_lao_dong-0-ten"' not in page

    def sent(content: str, **more) -> dict:
        found = re.findall(r'<input[^>]*name="(lao_dong-[^"]+)"[^>]*value="([^"]*)"', content)
        chosen = re.findall(r'name="(lao_dong-\d+-ly_do)"[^>]*?value="(\w+)"[^>]*checked', content)
        return dict(found) | dict(chosen) | {"lock": draft.lock, "ho_ten": "Bà Hai"} | more

    opened = client.post(address(draft, PAGE), sent(page, **{"eform-row": "open:lao_dong:30"}))
    opened = opened.content.decode()
    assert 'id="id_lao_dong-30-ten"' in opened
    assert 'id="id_lao_dong-0-ten"' not in opened
    fewer = sent(opened, **{"eform-row": "remove:lao_dong:0", "lao_dong-30-ten": "Trần Mới"})
    fewer = client.post(address(draft, PAGE), fewer).content.decode()
    assert 'name="lao_dong-open" value="29"' in fewer  # what was open stays open, one up
    broken = sent(fewer, **{"lao_dong-5-so": "12", "ngay_sinh": "01/02/1980"})
    wrong = client.post(address(draft, PAGE), broken).content.decode()
    assert 'id="id_lao_dong-5-so"' in wrong  # a wrong row opens by itself
    right = sent(wrong, **{"lao_dong-5-so": "7900000007", "ngay_sinh": "01/02/1980"})
    assert client.post(address(draft, PAGE), right).status_code == 302
    draft.refresh_from_db()
    names = [row["ten"] for row in draft.answers["lao_dong"]]
    assert (len(names), names[0], names[29]) == (39, "Nguyễn Văn 2", "Trần Mới")
    assert "Xem 39 dòng" in client.get(address(draft, "kiem-tra/")).content.decode()
