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
from openpyxl.worksheet.properties import PageSetupProperties

from catalog.exchange.archives import letters
from catalog.exchange.reading import guarded, plain

LISTS = "Giá trị"
_HEAD = PatternFill("solid", fgColor="0B4F8A")
_NEEDED = PatternFill("solid", fgColor="8A3B0B")
_WRONG = PatternFill("solid", fgColor="FFD7D1")
_FACE = {"name": "Calibri", "size": 11}  # unnamed, LibreOffice takes a serif one
_LAST_ROW = 20_001
_LOOKED_AT = 200  # rows, for the width of a column
_WIDEST = 60
_LINE = 15  # points


@dataclass
class Column:
    """A column of a page: its heading, what belongs there, the values it takes (none: any).

    `wide`: characters, for a column of whole sentences, broken into lines. `format`: how cells still
    empty take what is typed ("@" keeps leading zeros).
    """

    heading: str
    note: str = ""
    allowed: list[str] = field(default_factory=list)
    needed: bool = False
    wide: int = 0
    format: str = ""


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
        _for_printing(sheet)
        rows = list(page.rows)
        for index, column in enumerate(page.columns):
            letter = letters(index)
            sheet.column_dimensions[letter].width = _width(page, rows, index)
            if column.format:
                sheet.column_dimensions[letter].number_format = column.format
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
            sheet.append(
                [_cell(sheet, value, font=Font(italic=True, **_FACE)) for value in page.sample]
            )
        for number, row in enumerate(rows, 2):
            if lines := _lines_of(page, row):
                sheet.row_dimensions[number].height = _LINE * lines
            sheet.append(
                [
                    _cell(
                        sheet,
                        value,
                        remark=page.remarks.get((number, index), ""),
                        wrapped=bool(page.columns[index].wide),
                        shape=page.columns[index].format,
                    )
                    for index, value in enumerate(row)
                ]
            )
    if lists:
        _write_lists(book.create_sheet(LISTS), lists)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _lines_of(page: Page, row: list) -> int:
    """How many lines the longest sentence of a row takes; LibreOffice does not work it out itself."""
    wide = [(column.wide, value) for column, value in zip(page.columns, row, strict=False)]
    return max((-(-len(plain(value)) // room) for room, value in wide if room), default=0)


def _for_printing(sheet) -> None:
    """Across the page, every column on it, the headings on each page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _width(page: Page, rows: list[list], index: int) -> int:
    """Characters: room for the heading and for what most cells hold, within what a screen shows."""
    if page.columns[index].wide:
        return page.columns[index].wide
    shown = [page.sample] if page.sample else rows[:_LOOKED_AT]
    longest = max((len(plain(row[index])) for row in shown if index < len(row)), default=0)
    return max(12, min(26, len(page.columns[index].heading) + 4), min(_WIDEST, longest + 2))


def _write_lists(sheet, lists) -> None:
    sheet.sheet_state = "hidden"  # it serves the drop-down lists alone
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
    cell.font = Font(bold=True, color="FFFFFF", **_FACE)
    cell.fill = _NEEDED if column.needed else _HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if note := page.remarks.get((1, index)) or column.note:
        cell.comment = _comment(note)
    return cell


def _cell(
    sheet,
    value,
    *,
    font: Font | None = None,
    remark: str = "",
    wrapped: bool = False,
    shape: str = "",
):
    if (value is None or value == "") and not remark:
        return None
    if isinstance(value, (bool, int, float, datetime.date, datetime.time)):
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            cell.number_format = "dd/mm/yyyy"
    else:
        cell = WriteOnlyCell(sheet, plain(value))
        cell.data_type = "s"  # openpyxl would make a formula of a leading "="
    if shape:
        cell.number_format = shape
    if font:
        cell.font = font
    if wrapped:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
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
