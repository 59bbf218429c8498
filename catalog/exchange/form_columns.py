"""The questions of a form as columns of a sheet: headings, drop-downs, examples, and cells as typed."""

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django import forms
from django.utils import translation
from django.utils.translation import gettext as _

from catalog.eforms import FormSpec, conditions
from catalog.eforms.kinds import KINDS, WITHOUT_ANSWER
from catalog.eforms.rows import APART
from catalog.exchange.cells import DateCell, YesNoCell
from catalog.exchange.reading import plain
from catalog.models import Question
from catalog.text import fold

_K = Question.Kind
_DATES = {_K.DATE, _K.PERIOD}
_NUMBERS = {_K.NUMBER, _K.MONEY}
# Digits a spreadsheet drops from the front when it takes such a number for an amount.
_LENGTHS = {
    _K.IDENTITY_NUMBER: (12,), _K.SOCIAL_INSURANCE_NUMBER: (10, 12), _K.TAX_CODE: (10, 12),
    _K.PHONE: (10,),
}  # fmt: skip
_PREFIXES = ("tinh ", "thanh pho ", "tp. ", "tp ", "xa ", "phuong ", "dac khu ", "thi tran ")
_EXAMPLES = {
    _K.DATE: "20/05/1990", _K.IDENTITY_NUMBER: "079090001234", _K.PHONE: "0912 345 678",
    _K.SOCIAL_INSURANCE_NUMBER: "7912345678", _K.TAX_CODE: "0100233488", _K.NUMBER: "12",
    _K.EMAIL: "ten@example.com", _K.MONEY: "1.234.567",
}  # fmt: skip
_PART_EXAMPLES = {
    "from": "01/03/2019", "to": "31/12/2019", "street": "12 Lê Lợi", "number": "0071001234567",
    "holder": "NGUYEN VAN A",
}  # fmt: skip


@dataclass(frozen=True)
class FormColumn:
    """One input of a question: `name` is that of the input in a page, `choices` are label by value."""

    name: str
    heading: str
    question: Question
    part: str
    needed: bool
    rule: str
    asked_when: str
    choices: dict[str, str] = field(default_factory=dict)
    many: bool = False

    @property
    def allowed(self) -> list[str]:
        if self.many and len(self.choices) > 1:
            return []
        return [_("Có")] if self.many else list(self.choices.values())

    @property
    def format(self) -> str:
        """How the spreadsheet takes what is typed: text keeps its leading zeros."""
        if self.question.kind in _DATES:
            return "dd/mm/yyyy"
        return "#,##0.###" if self.question.kind in _NUMBERS else "@"

    @property
    def example(self) -> str:
        if self.part == "commune":
            return ""
        if self.question.kind == _K.YES_NO:
            return list(self.choices.values())[-1]  # «no» asks for nothing more
        if self.choices:
            return (self.allowed or list(self.choices.values()))[0]
        if self.part:
            return _PART_EXAMPLES.get(self.part, "")
        text = "Nguyễn Văn A" if self.question.prefill == "full_name" else ""
        return _EXAMPLES.get(self.question.kind, text)


def columns_of(spec: FormSpec) -> list[FormColumn]:
    """Every question of the form that one cell can answer, in order, always in Vietnamese."""
    with translation.override("vi"):
        found = [
            column
            for section, questions in _asked(spec)
            for question in questions
            for column in _columns(spec, section, question)
        ]
    twice = {heading for heading, times in Counter(c.heading for c in found).items() if times > 1}
    seen: Counter = Counter()
    named = []
    for column in found:
        seen[column.heading] += 1
        if column.heading in twice:
            column = FormColumn(
                **column.__dict__ | {"heading": f"{column.heading} ({seen[column.heading]})"}
            )
        named.append(column)
    return named


def left_out(spec: FormSpec) -> list[Question]:
    """Tables and papers of the form: a row has no room for them."""
    return [question for question in spec.questions() if question.kind in APART]


def _asked(spec):
    for section in spec.sections:
        yield section, spec.questions_of(section)


