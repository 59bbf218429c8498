"""Sheets to bytes: an .xlsx or a CSV in which no cell can turn into a formula."""

import csv
import datetime
import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill

from catalog.exchange.reading import guarded, plain


def workbook(sheets: Iterable[tuple[str, list[str], Iterable[list]]]) -> bytes:
    """One .xlsx of named sheets; headings frozen, text always text, dates and numbers typed."""
    book = Workbook(write_only=True)
    for name, headings, rows in sheets:
        sheet = book.create_sheet(name[:31])
        sheet.freeze_panes = "A2"
        for index, heading in enumerate(headings):
            letter = chr(65 + index) if index < 26 else f"A{chr(65 + index - 26)}"
            sheet.column_dimensions[letter].width = max(12, min(40, len(heading) + 4))
        sheet.append([_heading(sheet, heading) for heading in headings])
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _heading(sheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", fgColor="0B4F8A")
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet, value):
    if value is None or value == "":
        return None
    if isinstance(value, (bool, int, float, datetime.date)):
        return value
    cell = WriteOnlyCell(sheet, plain(value))
    cell.data_type = "s"  # openpyxl would make a formula of a leading "="
    return cell


def comma_separated(headings: list[str], rows: Iterable[list]) -> bytes:
    """CSV that Excel opens in Vietnamese: UTF-8 with BOM; a dangerous start gets a quote before it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([guarded(plain(value)) for value in row])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()
