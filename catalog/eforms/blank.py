"""A form as a sheet of paper: every question with room to write, for those who prepare by hand."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from catalog.models import Question

from . import conditions, tables
from .kinds import KINDS

_K = Question.Kind
_ROWS = 4  # of a table, unless it has fewer


@dataclass
class Line:
    """A question on paper: boxes to tick, a table to fill, or named lines to write on."""

    label: str
    kind: str
    is_required: bool
    when: str = ""
    options: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    rows: range = range(0)
    room: list[str] = field(default_factory=list)


@dataclass
class Page:
    """A section on paper."""

    key: str
    title: str
    when: str
    lines: list[Line]


def pages_of(spec) -> list[Page]:
    """The whole form in order, whatever its conditions; they are said in words."""
    return [
        Page(
            section.key,
            section.title,
            conditions.describe(section.condition, spec.words),
            [_line(spec, question) for question in spec.questions_of(section)],
        )
        for section in spec.sections
    ]


def _line(spec, question) -> Line:
    line = Line(
        question.label,
        question.kind,
        question.is_required,
        conditions.describe(question.condition, spec.words),
    )
    if question.kind == _K.TABLE:
        line.columns = [column.label for column in spec.columns_of(question)]
        line.rows = range(min(_ROWS, tables.row_limits(question)[1]))
    elif question.kind in (_K.CHOICE, _K.CHOICES):
        line.options = [label for _value, label in KINDS[question.kind].pairs(question)]
    elif question.kind == _K.YES_NO:
        line.options = [_("Có"), _("Không")]
    else:
        line.room = _room(spec, question)
    return line


def _room(spec, question) -> list[str]:
    """What stands before each line to write on."""
    if question.kind == _K.LONG_TEXT:
        return ["", "", ""]
    if question.kind == _K.FILE:
        return [_("(đính kèm)")]
    if question.kind in KINDS:
        parts = KINDS[question.kind].fields(question, spec.places, {})
        # What is worked out online is written by hand on paper.
        return [str(each.label) if name else "" for name, each in parts.items()] or [""]
    return []
