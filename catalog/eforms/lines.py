"""Choices, conditions and rules of a question as lines that editors write, instead of JSON.

Choices: «nam: Nam». Conditions: «nhan_qua = tai_khoan», one to a line, all must hold; a first line
«một trong các điều kiện» lets one of them be enough. Rules: «max_length = 20». JSON is read as well.
"""

import json
import re
from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.text import fold

CONDITION_HELP = gettext_lazy(
    "Mỗi dòng một điều kiện theo khóa câu hỏi phía trước, ví dụ «nhan_qua = tai_khoan», «uy_quyen = có», "
    "«so_tien > 0», «tinh thuộc 01, 79», «ten có trả lời». Nhiều dòng: phải đúng tất cả; thêm dòng đầu "
    "«một trong các điều kiện» thì đúng một là đủ. Để trống: luôn hiện."
)
RULES_HELP = gettext_lazy(
    "Mỗi dòng một quy tắc: min, max, min_length, max_length, pattern, message, min_rows, max_rows, "
    "row_label, not_future, decimals; lời tiếng Anh: message_en, row_label_en, unit_en. Ví dụ «max_length = 20», «not_future = có». Câu hỏi tự tính: "
    "«formula = so_thang(ky) * muc_dong * 22 / 100», «unit = đồng»; hàm tong(bang.cot), dem(bang), "
    "so_ngay, so_thang, so_nam, nho_nhat, lon_nhat."
)
ANSWERS_HELP = gettext_lazy(
    "Mỗi dòng «khóa = câu trả lời», ví dụ «ho_ten = Nguyễn Văn An»; hoặc dán JSON."
)
ANY_LINE = "một trong các điều kiện"
_SIGNS = {"=": "eq", "≠": "ne", "!=": "ne", ">": "gt", "<": "lt", "thuộc": "in", "ngoài": "not_in"}
_WORDS = {operator: sign for sign, operator in _SIGNS.items() if sign != "!="}
_STATES = {"filled": "có trả lời", "empty": "bỏ trống"}
_TEST = re.compile(r"^([a-z][a-z0-9_]*)\s*(=|≠|!=|>|<|thuộc\b|ngoài\b)\s*(.+)$", re.IGNORECASE)
_STATE = re.compile(r"^([a-z][a-z0-9_]*)\s+(.+)$")
_RULE = re.compile(r"^([a-z_]+)\s*=\s*(.*)$")


def choices_written(choices) -> str:
    """[["nam", "Nam"]] as «nam: Nam», one to a line; a bare text stands for itself."""
    lines = []
    for one in choices if isinstance(choices, list) else []:
        pair = one if isinstance(one, list | tuple) and one else [one]
        lines.append(
            f"{pair[0]}: {pair[-1]}" if len(pair) > 1 and pair[0] != pair[-1] else str(pair[0])
        )
    return "\n".join(lines)


def choices_read(text: str) -> list:
    """The inverse; a line without a colon is its own value."""
    pairs = []
    for line in _lines(text):
        value, colon, label = line.partition(":")
        pairs.append([value.strip(), label.strip()] if colon and label.strip() else [line, line])
    values = [value for value, _label in pairs]
    if twice := [value for value in values if values.count(value) > 1]:
        raise ValidationError(_("Giá trị «%s» được viết hai lần.") % twice[0])
    return pairs


def condition_written(condition) -> str:
    """The condition as lines, or as JSON when lines cannot say it."""
    if not condition:
        return ""
    for word, head in (("all", []), ("any", [ANY_LINE])):
        parts = condition.get(word) if isinstance(condition, dict) else None
        if isinstance(parts, list):
            tests = [_test_written(part) for part in parts]
            if all(tests):
                return "\n".join([*head, *tests])
            return _json(condition)
    return _test_written(condition) or _json(condition)


def condition_read(text: str) -> dict:
    """Lines of tests that must all hold (or one of them, by the first line) as a condition."""
    lines = _lines(text)
    word = "all"
    if lines and fold(lines[0]).rstrip(":") == fold(ANY_LINE):
        word, lines = "any", lines[1:]
    tests = [_test_read(line) for line in lines]
    if word == "all" and len(tests) < 2:
        return tests[0] if tests else {}
    return {word: tests}


def rules_written(rules) -> str:
    """{"max_length": 20} as «max_length = 20»."""
    if not isinstance(rules, dict):
        return _json(rules) if rules else ""
    return "\n".join(f"{name} = {_value_written(value)}" for name, value in rules.items())


def rules_read(text: str) -> dict:
    """The inverse: numbers and có/không as such, everything else as text."""
    found = {}
    for line in _lines(text):
        match = _RULE.match(line)
        if match is None:
            raise ValidationError(
                _("Viết mỗi quy tắc một dòng, ví dụ «max_length = 20»: %s") % line
            )
        found[match[1]] = _value(match[2].strip())
    return found


