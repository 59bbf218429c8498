"""The register of dossiers (sổ theo dõi hồ sơ) as workbook, with more than its form asks, and its lines."""

import io
from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from catalog.eforms.identifiers import phone_as_read
from flows.console.reports.register import with_holders, with_recipients
from flows.models import Dossier
from flows.papers.register import entry_of

AT_ONCE = 500
PRINTED_AT_MOST = 2000
HEADINGS = (
    "TT", "Mã hồ sơ", "Số hồ sơ của cơ quan", "Mã thủ tục", "Tên thủ tục, nội dung", "Số bộ",
    "Chủ hồ sơ", "Địa chỉ", "Điện thoại", "Cách nộp", "Ngày tiếp nhận", "Ngày hẹn trả",
    "Ngày có kết quả", "Ngày trả kết quả", "Phương thức nhận kết quả", "Người nhận kết quả",
    "Tình trạng", "Đang ở", "Người giữ", "Trễ (ngày)", "Ngày trễ theo đơn vị giữ hồ sơ", "Ghi chú",
)  # fmt: skip
WIDTHS = (6, 28, 20, 12, 44, 7, 26, 36, 15, 16, 14, 14, 14, 14, 18, 26, 20, 28, 24, 10, 50, 40)


def workbook(dossiers, title: str) -> tuple[bytes, int]:
    """(the .xlsx, number of rows). Every text is a text: what begins with = never is a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sổ theo dõi")
    for number, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_text(sheet, title, bold=True)])
    sheet.append([_text(sheet, heading, bold=True) for heading in HEADINGS])
    count = 0
    for count, dossier in _numbered(dossiers):
        sheet.append([count, *(_cell(sheet, value) for value in _cells(dossier))])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue(), count


def entries(dossiers) -> list[dict]:
    """The lines of the register to be printed, at most PRINTED_AT_MOST."""
    return [entry_of(dossier) for _number, dossier in _numbered(dossiers[:PRINTED_AT_MOST])]


def _numbered(dossiers) -> Iterator[tuple[int, Dossier]]:
    number = 0
    for start in range(0, dossiers.count(), AT_ONCE):
        page = list(dossiers[start : start + AT_ONCE])
        for dossier in with_recipients(with_holders(page)):
            number += 1
            yield number, dossier


def _cells(dossier) -> list:
    return [
        dossier.code, dossier.office_number or "", dossier.procedure.code, dossier.procedure.name,
        dossier.version.copies, dossier.applicant_name, dossier.applicant_address,
        phone_as_read(dossier.applicant_phone), dossier.get_channel_display(), _day(dossier.received_at),
        _day(dossier.due_at), _day(dossier.finished_at), _day(dossier.returned_at),
        dossier.get_result_channel_display(), dossier.recipient, dossier.get_state_display(),
        str(dossier.current_department or ""), str(dossier.holder or ""), dossier.days_late,
        "; ".join(f"{unit}: {days}" for unit, days in dossier.late_by), dossier.closing_reason,
    ]  # fmt: skip


def _cell(sheet, value):
    return value if isinstance(value, int) else _text(sheet, value)


def _text(sheet, value: str, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=str(value))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _day(moment) -> str:
    return date_format(timezone.localtime(moment), "d/m/Y") if moment else ""
