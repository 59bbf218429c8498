"""Sheets to bytes: an .xlsx or a CSV in which no cell can turn into a formula."""

import csv
import datetime
import io
from collections.abc import Iterable
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from catalog.exchange.archives import letters
from catalog.exchange.reading import guarded, plain

LISTS = "Giá trị"
_HEAD = PatternFill("solid", fgColor="0B4F8A")
_NEEDED = PatternFill("solid", fgColor="8A3B0B")
_WRONG = PatternFill("solid", fgColor="FFD7D1")
_LAST_ROW = 20_001


@dataclass
class Column:
    """A column of a page: its heading, what belongs there, the values it takes (none: any)."""

    heading: str
    note: str = ""
    allowed: list[str] = field(default_factory=list)
    needed: bool = False


@dataclass
class Page:
    """A sheet to be written. `remarks` are comments by (row, zero-based column); row 1 is headings."""

    name: str
    columns: list[Column]
    rows: Iterable[list]
    sample: list | None = None
    remarks: dict[tuple[int, int], str] = field(default_factory=dict)


def workbook(pages: Iterable[Page]) -> bytes:
    """One .xlsx: headings bold and frozen, text always text, coded columns with their lists."""
    book = Workbook(write_only=True)
    lists: dict[tuple[str, ...], str] = {}
    for page in pages:
        sheet = book.create_sheet(page.name[:31])
        sheet.freeze_panes = "A2"
        for index, column in enumerate(page.columns):
            letter = letters(index)
            sheet.column_dimensions[letter].width = max(12, min(44, len(column.heading) + 6))
            if column.allowed:
                where = lists.setdefault(tuple(column.allowed), letters(len(lists)))
                rule = DataValidation(
                    type="list",
                    formula1=f"'{LISTS}'!${where}$1:${where}${len(column.allowed)}",
                    allow_blank=True,
                    showErrorMessage=False,
                )
                rule.add(f"{letter}2:{letter}{_LAST_ROW}")
                sheet.data_validations.append(rule)
        sheet.append([_heading(sheet, page, index) for index in range(len(page.columns))])
        if page.sample:
            sheet.append([_cell(sheet, value, font=Font(italic=True)) for value in page.sample])
        for number, row in enumerate(page.rows, 2):
            sheet.append(
                [
                    _cell(sheet, value, remark=page.remarks.get((number, index), ""))
                    for index, value in enumerate(row)
                ]
            )
    if lists:
        _write_lists(book.create_sheet(LISTS), lists)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write_lists(sheet, lists) -> None:
    for number in range(max(map(len, lists))):
        sheet.append(
            [
                _cell(sheet, values[number]) if number < len(values) else None
                for values in lists
            ]
        )  # fmt: skip


def _heading(sheet, page: Page, index: int) -> WriteOnlyCell:
    column = page.columns[index]
    cell = WriteOnlyCell(sheet, column.heading)
    cell.data_type = "s"
    cell.font = Font(bold=True, color="FFFFFF")
    cell.fill = _NEEDED if column.needed else _HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if note := page.remarks.get((1, index)) or column.note:
        cell.comment = _comment(note)
    return cell


def _cell(sheet, value, *, font: Font | None = None, remark: str = ""):
    if (value is None or value == "") and not remark:
        return None
    if isinstance(value, (bool, int, float, datetime.date, datetime.time)):
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            cell.number_format = "dd/mm/yyyy"
    else:
        cell = WriteOnlyCell(sheet, plain(value))
        cell.data_type = "s"  # openpyxl would make a formula of a leading "="
    if font:
        cell.font = font
    if remark:
        cell.fill = _WRONG
        cell.comment = _comment(remark)
    return cell


def _comment(text: str) -> Comment:
    return Comment(text[:1500], "BHXH", width=320, height=max(60, 22 * (len(text) // 40 + 1)))


def comma_separated(headings: list[str], rows: Iterable[list]) -> bytes:
    """CSV that Excel opens in Vietnamese: UTF-8 with BOM; a dangerous start gets a quote before it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([guarded(plain(value)) for value in row])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()
