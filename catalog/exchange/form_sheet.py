"""A form as a workbook in which each row is one filing, or one line of a table in it: template, reading,
and wrong rows given back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils import translation
from django.utils.translation import gettext as _

from catalog.eforms import FormSpec
from catalog.exchange.archives import UnreadableFile, letters
from catalog.exchange.corrections import ERRORS
from catalog.exchange.form_columns import FormColumn, as_text, as_written, columns_of, left_out
from catalog.exchange.reading import Sheet, read
from catalog.exchange.samples import SAMPLE, is_sample
from catalog.exchange.writing import Column, Page, workbook
from catalog.text import fold

LIST, NUMBER = "Danh sách", "STT"


@dataclass
class FilledRow:
    """A row as it was filled in: its number in the file, its cells by input name as typed."""

    number: int
    cells: dict[str, str]
    problems: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Filled:
    """What a file holds: its rows, headings that stand for no question, and in which column (B, C …)
    each question stands."""

    rows: list[FilledRow]
    unknown: list[str]
    letters: dict[str, str]


def template(spec: FormSpec, title: str, each: str = "một hồ sơ") -> bytes:
    """The empty workbook of a form, with a sample row and a sheet that explains every column.

    `each` says in Vietnamese what a row of it is.
    """
    columns = columns_of(spec)
    with translation.override("vi"):
        sample = [SAMPLE, *("" if c.asked_when else _sample(c, spec) for c in columns)]
        listed = Page(LIST, [_numbered(), *map(_column, columns)], [], sample=sample)
        return workbook([listed, _guide(spec, columns, title, each)])


def _sample(column: FormColumn, spec: FormSpec):
    if column.part != "commune":
        return as_written(column, column.example)
    first = next(iter(column_choices(column, spec)), "")
    return next(iter(spec.places.communes(first).values()), "")


def column_choices(column: FormColumn, spec: FormSpec) -> Mapping[str, str]:
    """The provinces, beside whose first one the sample names a commune."""
    return spec.places.provinces if column.part == "commune" else column.choices


def _numbered() -> Column:
    return Column(NUMBER, "")


def _column(column: FormColumn) -> Column:
    when = f"Chỉ trả lời khi: {column.asked_when}." if column.asked_when else ""
    parts = ["Bắt buộc." if column.needed else "", when, column.rule]
    return Column(
        column.heading, " ".join(filter(None, parts)), column.allowed, column.needed,
        format=column.format,
    )  # fmt: skip


def _guide(spec: FormSpec, columns: list[FormColumn], title: str, each: str) -> Page:
    rows: list[list] = [
        ["", "", "", f"{title}. Mỗi dòng của trang «{LIST}» là {each}; dòng 1 là tên cột, giữ nguyên. Cột nền nâu là bắt buộc."],
        ["", "", "", f"Dòng bắt đầu bằng «{SAMPLE}» là ví dụ, không được nộp. Cột «{NUMBER}» và «{ERRORS}» không bắt buộc."],
        ["", "", "", "Không gộp ô, không dùng macro; công thức thì dán lại dưới dạng giá trị."],
        [],
    ]  # fmt: skip
    for column in columns:
        need = "Bắt buộc" if column.needed else column.asked_when or "Không bắt buộc"
        if column.asked_when:
            need = f"Khi: {column.asked_when}"
        rows.append([column.heading, need, column.example, column.rule])
    for question in left_out(spec):
        told = "Không ghi được trong bảng tính; hồ sơ cần phần này thì nộp riêng trên Cổng."
        rows.append([question.label, "", "", told])
    headings = [
        Column("Cột", wide=38), Column("Khi nào ghi", wide=36), Column("Ví dụ", wide=22),
        Column("Cách ghi", wide=80),
    ]  # fmt: skip
    return Page("Hướng dẫn", headings, rows)


def read_rows(data: bytes, filename: str, spec: FormSpec, *, most: int) -> Filled:
    """The rows that were filled in. UnreadableFile says why the file as a whole cannot be taken."""
    columns = columns_of(spec)
    by_heading = {fold(column.heading): column for column in columns}
    sheet = _listed(read(data, filename), by_heading)
    headings = {heading: by_heading.get(fold(heading)) for heading in sheet.headings}
    _refuse_gaps(sheet, columns, headings)
    hidden = set(sheet.trouble.hidden)
    broken = _without_value(sheet, headings)
    rows = []
    for row in sheet.rows:
        if is_sample(row.values.get(sheet.headings[0])):
            continue
        cells = {
            column.name: text
            for heading, cell in row.values.items()
            if (column := headings.get(heading)) and (text := as_text(column, cell))
        }
        if not cells and row.number not in broken:
            continue
        filled = FilledRow(row.number, cells, broken.get(row.number, []))
        if row.number in hidden:
            filled.problems.append(("", _("Dòng đang bị ẩn. Hãy bỏ ẩn để nộp, hoặc xóa dòng.")))
        rows.append(filled)
    if len(rows) > most:
        raise UnreadableFile(
            _("Bảng có %(rows)d dòng; mỗi lần nhận tối đa %(most)d. Hãy tách thành nhiều tệp.")
            % {"rows": len(rows), "most": most}
        )
    passed = {fold(NUMBER), fold(ERRORS)}
    unknown = [h for h, c in headings.items() if h and c is None and fold(h) not in passed]
    placed = {
        column.name: letters(index)
        for index, heading in enumerate(sheet.headings)
        if (column := headings.get(heading))
    }
    return Filled(rows, unknown, placed)


def _listed(sheets: list[Sheet], known: Mapping) -> Sheet:
    """The sheet with the list: by its name, else the one with most of the headings."""
    named = [sheet for sheet in sheets if fold(sheet.name) == fold(LIST)]
    fitting = sorted(
        named or sheets, key=lambda sheet: -sum(fold(h) in known for h in sheet.headings)
    )
    if not fitting or not any(fold(heading) in known for heading in fitting[0].headings):
        raise UnreadableFile(
            _(
                "Không nhận ra cột nào của tờ khai này. Hãy điền vào bảng tính mẫu, giữ nguyên dòng 1."
            )
        )
    return fitting[0]


def _refuse_gaps(sheet: Sheet, columns: list[FormColumn], headings: Mapping) -> None:
    counted = [fold(heading) for heading in sheet.headings if heading]
    twice = [h for h in sheet.headings if h and counted.count(fold(h)) > 1]
    if twice:
        raise UnreadableFile(_("Cột «%s» có hai lần trong bảng. Hãy xóa bớt một cột.") % twice[0])
    there = {column.name for column in headings.values() if column}
    missing = [column.heading for column in columns if column.needed and column.name not in there]
    if missing:
        raise UnreadableFile(
            _("Bảng thiếu cột bắt buộc: %s. Hãy dùng bảng tính mẫu mới nhất.") % "; ".join(missing)
        )


def _without_value(sheet: Sheet, headings: Mapping) -> dict[int, list[tuple[str, str]]]:
    """Cells whose formula carries no value, by row."""
    found: dict[int, list[tuple[str, str]]] = {}
    for cell in sheet.trouble.valueless:
        column_letters = cell.rstrip("0123456789")
        column = headings.get(sheet.heading_at(column_letters))
        told = _("Công thức ở ô này không có giá trị. Hãy dán lại ô dưới dạng giá trị.")
        found.setdefault(int(cell[len(column_letters) :]), []).append(
            (column.name if column else "", told)
        )
    return found


def corrections(
    spec: FormSpec, rows: Iterable[tuple[Mapping[str, str], list[tuple[str, str]]]]
) -> bytes:
    """These rows alone, (cells, problems) each, a comment in every failing cell; to be mended there
    and uploaded again."""
    columns = columns_of(spec)
    places = {column.name: index for index, column in enumerate(columns, 1)}
    lines: list[list] = []
    remarks: dict[tuple[int, int], str] = {}
    for number, (cells, problems) in enumerate(rows, 2):
        told = [message for _name, message in problems]
        for name, message in problems:
            place = (number, places.get(name, 0))
            remarks[place] = "\n".join(filter(None, [remarks.get(place), message]))
        values = [as_written(column, cells.get(column.name, "")) for column in columns]
        lines.append([number - 1, *values, "; ".join(told)])
    with translation.override("vi"):
        headings = [_numbered(), *map(_column, columns), Column(ERRORS)]
        return workbook([Page(LIST, headings, lines, remarks=remarks)])
