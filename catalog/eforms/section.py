"""The Django form of one section.

A question whose condition depends on an answer of the same page is always in the page. A script
hides it until it is asked; without one it says when it is to be answered. The server decides by
what was sent: an unasked question is neither required nor checked, and stays out of the review,
but text typed there that is sound is kept in the draft, so going back and forth loses nothing.
"""

from collections.abc import Iterable, Mapping

from django import forms
from django.forms.utils import ErrorDict

from catalog.models import Question

from . import conditions, tables
from .blocks import Block
from .kinds import WITHOUT_ANSWER
from .table_block import make_block


class SectionForm(forms.Form):
    """Inputs of the questions of a section. Made by `FormSpec.section_form`.

    After `is_valid()`, `answers` holds what to store by question key (None for an emptied answer);
    it also holds what was sound when the rest was not. A row button makes the form invalid without
    an error: show it again. `undecided` are questions elsewhere to be taken as not answered yet.
    """

    template_name = "catalog/eforms/section.html"
    use_required_attribute = False

    def __init__(self, spec, section, data=None, *, answers: Mapping, places, undecided=()):
        self.spec, self.section = spec, section
        self.is_row_action = tables.is_row_action(data)
        if self.is_row_action:
            data = tables.act(data, self._table_limits())
        super().__init__(data, label_suffix="")
        self.given = spec.answers_before(section, answers)
        self.answers: dict = {}
        self.sheets: frozenset[str] = frozenset()  # tables whose rows may come from a spreadsheet
        self._local: set[str] = set(undecided)
        self.blocks: list[Block] = []
        for question in spec.questions_of(section):
            if self.undecided(question) is False:
                continue
            block = make_block(self, question, question.key, answers.get(question.key), places)
            self.blocks.append(block)
            if question.kind not in WITHOUT_ANSWER:
                self._local.add(question.key)

    def _table_limits(self) -> dict[str, int]:
        questions = self.spec.questions_of(self.section)
        return {
            question.key: tables.row_limits(question)[1]
            for question in questions
            if question.kind == Question.Kind.TABLE
        }

    def undecided(self, question):
        """True, False, or the condition that depends on answers of this page."""
        return conditions.residue(question.condition, self.given, self._local)

    def narrow_to(self, keys: set[str], answers: Mapping) -> None:
        """Only these questions, none of them optional; what `answers` say of all others is settled."""
        self.blocks = [block for block in self.blocks if block.question.key in keys]
        self._local &= keys
        self.given = {key: value for key, value in answers.items() if key not in keys}
        wanted = {name for block in self.blocks for name in block.all_names()}
        for name in self.fields.keys() - wanted:
            del self.fields[name]
        for block in self.blocks:
            block.is_required = True
            if "" in block.names:
                self.fields[block.names[""]].required = True

    def describe(self, condition) -> str:
        return conditions.describe(condition, self.spec.words) if condition else ""

    def full_clean(self):
        if self.is_row_action:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def is_valid(self) -> bool:
        return super().is_valid() and not self.is_row_action

    @property
    def errors_so_far(self) -> Mapping:
        """Errors while cleaning is under way."""
        return self._errors

    def clean(self):
        self.answers, _is_sound = self.answer_blocks(self.blocks, self.given)
        return self.cleaned_data

    def answer_blocks(self, blocks: Iterable[Block], seen: Mapping) -> tuple[dict, bool]:
        """Answers of blocks in order, each asked or not by what stands before it."""
        seen, found, all_sound = dict(seen), {}, True
        for block in blocks:
            if block.question.kind in WITHOUT_ANSWER:
                continue
            key = block.question.key
            is_asked = conditions.holds(block.question.condition, seen)
            value, is_sound = block.answer(seen)
            if is_sound:
                found[key] = value
            if not is_asked:
                self.forgive(block.all_names())
                continue
            all_sound = all_sound and is_sound
            if conditions.is_filled(value):
                seen[key] = value
        return found, all_sound

    def forgive(self, names: Iterable[str]) -> None:
        """Take back the errors of inputs that were not to be answered."""
        for name in names:
            self._errors.pop(name, None)

    def problems(self) -> dict[str, list[str]]:
        """Messages by question key."""
        found = {block.question.key: block.messages() for block in self.blocks}
        return {key: messages for key, messages in found.items() if messages}

    def get_context(self):
        return {**super().get_context(), "row_button": tables.BUTTON}

    @property
    def media(self):
        return _MEDIA


_SCRIPTS: list = [
    forms.Script(f"js/eform-{part}.js", type="module")
    for part in ("conditions", "tables", "address")
]
_MEDIA = forms.Media(css={"all": ["css/eforms.css"]}, js=_SCRIPTS)
