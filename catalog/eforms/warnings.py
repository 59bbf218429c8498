"""What looks odd across answers: an identity number beside a date of birth and a sex.

Rules of an identity question name the questions to compare with: `birth_question`, `sex_question`
(columns of the same row in a table).
"""

from collections.abc import Mapping

from catalog.models import Question

from .identifiers import identity_warnings


def of(spec, answers: Mapping) -> dict[str, dict[str, list[str]]]:
    """{section key: {question key: [sentences]}} for visible questions."""
    found: dict = {}
    seen = spec.visible_answers(answers)
    for section, questions in spec.visible(answers):
        for question in questions:
            if messages := _messages(spec, question, seen):
                found.setdefault(section.key, {})[question.key] = messages
    return found


def _messages(spec, question, seen: Mapping) -> list[str]:
    if question.kind == Question.Kind.TABLE:
        rows = seen.get(question.key)
        return [
            message
            for row in (rows if isinstance(rows, list) else [])
            if isinstance(row, Mapping)
            for column in spec.columns_of(question)
            for message in _messages(spec, column, row)
        ]
    number = seen.get(question.key)
    if question.kind != Question.Kind.IDENTITY_NUMBER or not isinstance(number, str):
        return []
    rules = question.rules or {}
    born, sex = seen.get(rules.get("birth_question")), seen.get(rules.get("sex_question"))
    return identity_warnings(
        number,
        born=born if isinstance(born, str) else "",
        sex=sex if isinstance(sex, str) else "",
    )
