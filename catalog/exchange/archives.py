"""A zipped workbook (.xlsx, .ods) judged before any parser opens it, and what parsers do not tell.

Kind, macros, size after unpacking; merged cells, hidden rows, formulas that carry no value.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _

MAX_UNPACKED = 40 * 1024 * 1024
MAX_RATIO = 100
MAX_ROWS = 20_000
MAX_ROWS_IN_ALL = 25_000  # of all sheets of a file: what an import holds in under 300 MB
MAX_COLUMNS = 60

_MAIN = {"xlsx": "xl/workbook.xml", "ods": "content.xml"}
_MACRO = re.compile(r"vbaProject\.bin$|^Basic/|^Scripts/|\.(exe|dll|js|vbs)$", re.IGNORECASE)
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*?r:id=\"([^\"]+)\"")
_RELATION = re.compile(rb"<Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(rb"(\w+)=\"([^\"]*)\"")
_HIDDEN = re.compile(rb"<row\s[^>]*?\br=\"(\d+)\"[^>]*?\bhidden=\"(?:1|true)\"")
_FORMULA = re.compile(
    rb"<c\s(?![^>]*\bt=\"str\")[^>]*?\br=\"([A-Z]+\d+)\"[^>]*>\s*"
    rb"<f(?:/>|[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v>([^<]*)</v>)?"
)
_ERROR = re.compile(rb"<c\s(?=[^>]*\bt=\"e\")[^>]*?\br=\"([A-Z]+\d+)\"")
_ERROR_TEXT = re.compile(r"^(#[A-Z/0]+[!?]?|Err:\d+)$")


class UnreadableFile(ValueError):
    """The file as a whole cannot be taken; the text says why and what to do."""


@dataclass
class Trouble:
    """What a sheet hides: rows not shown, cells without a usable value, merged ranges."""

    hidden: list[int] = field(default_factory=list)
    valueless: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


def letters(index: int) -> str:
    """Column letters of a zero-based index: 0 → A, 26 → AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def inspect(data: bytes, suffix: str) -> list[Trouble]:
    """Refuse what would blow up or run; else the troubles of each sheet, in order."""
    broken = UnreadableFile(_("Tệp .%s bị hỏng, không mở được. Hãy lưu lại tệp.") % suffix)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise broken from error
    names = {entry.filename for entry in entries}
    if any(_MACRO.search(name) for name in names):
        raise UnreadableFile(
            _("Sổ tính có chứa macro. Hãy lưu lại ở dạng không có macro rồi tải lên.")
        )
    if _MAIN[suffix] not in names:
        raise UnreadableFile(_("Tệp không phải sổ tính .%s. Hãy lưu lại tệp.") % suffix)
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED or any(
        entry.file_size > 1024 * 1024 and entry.file_size > MAX_RATIO * entry.compress_size
        for entry in entries
    ):
        raise UnreadableFile(
            _("Sổ tính giãn ra quá lớn khi mở. Hãy xóa các dòng, cột trống định dạng thừa.")
        )
    try:
        return _xlsx(archive) if suffix == "xlsx" else _ods(archive)
    except (zipfile.BadZipFile, KeyError, expat.ExpatError, NotImplementedError) as error:
        raise broken from error


def _xlsx(archive: zipfile.ZipFile) -> list[Trouble]:
    book = archive.read("xl/workbook.xml")
    if re.search(rb"date1904=\"(1|true)\"", book):
        raise UnreadableFile(
            _("Sổ tính đếm ngày từ năm 1904. Hãy tắt lựa chọn đó trong Excel rồi lưu lại.")
        )
    targets = {}
    for tag in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
        told = dict(_ATTRIBUTE.findall(tag))
        targets[told.get(b"Id")] = told.get(b"Target", b"").decode().lstrip("/")
    found = []
    for key in _SHEET.findall(book):
        target = targets.get(key, "")
        content = archive.read(target if target.startswith("xl/") else f"xl/{target}")
        # most sheets have none of this, and telling so is far cheaper than looking for where
        formulas = _FORMULA.findall(content) if b"<f" in content else []
        errors = _ERROR.findall(content) if b't="e"' in content else []
        hidden = _HIDDEN.findall(content) if b"hidden=" in content else []
        valueless = [cell for cell, value in formulas if not value]
        found.append(
            Trouble(
                hidden=[int(row) for row in hidden],
                valueless=[cell.decode() for cell in [*valueless, *errors]],
            )
        )
    return found


def _ods(archive: zipfile.ZipFile) -> list[Trouble]:
    scan = _OdsScan()
    with archive.open("content.xml") as content:
        scan.parser.ParseFile(content)
    return scan.found


class _OdsScan:
    """One pass over content.xml that counts what repeated cells and rows unfold to."""

    def __init__(self):
        self.found: list[Trouble] = []
        self.cells = self.row = self.column = self.repeated = 0
        self.formula: str | None = None
        self.text = ""
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = self.doctype

    def doctype(self, *arguments):
        raise expat.ExpatError

    def start(self, name, told):
        if name == "table:table":
            self.found.append(Trouble())
            self.row = self.repeated = 0
        elif name == "table:table-row":
            self.row += self.repeated + 1
            self.repeated = int(told.get("table:number-rows-repeated", 1)) - 1
            self.column = 0
            if told.get("table:visibility", "visible") != "visible" and self.row <= MAX_ROWS:
                self.found[-1].hidden.append(self.row)
        elif name in {"table:table-cell", "table:covered-table-cell"}:
            self.cell(told)

    def cell(self, told):
        wide = int(told.get("table:number-columns-repeated", 1))
        across = int(told.get("table:number-columns-spanned", 1))
        down = int(told.get("table:number-rows-spanned", 1))
        here = f"{letters(self.column)}{self.row}"
        if across > 1 or down > 1:
            corner = f"{letters(self.column + across - 1)}{self.row + down - 1}"
            self.found[-1].merged.append(f"{here}:{corner}")
        if "office:value-type" in told:
            self.cells += wide * (self.repeated + 1)
            if (
                self.cells > MAX_ROWS * MAX_COLUMNS
                or self.row + self.repeated > MAX_ROWS + 1
                or self.column + wide > MAX_COLUMNS
            ):
                raise UnreadableFile(
                    _("Sổ tính quá %(rows)d dòng hoặc %(columns)d cột. Hãy tách nhỏ.")
                    % {"rows": MAX_ROWS, "columns": MAX_COLUMNS}
                )
        self.formula = here if "table:formula" in told else None
        self.text = ""
        self.column += wide

    def characters(self, text):
        if self.formula and len(self.text) < 20:
            self.text += text

    def end(self, name):
        if name == "table:table-cell" and self.formula:
            if not self.text.strip() or _ERROR_TEXT.match(self.text.strip()):
                self.found[-1].valueless.append(self.formula)
            self.formula = None
