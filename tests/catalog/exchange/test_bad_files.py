"""Files that must not get in: each is refused with its own sentence, and nothing is written."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from catalog.exchange import reading, writing
from catalog.models import CatalogImport, Sector
from tests.catalog.exchange.sheets import SECTORS, load, ods, packed, xlsx

_MAIN = '"http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
CSV = "code,name\nthu,Thu bảo hiểm\n"


def _merged() -> bytes:
    book = load_workbook(io.BytesIO(xlsx(sectors=[*SECTORS, ["so", "Sổ"]])))
    book["sectors"].merge_cells("B2:B3")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _macro() -> bytes:
    buffer = io.BytesIO(xlsx(sectors=SECTORS))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    return buffer.getvalue()


def _of_1904() -> bytes:
    book = load_workbook(io.BytesIO(xlsx(sectors=SECTORS)))
    book.epoch = CALENDAR_MAC_1904
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _long(count: int, sheets: int = 1) -> bytes:
    """A workbook of sheets of so many rows, as small as a spreadsheet program would pack it."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>ma-{n}</t></is></c></row>'
        for n in range(1, count + 2)
    )
    sheet = f"<worksheet xmlns={_MAIN}><sheetData>{rows}</sheetData></worksheet>"
    empty = xlsx(**{f"sectors{n}": SECTORS for n in range(sheets)})
    with zipfile.ZipFile(io.BytesIO(empty)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    return packed(entries | {f"xl/worksheets/sheet{n + 1}.xml": sheet for n in range(sheets)})


BAD = {
    "empty": (b"", "a.csv", "rỗng"),
    "UTF-16": (CSV.encode("utf-16"), "a.csv", "UTF-8"),
    "cp1258": ("code,name\nthu,Thu ðơn vị\n".encode("cp1258", "replace"), "a.csv", "UTF-8"),
    "renamed csv": (CSV.encode(), "a.xlsx", "đuôi"),
    "renamed xlsx": (xlsx(sectors=SECTORS), "a.csv", "đuôi"),
    "xlsm by name": (xlsx(sectors=SECTORS), "a.xlsm", ".xlsx"),
    "macro inside": (_macro(), "a.xlsx", "macro"),
    "zip bomb": (
        packed({"xl/workbook.xml": b"<x/>", "xl/s.xml": b"0" * 30_000_000}),
        "a.xlsx",
        "quá lớn",
    ),
    "no workbook": (packed({"a.txt": b"a"}), "a.xlsx", "không phải sổ tính"),
    "torn zip": (xlsx(sectors=SECTORS)[:400], "a.xlsx", "hỏng"),
    "merged cells": (_merged(), "a.xlsx", "B2:B3"),
    "renamed ods": (ods({"sectors": SECTORS}), "a.xlsx", "không phải sổ tính"),
    "macro in an ods": (
        packed({"content.xml": "<x/>", "Basic/Standard/Module1.xml": "<x/>"}),
        "a.ods",
        "macro",
    ),
    "merged cells of an ods": (
        ods({"sectors": SECTORS}, cell='table:number-rows-spanned="2"'),
        "a.ods",
        "A2:A3",
    ),
    "a million cells in one of an ods": (
        ods({"sectors": SECTORS}, row='table:number-rows-repeated="1000000"'),
        "a.ods",
        "quá 20000",
    ),
    "an ods that declares entities": (
        packed({"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "a.ods",
        "hỏng",
    ),
    "days counted from 1904": (_of_1904(), "a.xlsx", "1904"),
    "100,000 rows": (_long(100_000), "a.xlsx", "quá 20000 dòng"),
    "many rows in all its sheets": (_long(13_000, sheets=2), "a.xlsx", "hơn 25000 dòng"),
    "100,000 rows of a csv": (b"code,name\n" + b"thu,Thu\n" * 100_000, "a.csv", "quá 20000 dòng"),
    "unbalanced quotes": (b'code,name\n"thu,Thu\n', "a.csv", "cấu trúc"),
    "too many columns": ((",".join("a" * 61) + "\n").encode(), "a.csv", "60 cột"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_refused_with_its_reason(kind):
    data, name, words = BAD[kind]
    with pytest.raises(reading.UnreadableFile, match=words):
        reading.read(data, name) if not data else load(data, name)
    assert not Sector.objects.exists()
    assert not CatalogImport.objects.exists()


@pytest.mark.django_db
def test_semicolons_and_a_byte_order_mark_are_read():
    report = load("﻿code;name\nthu;Thu, nộp\n".encode(), "sectors.csv")
    assert report.applied
    assert Sector.objects.get().name == "Thu, nộp"


@pytest.mark.django_db
def test_a_lone_csv_with_any_name_is_recognised_by_its_headings():
    data = "office_code,code,name,level\n00100,000.00.01.G24,Hà Nội,province\n".encode()
    assert load(data, "linh tinh.csv").added == ["000.00.01.G24"]


@pytest.mark.django_db
def test_a_csv_that_could_be_of_several_subjects_asks_for_a_telling_name():
    (error,) = load(CSV.encode(), "linh tinh.csv").errors
    assert "linh tinh" in error["message"]
    assert load(CSV.encode(), "sectors.csv").applied


def test_written_cells_are_never_formulas():
    rows = [["=1+1", "+84912345678", "-1", "@SUM(A1)", "＝1", "0012"]]
    book = load_workbook(
        io.BytesIO(
            writing.workbook([writing.Page("a", [writing.Column(c) for c in "abcdef"], rows)])
        )
    )
    assert [cell.data_type for cell in book["a"][2]] == ["s"] * 6
    assert [cell.value for cell in book["a"][2]] == rows[0]
    text = writing.comma_separated(list("abcdef"), rows).decode()
    assert text.startswith("﻿")
    assert text.splitlines()[1] == "'=1+1,'+84912345678,'-1,'@SUM(A1),'＝1,0012"


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])), min_size=1))
def test_what_is_written_as_csv_is_read_back_the_same(cells):
    cells = [reading.plain(cell) for cell in cells][:20]
    cells = [cell for cell in cells if not cell.startswith("'")] or ["x"]
    headings = [f"c{n}" for n in range(len(cells))]
    (sheet,) = reading.read(writing.comma_separated(headings, [cells]), "a.csv")
    found = sheet.rows[0].values if sheet.rows else {}
    assert [found.get(heading, "") for heading in headings] == cells
