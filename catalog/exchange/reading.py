"""Bytes of a workbook or CSV to sheets of plain cells. Nothing here knows the catalogue.

A file is judged before any parser sees it: kind by content, size after unpacking, macros.
"""

import csv
import datetime
import io
import zipfile
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from catalog.text import compose

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 40 * 1024 * 1024
MAX_RATIO = 100
MAX_ROWS = 20_000
MAX_COLUMNS = 60
_ZIP = b"PK\x03\x04"


class UnreadableFile(ValueError):
    """The file as a whole cannot be taken; the text says why and what to do."""


@dataclass
class Row:
    """One line of a sheet; `number` counts as the spreadsheet does (headings are row 1)."""

    number: int
    values: dict[str, Any]
    origin: "Origin | None" = None


@dataclass(frozen=True)
class Origin:
    """Where an adapted row came from: its sheet, its column names there, its code in reports."""

    sheet: str
    columns: dict[str, str]
    code: str
    leads: bool = False


@dataclass
class Sheet:
    """A named sheet with headings as written and rows keyed by heading."""

    name: str
    headings: list[str]
    rows: list[Row] = field(default_factory=list)

    def cell(self, row: int, heading: str) -> str:
        """Address of a cell as the spreadsheet shows it (B7), or an empty text."""
        if heading not in self.headings:
            return ""
        return f"{letters(self.headings.index(heading))}{row}"


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula when it opens a CSV."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def unguarded(text: str) -> str:
    """What `guarded` wrote, as it was."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_DANGEROUS) else text


def letters(index: int) -> str:
    """Column letters of a zero-based index: 0 → A, 26 → AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def read(data: bytes, filename: str) -> list[Sheet]:
    """Every sheet of an .xlsx, or the one sheet of a .csv. Raises UnreadableFile."""
    suffix = filename.rsplit(".", 1)[-1].lower() if "." in filename else ""
    if suffix not in {"xlsx", "csv"}:
        raise UnreadableFile(
            _("Chỉ nhận tệp .xlsx hoặc .csv. Hãy lưu lại «%(name)s» ở một trong hai dạng này.")
            % {"name": filename}
        )
    if not data:
        raise UnreadableFile(_("Tệp rỗng. Hãy kiểm tra lại tệp rồi tải lên lần nữa."))
    if len(data) > MAX_BYTES:
        raise UnreadableFile(_("Tệp lớn hơn 10 MB. Hãy tách thành nhiều tệp nhỏ hơn."))
    if data.startswith(_ZIP) != (suffix == "xlsx"):
        raise UnreadableFile(
            _("Nội dung tệp không đúng với đuôi .%(suffix)s. Hãy lưu lại tệp bằng đúng định dạng.")
            % {"suffix": suffix}
        )
    return _workbook(data) if suffix == "xlsx" else [_csv(data, filename.rsplit(".", 1)[0])]


def _inspect(data: bytes) -> None:
    """Refuse what would blow up or run: judged from the zip directory alone."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile as error:
        raise UnreadableFile(_("Tệp .xlsx bị hỏng, không mở được. Hãy lưu lại tệp.")) from error
    names = {entry.filename for entry in entries}
    if any(name.endswith(("vbaProject.bin", ".exe", ".dll")) for name in names):
        raise UnreadableFile(
            _("Sổ tính có chứa macro. Hãy lưu lại ở dạng .xlsx không có macro rồi tải lên.")
        )
    if "xl/workbook.xml" not in names:
        raise UnreadableFile(_("Tệp không phải sổ tính Excel (.xlsx). Hãy lưu lại tệp."))
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED or any(
        entry.file_size > 1024 * 1024 and entry.file_size > MAX_RATIO * entry.compress_size
        for entry in entries
    ):
        raise UnreadableFile(
            _("Sổ tính giãn ra quá lớn khi mở. Hãy xóa các dòng, cột trống định dạng thừa.")
        )


def _workbook(data: bytes) -> list[Sheet]:
    _inspect(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = []
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            merged = sheet.merged_cell_ranges or []
            for (top, left), (bottom, right) in merged:
                raise UnreadableFile(
                    _("Trang «%(sheet)s» có ô gộp %(range)s. Hãy bỏ gộp ô rồi điền đủ từng dòng.")
                    % {
                        "sheet": name,
                        "range": f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}",
                    }
                )
            if sheet.total_height > MAX_ROWS + 1 or sheet.total_width > MAX_COLUMNS:
                raise _too_long(name)
            rows = sheet.to_python(skip_empty_area=False)
            if rows:
                found.append(_sheet(name, rows))
    except (CalamineError, KeyError, ValueError) as error:
        if isinstance(error, UnreadableFile):
            raise
        raise UnreadableFile(_("Tệp .xlsx bị hỏng, không mở được. Hãy lưu lại tệp.")) from error
    return found


def _csv(data: bytes, name: str) -> Sheet:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            _("Tệp CSV không dùng bảng mã UTF-8. Hãy lưu lại ở dạng «CSV UTF-8».")
        ) from error
    if "\x00" in text:
        raise UnreadableFile(_("Tệp CSV không dùng bảng mã UTF-8. Hãy lưu lại ở dạng «CSV UTF-8»."))
    heading = text.split("\n", 1)[0]
    delimiter = ";" if heading.count(";") > heading.count(",") else ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnreadableFile(
            _("Tệp CSV sai cấu trúc (dấu nháy, dấu phân cách): %(error)s.") % {"error": error}
        ) from error
    if not rows or not any(rows[0]):
        raise UnreadableFile(_("Dòng đầu tiên của tệp phải là tên các cột."))
    if len(rows) > MAX_ROWS + 1 or len(rows[0]) > MAX_COLUMNS:
        raise _too_long(name)
    return _sheet(name, [[unguarded(cell) for cell in row] for row in rows])


def _too_long(name: str) -> UnreadableFile:
    return UnreadableFile(
        _("Trang «%(sheet)s» quá %(rows)d dòng hoặc %(columns)d cột. Hãy tách nhỏ.")
        % {"sheet": name, "rows": MAX_ROWS, "columns": MAX_COLUMNS}
    )


def _sheet(name: str, rows: list[list]) -> Sheet:
    headings = [plain(cell) for cell in rows[0]]
    while headings and not headings[-1]:
        headings.pop()
    sheet = Sheet(compose(name), headings)
    for number, cells in enumerate(rows[1:], 2):
        values = {
            heading: cell
            for heading, cell in zip(headings, cells, strict=False)
            if heading and cell not in ("", None)
        }
        if values:
            extra = [cell for cell in cells[len(headings) :] if cell not in ("", None)]
            if extra:
                values[""] = extra[0]
            sheet.rows.append(Row(number, values))
    return sheet


def plain(cell: Any) -> str:
    """A cell as canonical text: whole numbers without .0, ISO dates, composed text."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time()
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "seconds")
    if isinstance(cell, datetime.time):
        return cell.isoformat("minutes")
    return compose(str(cell))
