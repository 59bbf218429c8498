"""Answers as read back to people: review page, counter, slips."""

from collections.abc import Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from catalog.models import Question

from .kinds import KINDS, WITHOUT_ANSWER
from .tables import FOLDED_FROM

_SILENT = frozenset({Question.Kind.HEADING, Question.Kind.NOTE})
_FOLD = '<details class="bhxh-fold"><summary>{}</summary>'


class ReviewTable(SafeString):
    """A table answer: HTML when printed in a page, `headings` and `rows` for other uses."""

    headings: list[str]
    rows: list[list[str]]


def of(spec, answers: Mapping) -> list[tuple]:
    """[(section, [(question, text)])] of visible questions; an empty one says it was not given."""
    seen = spec.visible_answers(answers)
    files = {question.key: answers.get(question.key) for question in spec.file_questions(answers)}
    return [
        (section, lines)
        for section, questions in spec.visible(answers)
        if (
            lines := [
                (question, displayed(spec, question, (seen | files).get(question.key)))
                for question in questions
                if question.kind not in _SILENT
            ]
        )
    ]


def displayed(spec, question, value) -> str:
    """One answer in words; of a file question the names of the files."""
    if question.kind == Question.Kind.FILE:
        names = value if isinstance(value, list) else []
        return "; ".join(map(str, names)) or _("Không cung cấp")
    if question.kind == Question.Kind.TABLE:
        return _table(spec, question, value)
    return KINDS[question.kind].display(question, value) or _("Không cung cấp")


def _table(spec, question, value) -> str:
    columns = [c for c in spec.columns_of(question) if c.kind not in WITHOUT_ANSWER]
    given = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
    if not given:
        return _("Không cung cấp")
    headings = [column.label for column in columns]
    rows = [
        [KINDS[c.kind].display(c, row.get(c.key)) if c.kind in KINDS else "" for c in columns]
        for row in given
    ]
    table = ReviewTable(_html(question.label, headings, rows))
    table.headings, table.rows = headings, rows
    return table


def _html(caption: str, headings: list[str], rows: list[list[str]]) -> str:
    """One line of markup: a summary list would turn line ends into breaks."""
    head = format_html_join(
        "", '<th scope="col" class="govuk-table__header">{}</th>', zip(headings, strict=True)
    )
    body = format_html_join(
        "",
        '<tr class="govuk-table__row">{}</tr>',
        (
            (
                format_html_join(
                    "",
                    '<td class="govuk-table__cell" data-label="{}">{}</td>',
                    zip(headings, row, strict=True),
                ),
            )
            for row in rows
        ),
    )
    folded = len(rows) >= FOLDED_FROM
    return format_html(
        "{before}"
        '<div class="bhxh-scroll" role="region" aria-label="{caption}" tabindex="0">'
        '<table class="govuk-table bhxh-table">'
        '<caption class="govuk-visually-hidden">{caption}</caption>'
        '<thead class="govuk-table__head"><tr class="govuk-table__row">{head}</tr></thead>'
        '<tbody class="govuk-table__body">{body}</tbody></table></div>{after}',
        before=format_html(_FOLD, _("Xem %d dòng") % len(rows)) if folded else "",
        after=mark_safe("</details>") if folded else "",
        caption=caption,
        head=head,
        body=body,
    )