WRITTEN: dict[str, Callable[..., str]] = {
    "choices": choices_written,
    "choices_en": choices_written,
    "condition": condition_written,
    "rules": rules_written,
}


class LinesField(forms.CharField):
    """A JSON column typed as lines; JSON pasted from elsewhere is understood too."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})

    def __init__(self, *, written, read, empty, **kwargs):
        self.written, self.read, self.empty = written, read, empty
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value):
        return value if isinstance(value, str) else self.written(value)

    def to_python(self, value):
        text = super().to_python(value).strip()
        if text[:1] in ("[", "{"):
            try:
                found = json.loads(text)
            except ValueError as error:
                raise ValidationError(_("Đoạn JSON viết sai: %s") % error) from error
            if not isinstance(found, type(self.empty)):
                raise ValidationError(_("Đoạn JSON không đúng dạng."))
            return found
        return self.read(text) if text else type(self.empty)()

    def has_changed(self, initial, data):
        try:
            return (initial or self.empty) != self.to_python(data)
        except ValidationError:
            return True


def choices_field(**kwargs) -> LinesField:
    return LinesField(written=choices_written, read=choices_read, empty=[], **kwargs)


def condition_field(**kwargs) -> LinesField:
    return LinesField(written=condition_written, read=condition_read, empty={}, **kwargs)


def rules_field(**kwargs) -> LinesField:
    return LinesField(written=rules_written, read=rules_read, empty={}, **kwargs)


def answers_written(answers) -> str:
    """Answers by question key as «ho_ten = Nguyễn Văn An»; lists and tables as JSON in their line."""
    if not isinstance(answers, dict) or any("\n" in str(value) for value in answers.values()):
        return _json(answers) if answers else ""
    return "\n".join(
        f"{key} = {_json(value) if isinstance(value, list | dict) else _value_written(value)}"
        for key, value in answers.items()
    )


def answers_read(text: str) -> dict:
    """The inverse of `answers_written`."""
    found = {}
    for line in _lines(text):
        key, sign, value = line.partition("=")
        if not sign or not key.strip():
            raise ValidationError(
                _("Viết mỗi câu trả lời một dòng, ví dụ «ho_ten = An»: %s") % line
            )
        value = value.strip()
        if value[:1] in ("[", "{"):
            try:
                found[key.strip()] = json.loads(value)
            except ValueError as error:
                raise ValidationError(_("Đoạn JSON viết sai: %s") % error) from error
        else:
            found[key.strip()] = _value(value)
    return found


def answers_field(**kwargs) -> LinesField:
    return LinesField(written=answers_written, read=answers_read, empty={}, **kwargs)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _json(value) -> str:
    return json.dumps(value, ensure_ascii=False)


def _test_written(condition) -> str:
    """One comparison as a line; nothing when it is more than one, or no comparison."""
    if not isinstance(condition, dict) or not isinstance(condition.get("question"), str):
        return ""
    key, operator = condition["question"], condition.get("op", "eq")
    if operator in _STATES:
        return f"{key} {_STATES[operator]}"
    value = condition.get("value")
    if operator not in _WORDS or isinstance(value, dict):
        return ""
    values = value if isinstance(value, list) else [value]
    if any(isinstance(one, str) and not _is_plain(one) for one in values):
        return ""
    return f"{key} {_WORDS[operator]} {', '.join(map(_value_written, values))}"


def _is_plain(text: str) -> bool:
    """Whether the text can stand in a line and be read as that text again."""
    return text.splitlines() == [text.strip()] and not set(text) & set(',"')


def _test_read(line: str) -> dict:
    if match := _TEST.match(line):
        operator = _SIGNS[match[2].lower()]
        if operator in ("in", "not_in"):
            values = [_value(part.strip()) for part in match[3].split(",")]
            return {"question": match[1], "op": operator, "value": values}
        return {"question": match[1], "op": operator, "value": _value(match[3].strip())}
    if match := _STATE.match(line):
        for operator, words in _STATES.items():
            if fold(match[2]) == fold(words):
                return {"question": match[1], "op": operator}
    raise ValidationError(
        _("Viết mỗi điều kiện một dòng, ví dụ «nhan_qua = tai_khoan» hay «so_tien > 0»: %s") % line
    )


def _value(text: str):
    """Numbers as numbers, có and không as true and false, the rest as text."""
    if fold(text) in ("co", "khong") and text.lower() in ("có", "không"):
        return text.lower() == "có"
    if re.fullmatch(r"-?(0|[1-9]\d{0,14})", text):
        return int(text)
    if re.fullmatch(r"-?(0|[1-9]\d{0,14})\.\d+", text):
        return float(text)
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


def _value_written(value) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, str):
        return value if _value(value) == value else f'"{value}"'
    return str(value)
