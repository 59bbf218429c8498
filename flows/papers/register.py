"""The register of dossiers (sổ theo dõi hồ sơ: Mẫu 06 of 2018, Mẫu 07 of 2025), printed or as Word."""

import datetime

from django.utils import timezone
from django.utils.formats import date_format

from catalog.eforms.identifiers import phone_as_read
from catalog.models import SlipTemplate
from flows.models import Dossier
from flows.papers.office_papers import form_of, print_alone
from flows.papers.tables import Column, Table
from flows.papers.word import tables_docx

# What the Word document shows of each line; the print is drawn by the template of the day.
_COLUMNS = {
    "code": Column("Mã hồ sơ"), "content": Column("Tên thủ tục, nội dung"),
    "copies": Column("Số bộ", number=True), "owner": Column("Chủ hồ sơ"),
    "address": Column("Địa chỉ, cơ quan"), "phone": Column("Điện thoại"),
    "received": Column("Nhận hồ sơ"), "due": Column("Hẹn trả"), "returned": Column("Trả kết quả"),
    "mode": Column("Phương thức nhận"), "recipient": Column("Người nhận, ký nhận"),
    "note": Column("Ghi chú"),
}  # fmt: skip


def entry_of(dossier: Dossier) -> dict:
    """What the register says of one dossier that comes with its `recipient`."""
    return {
        "code": dossier.code,
        "office_number": dossier.office_number or "",
        "content": dossier.procedure.name,
        "copies": dossier.version.copies,
        "owner": dossier.applicant_name,
        "address": dossier.applicant_address,
        "phone": phone_as_read(dossier.applicant_phone),
        "received": _day(dossier.received_at),
        "due": _day(dossier.due_at),
        "returned": _day(dossier.returned_at),
        "mode": str(dossier.get_result_channel_display()),
        "recipient": dossier.recipient,
        "note": dossier.closing_reason,
    }


def register_pdf(entries: list[dict], *, agency, by, group: str, counted: str, period) -> bytes:
    """By the template in force today: who asked, of which group, what is counted, from when to when."""
    at = timezone.now()
    return print_alone(
        form_of(SlipTemplate.Kind.REGISTER, timezone.localdate(at)),
        agency=agency,
        by=by,
        at=at,
        group=group,
        counted=counted,
        first=period.first,
        last=_last(period),
        entries=entries,
    )


def register_docx(entries: list[dict], *, agency, by, group: str, counted: str, period) -> bytes:
    """The same to be edited: named as the template of today is."""
    at = timezone.now()
    form = form_of(SlipTemplate.Kind.REGISTER, timezone.localdate(at))
    rows = [[str(number), *_cells(entry)] for number, entry in enumerate(entries, start=1)]
    return tables_docx(
        form.name,
        agency=agency,
        lines=[
            group,
            f"Từ ngày {period.first:%d/%m/%Y} đến ngày {_last(period):%d/%m/%Y}",
            f"Tình trạng: {counted}",
        ],
        tables=[Table([Column("TT", number=True), *_COLUMNS.values()], rows)],
        at=at,
        notes=(form.legal_basis,),
        signers=("Người lập sổ", "Phụ trách bộ phận"),
    )


def _cells(entry: dict) -> list[str]:
    codes = "\n".join(filter(None, (entry["code"], entry["office_number"])))
    return [str(value) for value in ({**entry, "code": codes}[name] for name in _COLUMNS)]


def _last(period) -> datetime.date:
    return period.after - datetime.timedelta(days=1)


def _day(moment) -> str:
    return date_format(timezone.localtime(moment), "d/m/Y") if moment else ""
