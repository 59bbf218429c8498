"""Files for tests, written in one line."""

import io

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
