"""Rows of a table question that come from a sheet, judged in the midst of their section's page."""

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from catalog.models import Question, Section

from . import conditions, tables
from .spec import FormSpec

LEAST_ROWS = 5  # a shorter table is filled in by hand sooner than a sheet is opened


def offered(spec: FormSpec, section: Section) -> list[Question]:
    """Tables of the section that are long enough for a sheet."""
    return [
        question
        for question in spec.questions_of(section)
        if question.kind == Question.Kind.TABLE and tables.row_limits(question)[1] >= LEAST_ROWS
    ]


def as_form(spec: FormSpec, question: Question) -> FormSpec:
    """The columns of the table as a form of their own: what one line of the sheet answers."""
    section = Section(form=spec.form, key=question.key, title=question.label)
    columns = []
    for column in spec.columns_of(question):
        alone = copy.copy(column)
        alone.parent, alone.section = None, section
        columns.append(alone)
    made = FormSpec(spec.form, sections=[section], questions=columns)
    made.places = spec.places
    return made


def judge(
    spec: FormSpec, section: Section, question: Question, sent: Sequence[Mapping], answers: Mapping
) -> tuple[list, list[list[tuple[str, str]]]]:
    """Each line as the page would take it: its answers, and what is wrong, (input, message) each.

    `sent` are lines as a browser would send them, by names of the inputs of `as_form`; what the
    conditions of a column ask about outside of the table is looked for in `answers`.
    """
    seen = {k: v for k, v in spec.visible_answers(answers).items() if k != question.key}
    given: list = []
    problems: list[list[tuple[str, str]]] = []
    for start in range(0, len(sent), tables.MOST_ROWS):
        some = sent[start : start + tables.MOST_ROWS]
        data = _data(spec, section, question, some, answers)
        form = spec.section_form(section, data, answers=answers)
        block = next((b for b in form.blocks if b.question.key == question.key), None)
        if block is None:
            raise LookupError(question.key)
        form.is_valid()
        for index, row in enumerate(block.rows):
            told = _told(form, question.key, index, row)
            values, _sound = ({}, False) if told else form.answer_blocks(row, seen)
            given.append({k: value for k, value in values.items() if conditions.is_filled(value)})
            problems.append(told)
    return given, problems


def _told(form, key: str, index: int, row: list) -> list[tuple[str, str]]:
    before = tables.row_name(key, index, "")
    if all(block.is_blank() for block in row):
        return [("", _("Dòng không có ô nào được ghi."))]
    return [
        (name.removeprefix(before), str(message))
        for block in row
        for name in block.all_names()
        for message in form.errors.get(name, [])
    ]


def _data(spec, section, question, sent, answers) -> dict[str, Any]:
    data = spec.as_data(section, {key: v for key, v in answers.items() if key != question.key})
    data[tables.count_name(question.key)] = str(len(sent))
    for index, line in enumerate(sent):
        for name, typed in line.items():
            data[tables.row_name(question.key, index, name)] = typed
    return data
