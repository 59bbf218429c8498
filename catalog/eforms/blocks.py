"""One question inside a form: its inputs, its rows, and what is said about it."""

import json
from collections.abc import Iterator, Mapping

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from catalog.models import Question

from . import calculation
from .kinds import KINDS


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
    def typed(self) -> str:
        """What a simple question's input holds, in the words of its choice."""
        value = self.bound.value()
        if isinstance(value, list):
            return ""
        choices = dict(getattr(self.bound.field, "choices", ()))
        return str(choices.get(value, value) or "")

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


_PARTS = frozenset({"province", "commune", "street"})
