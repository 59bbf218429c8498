"""A form as data, loaded once: what is shown, checked, reviewed and prefilled."""

import json
from collections.abc import Iterator, Mapping

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.models import Form, Question, Section

from . import calculation, conditions, english, prefill, review, schema, tables, warnings
from .kinds import KINDS, WITHOUT_ANSWER
from .places import Places
from .section import SectionForm


class FormSpec:
    """A `Form` with its sections and questions, in two queries.

    Answers are one flat dict by question key. A condition sees only answers of visible questions
    that stand before it, so what hides a question also hides what depends on it.
    `sections` and `questions` may be given: rows that are not in the database (import, tests).
    Read for showing to people who chose English, `language` puts the English in place of the
    Vietnamese where there is one; what is stored, signed or printed by law stays Vietnamese.
    """

    def __init__(
        self, form: Form, *, sections=None, questions=None, language: str = settings.LANGUAGE_CODE
    ):
        self.form = form
        self.places = Places()
        if sections is None:
            sections = list(form.sections.order_by("order", "pk"))
            questions = list(
                Question.objects.filter(section__form=form).order_by("section", "order", "pk")
            )
            if language == "en":
                english.put(sections, questions)
        self.sections: list[Section] = list(sections)
        section_of = {section.pk: section for section in self.sections if section.pk}
        question_of = {question.pk: question for question in questions if question.pk}
        self._questions: dict[str, list[Question]] = {s.key: [] for s in self.sections}
        self._columns: dict[str, list[Question]] = {}
        self._judged: tuple | None = None
        for question in questions:
            if parent := question_of.get(question.parent_id) or question.parent:
                self._columns.setdefault(parent.key, []).append(question)
            else:
                section = section_of.get(question.section_id) or question.section
                self._questions[section.key].append(question)

    def questions_of(self, section: Section) -> list[Question]:
        """Questions of a section in order, without table columns."""
        return self._questions[section.key]

    def columns_of(self, question: Question) -> list[Question]:
        """Columns of a table question."""
        return self._columns.get(question.key, [])

    def columns_of_key(self, key: str) -> list[Question]:
        """Columns of the table with the key; none for any other question."""
        return self._columns.get(key, [])

    def questions(self) -> Iterator[Question]:
        """Every question of the form in order, without table columns."""
        for section in self.sections:
            yield from self.questions_of(section)

    def question(self, key: str) -> Question | None:
        return next((question for question in self.questions() if question.key == key), None)

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)

    # What is shown ---------------------------------------------------------------------------

    def visible(self, answers: Mapping) -> list[tuple[Section, list[Question]]]:
        """Sections and questions that are asked, given the answers."""
        return list(self._walk(answers, {}))

    def visible_sections(self, answers: Mapping) -> list[Section]:
        """Sections with something to answer or read."""
        return [section for section, questions in self._walk(answers, {}) if questions]

    def visible_answers(self, answers: Mapping) -> dict:
        """Answers of asked questions that are filled: what is filed, signed and exported."""
        seen: dict = {}
        for _section, _questions in self._walk(answers, seen):
            pass
        return seen

    def answers_before(self, section: Section, answers: Mapping) -> dict:
        """Answers that conditions in `section` may ask about."""
        seen: dict = {}
        for current, _questions in self._walk(answers, seen, until=section):
            if current.key == section.key:
                break
        return seen

    def file_questions(self, answers: Mapping) -> list[Question]:
        """Papers that visible questions ask for; they are kept beside the answers, by key."""
        return [
            question
            for _section, questions in self._walk(answers, {})
            for question in questions
            if question.kind == Question.Kind.FILE
        ]

    def _walk(self, answers: Mapping, seen: dict, until: Section | None = None):
        """Visible (section, questions) in order, filling `seen` with their answers on the way."""
        for section in self.sections:
            if until is not None and section.key == until.key:
                return
            if not conditions.holds(section.condition, seen):
                continue
            shown = []
            for question in self.questions_of(section):
                if not conditions.holds(question.condition, seen):
                    continue
                shown.append(question)
                value = self._worked_out(question, answers.get(question.key), seen)
                if question.kind not in WITHOUT_ANSWER and conditions.is_filled(value):
                    seen[question.key] = value
            yield section, shown

    def _worked_out(self, question: Question, value, seen: Mapping):
        """The answer, with everything that the form calculates calculated anew."""
        if question.kind == Question.Kind.CALCULATION:
            return calculation.of(question, seen)
        sums = [c for c in self.columns_of(question) if c.kind == Question.Kind.CALCULATION]
        if not sums or not isinstance(value, list):
            return value
        rows = []
        for row in (row for row in value if isinstance(row, Mapping)):
            kept = {key: cell for key, cell in row.items() if key not in {c.key for c in sums}}
            for column in sums:
                result = calculation.of(column, {**seen, **kept})
                kept |= {} if result is None else {column.key: result}
            rows.append(kept)
        return rows

    # What is asked and checked ----------------------------------------------------------------

    def section_form(
        self, section: Section, data=None, *, answers: Mapping | None = None, user=None
    ) -> SectionForm:
        """The Django form of a section: shows `answers`, prefilled from `user` where none is given."""
        known = self.prefill(user) if user is not None else {}
        given = {**known, **{k: v for k, v in (answers or {}).items() if v is not None}}
        return SectionForm(self, section, data, answers=given, places=self.places)

    def forms_of(self, keys: set[str], answers: Mapping, data=None) -> list[SectionForm]:
        """The sections that hold these questions, each reduced to them; all are to be answered."""
        found = []
        for section in self.visible_sections(answers):
            if keys & {question.key for question in self.questions_of(section)}:
                form = self.section_form(section, data, answers=answers)
                form.narrow_to(keys, self.visible_answers(answers))
                found.append(form)
        return found

    def blank_form(self, section: Section, data=None) -> SectionForm:
        """The form of a section with every question it may ask, for looking at."""
        keys = [question.key for question in self.questions()]
        return SectionForm(self, section, data, answers={}, places=self.places, undecided=keys)

    def section_answers(self, form: SectionForm) -> dict:
        """What to merge into the stored answers; of an invalid form only what is sound."""
        form.is_valid()
        return form.answers

    def problems(self, answers: Mapping) -> dict[str, dict[str, list[str]]]:
        """Everything visible checked again: {section key: {question key: [messages]}}.

        A file question is answered when `answers` has the names of its files by its key. The same
        answers are judged once, however many steps of a filing ask.
        """
        answered = json.dumps(answers, sort_keys=True, default=str)
        asked = get_language(), timezone.localdate(), answered
        if self._judged is None or self._judged[0] != asked:
            self._judged = asked, self._judge(answers)
        return {section: dict(found) for section, found in self._judged[1].items()}

    def _judge(self, answers: Mapping) -> dict[str, dict[str, list[str]]]:
        found = {}
        missing = {
            question.key: [_("Đính kèm: %s") % question.label]
            for question in self.file_questions(answers)
            if question.is_required and not answers.get(question.key)
        }
        for section, questions in self.visible(answers):
            form = self.section_form(section, self.as_data(section, answers), answers=answers)
            papers = {q.key: missing[q.key] for q in questions if q.key in missing}
            if problems := form.problems() | papers:
                found[section.key] = problems
        return found

    def warnings(self, answers: Mapping) -> dict[str, dict[str, list[str]]]:
        """What looks odd but is allowed, in the same shape as `problems`."""
        return warnings.of(self, answers)

    def as_data(self, section: Section, answers: Mapping) -> dict:
        """Stored answers as a browser would send them."""
        data: dict = {}
        for question in self.questions_of(section):
            self._put(data, question, question.key, answers.get(question.key))
        return data

    def _put(self, data: dict, question: Question, name: str, value) -> None:
        if question.kind in WITHOUT_ANSWER:
            return
        if question.kind == Question.Kind.TABLE:
            rows = value[: tables.MOST_ROWS] if isinstance(value, list) else []
            data[tables.count_name(name)] = str(len(rows))
            for index, row in enumerate(rows):
                for column in self.columns_of(question):
                    cell = row.get(column.key) if isinstance(row, Mapping) else None
                    self._put(data, column, tables.row_name(name, index, column.key), cell)
            return
        for part, typed in KINDS[question.kind].split(question, value).items():
            data[f"{name}-{part}" if part else name] = typed

    # What is said -----------------------------------------------------------------------------

    def review(self, answers: Mapping) -> list[tuple[Section, list[tuple[Question, str]]]]:
        """What was declared, section by section; see `review`."""
        return review.of(self, answers)

    def prefill(self, person) -> dict:
        """Answers known from an account or an applicant dict."""
        return prefill.of(self, person)

    def json_schema(self) -> dict:
        """JSON Schema 2020-12 of the visible answers."""
        return schema.of(self)

    def words(self, key: str, value) -> tuple[str, str]:
        """A question's label and a value of it in words, for describing conditions."""
        question = self.question(key)
        if question is None:
            return key, str(value)
        kind = KINDS.get(question.kind)
        shown = kind.display(question, value) if kind else ""
        return question.label.rstrip(" ?:."), shown or str(value)

    def faults(self) -> list[str]:
        """What an editor must put right before the form is used."""
        return schema.faults(self)