def _columns(spec, section, question):
    if question.kind in WITHOUT_ANSWER | APART or question.kind == _K.CALCULATION:
        return
    when = [
        conditions.describe(condition, spec.words)
        for condition in (section.condition, question.condition)
        if condition
    ]
    label = question.label.strip()
    for part, shown in KINDS[question.kind].fields(question, spec.places, {}).items():
        pairs = getattr(shown, "choices", ())
        yield FormColumn(
            name=f"{question.key}-{part}" if part else question.key,
            heading=f"{label.rstrip(' ?:')} – {shown.label}" if part else label,
            question=question,
            part=part,
            needed=question.is_required and shown.required and not when,
            rule=_rule(question, part, shown),
            asked_when="; ".join(when),
            choices={value: str(name) for value, name in pairs if value != ""},
            many=isinstance(shown, forms.MultipleChoiceField),
        )


def _rule(question, part: str, shown) -> str:
    told = [question.help_text if not part else str(shown.help_text or "")]
    if part == "commune":
        told.append(_("Ghi tên xã, phường, đặc khu hiện nay của tỉnh, thành phố ở cột bên."))
    elif isinstance(shown, forms.MultipleChoiceField):
        names = [str(name) for _value, name in shown.choices]
        told.append(
            _("Ghi «Có» nếu đồng ý: %s") % names[0]
            if len(names) == 1
            else _("Một hoặc nhiều mục, cách nhau bằng dấu chấm phẩy: %s.") % "; ".join(names)
        )
    elif getattr(shown, "choices", None):
        told.append(_("Chọn một mục trong danh sách thả xuống."))
    elif question.kind in _DATES:
        told.append(_("Ngày/tháng/năm."))
    elif question.kind in _LENGTHS:
        told.append(_("Ô dạng văn bản, giữ đủ số 0 ở đầu."))
    return " ".join(filter(None, told))


def as_text(column: FormColumn, cell) -> str:
    """A cell as people would have typed it: dates dd/mm/yyyy, decimal commas, the zeros in front."""
    if column.question.kind in _DATES:
        return _date_text(cell)
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    text = plain(cell)
    if not is_number:
        return text
    if column.question.kind in _NUMBERS:
        return text.replace(".", ",")
    lengths = _LENGTHS.get(column.question.kind, ())
    fitting = next((length for length in lengths if len(text) <= length), len(text))
    return text.zfill(fitting) if len(text) >= fitting - 2 else text


def _date_text(cell) -> str:
    if isinstance(cell, datetime.datetime | datetime.date):
        return f"{cell:%d/%m/%Y}"
    try:
        found = DateCell().clean(cell)
    except ValueError:
        return plain(cell)
    return f"{found:%d/%m/%Y}" if found else ""


def as_written(column: FormColumn, text: str):
    """The text of a cell put back into a sheet as a date or number where it is one."""
    if column.question.kind in _DATES:
        try:
            return DateCell().clean(text) or ""
        except ValueError:
            return text
    if column.question.kind in _NUMBERS and text.isdecimal():
        return int(text)
    return text


def as_sent(columns: list[FormColumn], cells: Mapping[str, str], spec: FormSpec) -> dict:
    """Cells of a row by input name as a browser would send them: choices by their values."""
    sent: dict = {}
    for column in columns:
        text = cells.get(column.name, "")
        if not text:
            continue
        choices = column.choices
        if column.part == "commune":
            choices = spec.places.communes(sent.get(f"{column.question.key}-province", ""))
        if column.many:
            sent[column.name] = _several(choices, text)
        elif choices or column.part == "commune":
            sent[column.name] = _chosen(column, choices, text)
        else:
            sent[column.name] = text
    return sent


def _several(choices: Mapping[str, str], text: str) -> list[str]:
    if len(choices) == 1 and _yes(text):
        return list(choices)
    return [_match(choices, part) or part.strip() for part in text.split(";") if part.strip()]


def _chosen(column: FormColumn, choices: Mapping[str, str], text: str) -> str:
    if column.question.kind == _K.YES_NO and _yes(text) is not None:
        return "yes" if _yes(text) else "no"
    return _match(choices, text) or text


def _yes(text: str) -> bool | None:
    try:
        return YesNoCell().clean(text)
    except ValueError:
        return None


def _match(choices: Mapping[str, str], text: str) -> str:
    """The value whose label, or which itself, is meant; names of places with or without their kind."""
    wanted = fold(text)
    for value, label in choices.items():
        if wanted in (fold(label), fold(value)):
            return value
    bare = [value for value, label in choices.items() if _bare(fold(label)) == _bare(wanted)]
    return bare[0] if len(bare) == 1 else ""


def _bare(name: str) -> str:
    return next((name[len(p) :] for p in _PREFIXES if name.startswith(p)), name)
