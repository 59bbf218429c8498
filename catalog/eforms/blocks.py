"""One question inside a form: its inputs, its rows, and what is said about it."""

import json
from collections.abc import Iterator, Mapping

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from catalog.models import Question

from . import calculation, conditions, tables
from .kinds import KINDS, WITHOUT_ANSWER


class Block:
    """A question as it stands in `form`; `name` is the start of its inputs' names."""

    template_name = "catalog/eforms/blocks/one.html"

    def __init__(self, form, question, name: str, value, places):
        self.form, self.question, self.name, self.places = form, question, name, places
        self.kind = KINDS[question.kind]
        self.is_required = question.is_required
        shown = self.kind.split(question, value)
        self.names = {}
        for part, field in self.kind.fields(question, places, self._current(shown)).items():
            self.names[part] = input_name = self._input(part)
            form.fields[input_name] = field
            form.initial[input_name] = shown.get(part, "")
        if "" not in self.names:
            self.template_name = "catalog/eforms/blocks/group.html"

    def _input(self, part: str) -> str:
        return f"{self.name}-{part}" if part else self.name

    def _current(self, shown: Mapping) -> Mapping:
        if not self.form.is_bound:
            return shown
        return {part: self.form.data.get(self._input(part)) for part in shown.keys() | _PARTS}

    @property
    def bound(self):
        """The input of a simple question."""
        return self.form[self.names[""]]

    @property
    def inputs(self) -> list:
        return [self.form[name] for name in self.names.values()]

    @property
    def is_address(self) -> bool:
        return self.question.kind == Question.Kind.ADDRESS

    @property
    def hint_id(self) -> str:
        return f"id_{self.name}_hint" if self.question.help_text else ""

    @property
    def is_inline(self) -> bool:
        return self.question.kind == Question.Kind.PERIOD

    @property
    def condition(self):
        """The part of the condition that this page decides; True or nothing when always shown."""
        left = self.form.undecided(self.question)
        return left if isinstance(left, dict) else None

    @property
    def condition_json(self) -> str:
        return json.dumps(self.condition)

    @property
    def condition_text(self) -> str:
        return self.form.describe(self.condition)

    def all_names(self) -> Iterator[str]:
        yield from self.names.values()

    def is_blank(self) -> bool:
        return all(not bound.data for bound in self.inputs)

    def answer(self, seen: Mapping):
        """(value to store, sound): errors stand in the form. Left empty, an optional one has none."""
        if not self.is_required and self.is_blank():
            self.form.forgive(self.all_names())
            return None, True
        if any(name in self.form.errors_so_far for name in self.all_names()):
            return None, False
        parts = {part: self.form.cleaned_data.get(name) for part, name in self.names.items()}
        try:
            return self.kind.compose(self.question, parts, self.places), True
        except ValidationError as error:
            for part, messages in error.message_dict.items():
                self.form.add_error(self._input("" if part == NON_FIELD_ERRORS else part), messages)
            return None, False

    def messages(self) -> list[str]:
        """Every error of this question, in order."""
        return [
            str(message) for name in self.all_names() for message in self.form.errors.get(name, [])
        ]


class TableBlock(Block):
    """A table question: rows of blocks, one per column."""

    template_name = "catalog/eforms/blocks/table.html"

    def __init__(self, form, question, name: str, value, places):
        self.form, self.question, self.name, self.places = form, question, name, places
        self.least, self.most = tables.row_limits(question)
        self.count_name = tables.count_name(name)
        form.fields[self.count_name] = forms.IntegerField(required=False, widget=forms.HiddenInput)
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


class CalculatedBlock(Block):
    """A result that follows from answers before it: shown, never typed."""

    template_name = "catalog/eforms/blocks/calculated.html"

    def __init__(self, form, question, name: str, value, places):
        super().__init__(form, question, name, value, places)
        self.template_name = CalculatedBlock.template_name
        self.value = value

    @property
    def shown(self) -> str:
        return self.kind.display(self.question, self.value)

    def answer(self, seen: Mapping):
        self.value = calculation.of(self.question, seen)
        return self.value, True


class PlainBlock(Block):
    """A heading, a note, or a paper that is attached in its own step: nothing to type."""

    templates = {
        Question.Kind.HEADING: "catalog/eforms/blocks/heading.html",
        Question.Kind.NOTE: "catalog/eforms/blocks/note.html",
        Question.Kind.FILE: "catalog/eforms/blocks/file.html",
    }

    def __init__(self, form, question, name: str, value, places):
        self.form, self.question, self.name, self.places = form, question, name, places
        self.names = {}
        self.template_name = self.templates[question.kind]

    def answer(self, seen: Mapping):
        return None, False

    def is_blank(self) -> bool:
        return True


def make_block(form, question, name: str, value, places) -> Block:
    """The block of a question's kind."""
    if question.kind == Question.Kind.TABLE:
        return TableBlock(form, question, name, value, places)
    if question.kind in WITHOUT_ANSWER:
        return PlainBlock(form, question, name, value, places)
    if question.kind == Question.Kind.CALCULATION:
        return CalculatedBlock(form, question, name, value, places)
    return Block(form, question, name, value, places)


_PARTS = frozenset({"province", "commune", "street"})
