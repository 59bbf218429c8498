"""A filing that comes as one row of a sheet, judged as the pages would: same inputs, rules, messages."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from catalog.models import Question

from . import conditions

APART = frozenset({Question.Kind.TABLE, Question.Kind.FILE})  # what one row has no room for


@dataclass
class Judged:
    """What a row declares, and what is wrong with it: (name of the input, message)."""

    answers: dict
    problems: list[tuple[str, str]] = field(default_factory=list)


def judge(spec, typed: Mapping) -> Judged:
    """`typed` holds what a browser would send, by input name; a list where several are ticked."""
    data = QueryDict(mutable=True)
    for name, value in typed.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    answers: dict = {}
    problems: list[tuple[str, str]] = []
    for section in spec.sections:
        if not conditions.holds(section.condition, spec.answers_before(section, answers)):
            continue
        form = spec.section_form(section, data, answers=answers)
        answers |= spec.section_answers(form)
        apart = {
            name
            for block in form.blocks
            if block.question.kind in APART
            for name in block.all_names()
        }
        problems += [
            (name, str(message))
            for name, messages in form.errors.items()
            for message in messages
            if name not in apart
        ]
    problems += _left_apart(spec, answers)
    return Judged(spec.visible_answers(answers), problems)


def why_not(spec) -> str:
    """Why no filing of this form fits one row, in a sentence; nothing when it does."""
    for section, questions in spec.visible({}):
        for question in questions:
            if question.kind in APART and question.is_required and not section.condition:
                return (
                    _("Tờ khai bắt buộc phần «%s», không ghi được trên một dòng.") % question.label
                )
    return ""


def _is_told_elsewhere(section, question) -> bool:
    """A table that an answer asks for: without it the filing would say nothing."""
    return question.kind == Question.Kind.TABLE and bool(question.condition or section.condition)


def _left_apart(spec, answers: Mapping) -> list[tuple[str, str]]:
    """Tables and papers that these answers ask for; told at the answer which asks for them."""
    return [
        (
            min(conditions.questions_in(question.condition or section.condition), default=""),
            _("Hồ sơ này phải khai thêm phần «%s», không ghi được trên một dòng; hãy nộp riêng.")
            % question.label,
        )
        for section, questions in spec.visible(answers)
        for question in questions
        if question.kind in APART
        and (question.is_required or _is_told_elsewhere(section, question))
    ]
