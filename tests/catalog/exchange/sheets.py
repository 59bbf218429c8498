"""Files for tests, written in one line."""

import datetime
import io
import zipfile
from xml.sax.saxutils import escape

from openpyxl import Workbook

from catalog.exchange import workbook

SECTORS = [["code", "name"], ["thu", "Thu BHXH"]]


def xlsx(**sheets) -> bytes:
    """A workbook of sheets, each a list of rows with the headings first."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def ods(tables: dict[str, list[list]], *, row="", cell="") -> bytes:
    """An OpenDocument spreadsheet; `row` and `cell` are further attributes of its last row, cell."""
    body = ""
    for name, rows in tables.items():
        body += f'<table:table table:name="{escape(name)}">'
        for number, values in enumerate(rows, 1):
            last = number == len(rows)
            cells = [_ods_cell(value, cell if last else "") for value in values]
            body += f"<table:table-row {row if last else ''}>{''.join(cells)}</table:table-row>"
        body += "</table:table>"
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces} office:version="1.2">'
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    return packed({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def _ods_cell(value, more: str) -> str:
    if isinstance(value, datetime.date):
        told = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, int):
        told = f'office:value-type="float" office:value="{value}"'
    else:
        told = 'office:value-type="string"' if value else ""
    return (
        f"<table:table-cell {told} {more}><text:p>{escape(str(value))}</text:p></table:table-cell>"
    )


def packed(entries: dict) -> bytes:
    """A zip of these entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def load(data: bytes | None = None, name: str = "danh-muc.xlsx", *, apply=True, by=None, **sheets):
    """Import sheets or bytes and return the report."""
    return workbook.run(data or xlsx(**sheets), name, apply=apply, by=by)


PROCEDURES = (
    "code,name,field,level,time_limit_days,applicants,competent_agency_level,channels,components,"
    "form_codes,result,legal_basis,confidence\n"
)


def national(*lines: str) -> bytes:
    """A CSV in the layout of the national procedure list."""
    return (PROCEDURES + "\n".join(lines)).encode()


LINE = (
    "1.009001,Cấp thẻ,Cấp thẻ,4,5,cá nhân; đơn vị SDLĐ (lần đầu),huyện|tỉnh,trực tiếp|I-VAN,"
    '"Tờ khai (TK1-TS; bản mới) [BC:1 BS:0]; Giấy tờ khác [BC:0 BS:2, nếu có]",PGNHS:600; TK1-TS,'
    'Thẻ,"QĐ công bố 12/QĐ-BHXH; Luật 41/2024/QH15",high'
)
