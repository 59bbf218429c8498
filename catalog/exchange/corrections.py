"""The workbook given back: what was uploaded, each failing cell marked and explained (sổ lỗi)."""

from collections import defaultdict

from django.utils import translation

from catalog.exchange import layouts, workbook
from catalog.exchange.book import columns_of
from catalog.exchange.context import Context
from catalog.exchange.reading import Sheet, read
from catalog.exchange.writing import Column, Page
from catalog.exchange.writing import workbook as written
from catalog.text import fold

ERRORS = "Lỗi"  # a column that every import passes over


def corrections(data: bytes, filename: str, errors: list[dict], subject: str = "") -> bytes:
    """The same sheets and rows, with a comment in every failing cell and a last column that tells.

    Corrected there and uploaded again it is read like the first file.
    """
    sheets = read(data, filename)
    context = Context()
    with translation.override("vi"):
        return written([_page(sheet, errors, context, sheets, subject) for sheet in sheets])


def _page(sheet: Sheet, errors: list[dict], context, sheets: list[Sheet], subject: str) -> Page:
    resource = None if layouts.recognise(sheet) else workbook.recognise(sheet, sheets, subject)
    known = {}
    if resource:
        made = resource(context)
        columns = zip(made.get_export_fields(), columns_of(made), strict=True)
        known = {field.column_name: column for field, column in columns}
        known = {fold(h): known[c] for h, c in resource.column_of().items() if c in known}
    headings = [heading for heading in sheet.headings if fold(heading) != fold(ERRORS)]
    columns = [_column(heading, known.get(fold(heading))) for heading in headings]
    remarks, told = defaultdict(list), defaultdict(list)
    for error in errors:
        if error["sheet"] != sheet.name:
            continue
        index = headings.index(error["column"]) if error["column"] in headings else 0
        remarks[max(error["row"], 1), index].append(error["message"])
        told[error["row"]].append(error["message"])
    by_number = {row.number: row.values for row in sheet.rows}
    lines = []
    for number in range(2, max(by_number, default=1) + 1):
        values = by_number.get(number, {})
        line = [_cell(values.get(heading, "")) for heading in headings]
        lines.append([*line, "; ".join(told[number])])
    columns.append(Column(ERRORS))
    texts = {place: "\n".join(messages) for place, messages in remarks.items()}
    return Page(sheet.name, columns, lines, remarks=texts)


def _column(heading: str, known: Column | None) -> Column:
    return Column(heading, known.note, known.allowed, known.needed) if known else Column(heading)


def _cell(value):
    return int(value) if isinstance(value, float) and value.is_integer() else value
