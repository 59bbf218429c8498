"""Bytes of a workbook or CSV to sheets of plain cells. Nothing here knows the catalogue."""

import csv
import datetime
import io
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from catalog.exchange.archives import (
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_ROWS_IN_ALL,
    Trouble,
    UnreadableFile,
    inspect,
    letters,
)
from catalog.text import compose

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
MAX_BYTES = 10 * 1024 * 1024
_ZIP = b"PK\x03\x04"


@dataclass(slots=True)
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
    trouble: Trouble = field(default_factory=Trouble)

    def cell(self, row: int, heading: str) -> str:
        """Address of a cell as the spreadsheet shows it (B7), or an empty text."""
        if heading not in self.headings:
            return ""
        return f"{letters(self.headings.index(heading))}{row}"

    def heading_at(self, column: str) -> str:
        """The heading over a column given by its letters, or an empty text."""
        return next((h for i, h in enumerate(self.headings) if letters(i) == column), "")


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula when it opens a CSV."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def unguarded(text: str) -> str:
    """What `guarded` wrote, as it was."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_DANGEROUS) else text


def admit(data: bytes, filename: str) -> str:
    """The suffix of a file that can be a sheet by its name, size and first bytes. Raises UnreadableFile."""
    suffix = filename.rsplit(".", 1)[-1].lower() if "." in filename else ""
    if suffix not in {"xlsx", "ods", "csv"}:
        raise UnreadableFile(
            _("Chỉ nhận tệp .xlsx, .ods hoặc .csv. Hãy lưu lại «%(name)s» ở một trong ba dạng này.")
            % {"name": filename}
        )
    if not data:
        raise UnreadableFile(_("Tệp rỗng. Hãy kiểm tra lại tệp rồi tải lên lần nữa."))
    if len(data) > MAX_BYTES:
        raise UnreadableFile(_("Tệp lớn hơn 10 MB. Hãy tách thành nhiều tệp nhỏ hơn."))
    if data.startswith(_ZIP) != (suffix != "csv"):
        raise UnreadableFile(
            _("Nội dung tệp không đúng với đuôi .%(suffix)s. Hãy lưu lại tệp bằng đúng định dạng.")
            % {"suffix": suffix}
        )
    return suffix


def read(data: bytes, filename: str) -> list[Sheet]:
    """Every sheet of an .xlsx or .ods, or the one sheet of a .csv. Raises UnreadableFile."""
    suffix = admit(data, filename)
    if suffix == "csv":
        return [_csv(data, filename.rsplit(".", 1)[0])]
    return _workbook(data, suffix)


def _workbook(data: bytes, suffix: str) -> list[Sheet]:
    troubles = inspect(data, suffix)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found: list[Sheet] = []
        for index, name in enumerate(book.sheet_names):
            sheet = book.get_sheet_by_name(name)
            trouble = troubles[index] if index < len(troubles) else Trouble()
            merged = trouble.merged + [
                f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"
                for (top, left), (bottom, right) in sheet.merged_cell_ranges or []
            ]
            if merged:
                raise UnreadableFile(
                    _("Trang «%(sheet)s» có ô gộp %(range)s. Hãy bỏ gộp ô rồi điền đủ từng dòng.")
                    % {"sheet": name, "range": merged[0]}
                )
            if sheet.total_height > MAX_ROWS + 1 or sheet.total_width > MAX_COLUMNS:
                raise _too_long(name)
            rows = sheet.to_python(skip_empty_area=False)
            if rows:
                found.append(_sheet(name, rows, trouble))
            if sum(len(each.rows) for each in found) > MAX_ROWS_IN_ALL:
                raise UnreadableFile(
                    _("Các trang của tệp có hơn %d dòng. Hãy tách thành nhiều tệp.")
                    % MAX_ROWS_IN_ALL
                )
    except (CalamineError, KeyError, ValueError) as error:
        if isinstance(error, UnreadableFile):
            raise
        raise UnreadableFile(
            _("Tệp .%s bị hỏng, không mở được. Hãy lưu lại tệp.") % suffix
        ) from error
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


def _sheet(name: str, rows: list[list], trouble: Trouble | None = None) -> Sheet:
    headings = [plain(cell) for cell in rows[0]]
    while headings and not headings[-1]:
        headings.pop()
    sheet = Sheet(compose(name), headings, trouble=trouble or Trouble())
    for number, cells in enumerate(rows[1:], 2):
        values = {
            heading: cell
            for heading, cell in zip(headings, cells, strict=False)
            if heading and (cell.strip() if type(cell) is str else cell is not None)
        }
        if values:
            extra = [cell for cell in cells[len(headings) :] if not _blank(cell)]
            if extra:
                values[""] = extra[0]
            sheet.rows.append(Row(number, values))
    return sheet


def _blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def plain(cell: Any) -> str:
    """A cell as canonical text: whole numbers without .0, ISO dates, composed text."""
    if cell is None:
        return ""
    if type(cell) is str:
        return compose(cell.replace("\r\n", "\n") if "\r" in cell else cell)
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time()
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "seconds")
    if isinstance(cell, datetime.time):
        return cell.isoformat("minutes")
    return compose(str(cell).replace("\r\n", "\n"))
