"""A table question: rows of blocks; a long one as lines that are opened one by one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django import forms
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from catalog.models import Question

from . import conditions, tables
from .blocks import Block, CalculatedBlock, PlainBlock
from .kinds import WITHOUT_ANSWER

PER_PAGE = 25
_TOLD = 3  # cells of a row that its line shows


@dataclass
class RowLine:
    """A row of a long table: open with its inputs, or one line with them hidden."""

    index: int
    heading: str
    blocks: list
    is_open: bool

    @property
    def told(self) -> str:
        """Its first cells, as typed."""
        cells = (block.typed for block in self.blocks if "" in block.names)
        return " – ".join([cell for cell in cells if cell][:_TOLD])

    @property
    def hidden(self) -> str:
        return format_html_join(
            "",
            '<input type="hidden" name="{}" value="{}">',
            (
                (bound.html_name, value)
                for block in self.blocks
                for bound in block.inputs
                for value in _values(bound.value())
            ),
        )


@dataclass
class RowPage:
    """Some rows of a long table, one after the other."""

    first: int
    last: int
    is_open: bool
    rows: list[RowLine]


def _values(value) -> list:
    if isinstance(value, list | tuple):
        return list(value)
    return [] if value in (None, "", False) else [value]


class TableBlock(Block):
    """A table question: rows of blocks, one per column."""

    template_name = "catalog/eforms/blocks/table.html"

    def __init__(self, form, question, name: str, value, places):
        self.form, self.question, self.name, self.places = form, question, name, places
        self.least, self.most = tables.row_limits(question)
        self.count_name = tables.count_name(name)
        form.fields[self.count_name] = forms.IntegerField(required=False, widget=forms.HiddenInput)
        self.open_name = tables.open_name(name)
        self.names = {}
        given = value if isinstance(value, list) else []
        given = [row if isinstance(row, Mapping) else {} for row in given[: tables.MOST_ROWS]]
        count = tables.rows_sent(form.data, name) if form.is_bound else max(len(given), self.least)
        self.rows = [
            [
                make_block(
                    form,
                    column,
                    tables.row_name(name, index, column.key),
                    given[index].get(column.key) if index < len(given) else None,
                    places,
                )
                for column in form.spec.columns_of(question)
            ]
            for index in range(count)
        ]

    @property
    def row_label(self) -> str:
        return (self.question.rules or {}).get("row_label") or _("Dòng")

    @property
    def numbered_rows(self) -> list[tuple[int, str, list]]:
        """(index, heading, blocks) of each row."""
        return [(i, f"{self.row_label} {i + 1}", row) for i, row in enumerate(self.rows)]

    @property
    def is_long(self) -> bool:
        return len(self.rows) >= tables.FOLDED_FROM

    @cached_property
    def rows_open(self) -> list[int]:
        """Rows of a long table that are shown with their inputs: asked for, or with something wrong."""
        wanted = tables.rows_open(self.form.data, self.name) if self.form.is_bound else set()
        return [
            index
            for index, row in enumerate(self.rows)
            if index in wanted or any(block.messages() for block in row)
        ]

    @property
    def open_rows(self) -> str:
        return ",".join(map(str, self.rows_open))

    @property
    def pages(self) -> list["RowPage"]:
        """A long table a few rows at a time; those with an open row are unfolded."""
        numbered, shown = self.numbered_rows, set(self.rows_open)
        return [
            RowPage(
                first=start + 1,
                last=min(start + PER_PAGE, len(numbered)),
                is_open=bool(shown & set(range(start, start + PER_PAGE))),
                rows=[
                    RowLine(index, heading, row, is_open=index in shown)
                    for index, heading, row in numbered[start : start + PER_PAGE]
                ],
            )
            for start in range(0, len(numbered), PER_PAGE)
        ]

    @property
    def sheet(self) -> bool:
        """May the rows come from a spreadsheet? The page around the form says so."""
        return self.question.key in self.form.sheets

    @property
    def errors(self) -> list[str]:
        return list(self.form.errors.get(self.count_name, []))

    @property
    def can_add(self) -> bool:
        return len(self.rows) < self.most

    def all_names(self) -> Iterator[str]:
        yield self.count_name
        for row in self.rows:
            for block in row:
                yield from block.all_names()

    def is_blank(self) -> bool:
        return all(block.is_blank() for row in self.rows for block in row)

    def answer(self, seen: Mapping):
        """Rows with anything in them; empty rows are passed over."""
        kept, is_sound = [], True
        for row in self.rows:
            if all(block.is_blank() for block in row):
                self.form.forgive(name for block in row for name in block.all_names())
                continue
            values, is_row_sound = self.form.answer_blocks(row, seen)
            kept.append(
                {key: value for key, value in values.items() if conditions.is_filled(value)}
            )
            is_sound = is_sound and is_row_sound
        if len(kept) < self.least:
            self.form.add_error(
                self.count_name,
                _("%(label)s: nhập ít nhất %(least)d dòng")
                % {"label": self.question.label, "least": self.least},
            )
            return None, False
        return kept or None, is_sound

    def messages(self) -> list[str]:
        found = self.errors
        for _index, heading, row in self.numbered_rows:
            found += [f"{heading}: {message}" for block in row for message in block.messages()]
        return found


def make_block(form, question, name: str, value, places) -> Block:
    """The block of a question's kind."""
    if question.kind == Question.Kind.TABLE:
        return TableBlock(form, question, name, value, places)
    if question.kind in WITHOUT_ANSWER:
        return PlainBlock(form, question, name, value, places)
    if question.kind == Question.Kind.CALCULATION:
        return CalculatedBlock(form, question, name, value, places)
    return Block(form, question, name, value, places)
