"""One import from file to catalogue: recognise the sheets, check everything, write all or nothing."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from catalog import versions
from catalog.exchange import history, layouts
from catalog.exchange.bulk import NotWritten
from catalog.exchange.context import Context
from catalog.exchange.garbage import collector_at_rest
from catalog.exchange.reading import Row, Sheet, plain, read
from catalog.exchange.report import Report
from catalog.exchange.resource import is_ignored
from catalog.exchange.samples import is_sample
from catalog.exchange.subjects import SUBJECTS
from catalog.exchange.taking import HeadingError
from catalog.models import CatalogImport, ProcedureVersion
from catalog.text import fold

_LEFT_OUT = ("huong dan", "readme", "ghi chu", "gia tri")


class _Undo(Exception):
    """Leaves the transaction without a trace, with what was found."""


@dataclass
class Part:
    """A sheet whose subject is known, and the sheet of the file it stands for."""

    resource: type
    sheet: Sheet


@collector_at_rest()
def run(
    data: bytes, filename: str, *, by=None, apply: bool = False, subject: str = "",
    change: CatalogImport | None = None, tell: Callable[[int, int], None] | None = None,
) -> Report:  # fmt: skip
    """Check the file and, with `apply`, write it: everything or, when one row is wrong, nothing.

    `subject` names the sheet that a lone, unnamed one stands for. With an approved `change` set,
    what it would do now must be what was approved, else nothing is written. `tell(done, total)`
    hears of rows. Raises UnreadableFile when the file as a whole cannot be taken.
    """
    sheets = read(data, filename)
    bumped: set[str] = set()
    moved: set[tuple[str, int]] = set()
    approver = change.decided_by if change else by if apply else None
    while True:
        report, context = Report(), Context(by, approver=approver)
        context.tell = tell
        try:
            with transaction.atomic():
                _import(sheets, report, context, bumped, moved, subject)
                frozen = context.frozen_rows - moved
                if report.errors or not apply or (change and not report.does_what(change.report)):
                    raise _Undo
                report.applied = True
                if change is None:
                    change = CatalogImport(filename=filename[:255], by=by)
                    change.sha256 = history.digest(data)
                history.record(context, report, change)
        except _Undo:
            if frozen:
                # What a line changes of a version in force becomes the draft of the next one.
                bumped |= context.frozen_hits
                moved |= frozen
                continue
        return report


def _import(
    sheets: list[Sheet],
    report: Report,
    context: Context,
    bumped: set[str],
    moved: set[tuple[str, int]],
    subject: str,
) -> None:
    """Import every sheet inside the caller's transaction.

    Procedures in `bumped` get the draft of their next version, the lines in `moved` speak of it.
    """  # fmt: skip
    for code in sorted(bumped):
        newest = ProcedureVersion.objects.filter(procedure__code=code).order_by("-number").first()
        if not newest.is_draft:
            newest = versions.next_version(newest, by=context.by)
            context.created.append([newest])
        report.remarks.append(
            _(
                "Thủ tục %(code)s đang có hiệu lực; thay đổi được ghi vào dự thảo phiên bản %(number)d."
            )
            % {"code": code, "number": newest.number}
        )
    parts: list[Part] = []
    for sheet in sheets:
        layout = layouts.recognise(sheet)
        if layout:
            for name, derived in layout(sheet, context, sheets, report):
                parts.append(Part(_BY_NAME[fold(name)], derived))
        elif resource := recognise(sheet, sheets, subject):
            parts.append(Part(resource, sheet))
        elif not _left_out(sheet):
            report.error(
                sheet, 1, "", _("Không nhận ra trang «%s» thuộc danh mục nào.") % sheet.name
            )
    for part in parts:
        if not any(row.origin for row in part.sheet.rows[:1]):
            _tell_trouble(part.sheet, report)
    order = {resource: index for index, resource in enumerate(SUBJECTS)}
    # Of two sheets of a subject the fuller comes first: it makes the rows that the other adds to.
    context.total = sum(len(part.sheet.rows) for part in parts)
    for part in sorted(parts, key=lambda part: (order[part.resource], -len(part.sheet.headings))):
        _import_part(part, sheets, report, context, moved)
    report.finish(sheets)


def recognise(sheet: Sheet, sheets: list[Sheet], subject: str = "") -> type | None:
    """The resource of a sheet: by its name; a lone one by what was said of it or its headings."""
    if found := _BY_NAME.get(fold(sheet.name)):
        return found
    if _left_out(sheet) or sum(not _left_out(other) for other in sheets) > 1:
        return None
    if subject:
        return _BY_NAME.get(fold(subject))
    fitting = [
        resource
        for resource in SUBJECTS
        if all(
            fold(heading) in resource.column_of() or is_ignored(heading)
            for heading in sheet.headings
            if heading
        )
        and {resource.column_of().get(fold(h)) for h in sheet.headings if h}
        >= set(resource.Meta.import_id_fields) - {"version", "number"}
    ]
    return fitting[0] if len(fitting) == 1 else None


def _left_out(sheet: Sheet) -> bool:
    return fold(sheet.name).startswith(_LEFT_OUT)


_BY_NAME = {fold(name): resource for resource in SUBJECTS for name in resource.sheet}


def _import_part(
    part: Part, sheets: list[Sheet], report: Report, context: Context, moved: set[tuple[str, int]]
) -> None:
    resource = part.resource(context)
    sheet = resource.expand(_without_samples(part.sheet))
    _move(sheet, resource, context, moved)
    resource.source = sheet
    for row in sheet.rows:
        if "" in row.values:
            report.error(sheet, row.number, "", _("Dòng có ô nằm ngoài các cột có tên."))
    try:
        outcomes = resource.import_lines(sheet)
    except (HeadingError, NotWritten) as error:
        report.error(sheet, 1, "", str(error))
        context.failed = True
        return
    column_of = resource.column_of()
    heading_of = {column_of.get(fold(heading)): heading for heading in sheet.headings}
    attribute_column = {
        field.attribute: field.column_name for field in resource.fields.values() if field.attribute
    }
    for key, row, outcome in zip(resource.keys, sheet.rows, outcomes, strict=True):
        if outcome.problem is None:
            report.note(sheet.name, row, _code(key), outcome, resource, heading_of)
            continue
        for name, texts in _texts(outcome.problem).items():
            column = attribute_column.get(name, name)
            for text in texts:
                _explain(report, sheets, sheet, row, heading_of.get(column, column), text)
    if resource.grants_rights and context.lacks_right_to_change(resource._meta.model):
        report.error(
            sheet, 1, "",
            _("Bạn không có quyền sửa %s.") % resource._meta.model._meta.verbose_name,
        )  # fmt: skip


def _texts(problem: ValidationError) -> dict[str, list[str]]:
    by_field = hasattr(problem, "error_dict")
    return problem.message_dict if by_field else {NON_FIELD_ERRORS: problem.messages}


def _tell_trouble(sheet: Sheet, report: Report) -> None:
    """What the parser passes over in silence: cells without a value, rows nobody saw."""
    for cell in sheet.trouble.valueless:
        column, row = cell.rstrip("0123456789"), int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        report.error(
            sheet, row, sheet.heading_at(column),
            _("Công thức ở ô này không có giá trị. Hãy dán lại ô dưới dạng giá trị."),
        )  # fmt: skip
    if sheet.trouble.hidden:
        rows = ", ".join(map(str, sheet.trouble.hidden[:20]))
        report.remarks.append(
            _("Trang «%(sheet)s» có dòng ẩn (%(rows)s…); các dòng ấy vẫn được đọc.")
            % {"sheet": sheet.name, "rows": rows}
        )


def _move(sheet: Sheet, resource, context: Context, moved: set[tuple[str, int]]) -> None:
    """Let the lines that change what is in force speak of the newest version, as its draft."""
    heading_of = {resource.column_of().get(fold(heading)): heading for heading in sheet.headings}
    keys = resource.Meta.import_id_fields
    number = heading_of.get("version" if "version" in keys else "number")
    for row in sheet.rows:
        if (sheet.name, row.number) not in moved or row.origin or not number:
            continue
        newest = context.newest_version(plain(row.values.get(heading_of["procedure"])))
        row.values = {**row.values, number: newest.number}
        if "approved" in heading_of:
            row.values[heading_of["approved"]] = "không"


def _without_samples(sheet: Sheet) -> Sheet:
    """The sheet without the sample row of the template."""
    first = next(iter(sheet.headings), "")
    rows = [row for row in sheet.rows if not is_sample(row.values.get(first))]
    return Sheet(sheet.name, sheet.headings, rows, sheet.trouble)


def _code(key: tuple) -> str:
    return "/".join(filter(None, key))


def _explain(
    report: Report, sheets: list[Sheet], sheet: Sheet, row: Row, column: str, text: str
) -> None:
    """An error in the words of the file: an adapted row names the cell it came from."""
    column = "" if column == NON_FIELD_ERRORS else column
    if row.origin is None:
        report.error(sheet, row.number, column, text)
        return
    source = next(found for found in sheets if found.name == row.origin.sheet)
    report.error(source, row.number, row.origin.columns.get(column, ""), text)
