"""How questions with one input are asked (form fields), stored (JSON) and shown (text)."""

from collections.abc import Mapping

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import english, fields, identifiers
from .places import Places

_RADIOS_UP_TO = 6
_IS_QUESTION = "?"
_AUTOCOMPLETE = {
    "full_name": "name",
    "date_of_birth": "bday",
    "phone": "tel",
    "email": "email",
    "address": "street-address",
}


class Kind:
    """One input. `field_class` cleans to what is stored."""

    field_class = fields.TypedText
    json_type: dict = {"type": "string"}
    verb = gettext_lazy("Nhập %s")

    def fields(self, question, places: Places, current: Mapping) -> dict[str, forms.Field]:
        """Inputs by part; `current` holds what is in them now (lists may depend on it)."""
        return {"": self.field(question)}

    def field(self, question) -> forms.Field:
        return self.field_class(**self.options(question))

    def options(self, question) -> dict:
        return {
            "rules": question.rules or {},
            "autocomplete": _AUTOCOMPLETE.get(question.prefill, ""),
            **labels(question, self.verb),
        }

    def compose(self, question, parts: Mapping, places: Places):
        """The answer to store, from cleaned parts; raises ValidationError({part: message})."""
        return parts.get("")

    def split(self, question, value) -> dict:
        """What to put in the inputs for a stored answer; any JSON value is accepted."""
        return {"": self.field_class.as_typed(value)}

    def display(self, question, value) -> str:
        return self.split(question, value)[""]

    def schema(self, question) -> dict:
        return dict(self.json_type)


def labels(question, verb) -> dict:
    """Field options shared by all: label, hint, and an error that says what to do."""
    asked = str(verb) % _lowered(question.label.rstrip(" ?:."))
    if question.label.rstrip().endswith(_IS_QUESTION):
        asked = _("Trả lời câu hỏi: %s") % question.label
    return {
        "required": question.is_required,
        "label": question.label,
        "help_text": escape(question.help_text),
        "error_messages": {"required": asked},
    }


def _lowered(text: str) -> str:
    """First letter lowered unless the word is an abbreviation (BHXH, CCCD)."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


class LongText(Kind):
    field_class = fields.LongText


class Number(Kind):
    field_class = fields.NumberTyped
    json_type = {"type": "number"}

    def display(self, question, value) -> str:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return fields.grouped(value) if is_number else super().display(question, value)

    def schema(self, question) -> dict:
        rules = question.rules or {}
        limits = {"min": "minimum", "max": "maximum"}
        kind = {} if rules.get("decimals") else {"type": "integer"}
        return {
            **self.json_type,
            **kind,
            **{name: rules[rule] for rule, name in limits.items() if rule in rules},
        }


class Money(Number):
    field_class = fields.MoneyTyped
    json_type = {"type": "integer", "minimum": 0}

    def display(self, question, value) -> str:
        shown = super().display(question, value)
        return _("%s đồng") % shown if shown else ""


class Calculation(Number):
    """What the form works out: nothing to type; `unit` in the rules is said after the number."""

    def fields(self, question, places, current):
        return {}

    def split(self, question, value) -> dict:
        return {}

    def display(self, question, value) -> str:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        unit = (question.rules or {}).get("unit") or ""
        return f"{fields.grouped(value)} {unit}".strip() if is_number else ""

    def schema(self, question) -> dict:
        return {"type": "number", "readOnly": True}


class Date(Kind):
    field_class = fields.DateTyped

    def schema(self, question) -> dict:
        return date_schema(question.rules or {})


def date_schema(rules: Mapping) -> dict:
    if rules.get("precision") == "month":
        return {"type": "string", "pattern": r"^\d{4}-\d{2}$"}
    if rules.get("year_only"):
        return {"type": "string", "pattern": r"^\d{4}(-\d{2}-\d{2})?$"}
    return {"type": "string", "format": "date"}


class Choice(Kind):
    verb = gettext_lazy("Chọn %s")

    def pairs(self, question) -> list[tuple[str, str]]:
        """(value, label) of every choice; a bare text is its own value."""
        return english.pairs(question.choices)

    def field(self, question):
        pairs, options = self.pairs(question), labels(question, self.verb)
        options["error_messages"]["invalid_choice"] = _("Chọn một mục có trong danh sách")
        if len(pairs) <= _RADIOS_UP_TO:
            return OneOf(choices=pairs, widget=forms.RadioSelect, **options)
        return OneOf(choices=[("", _("Chọn trong danh sách")), *pairs], **options)

    def split(self, question, value) -> dict:
        return {"": value if isinstance(value, str) else ""}

    def display(self, question, value) -> str:
        return dict(self.pairs(question)).get(value, value) if isinstance(value, str) else ""

    def schema(self, question) -> dict:
        return {"enum": [value for value, _label in self.pairs(question)]}


class OneOf(forms.ChoiceField):
    """A choice whose empty answer is None."""

    def clean(self, value):
        return super().clean(value) or None


class Choices(Choice):
    def field(self, question):
        options = labels(question, self.verb)
        options["error_messages"]["invalid_choice"] = _("Chọn những mục có trong danh sách")
        if len(self.pairs(question)) == 1:
            options["error_messages"]["required"] = _("Đánh dấu vào ô «%s»") % question.label
        return forms.MultipleChoiceField(
            choices=self.pairs(question), widget=forms.CheckboxSelectMultiple, **options
        )

    def compose(self, question, parts, places):
        return parts.get("") or None

    def split(self, question, value) -> dict:
        items = value if isinstance(value, list) else []
        return {"": [item for item in items if isinstance(item, str)]}

    def display(self, question, value) -> str:
        names = dict(self.pairs(question))
        return "; ".join(names.get(item, item) for item in self.split(question, value)[""])

    def schema(self, question) -> dict:
        return {
            "type": "array",
            "items": super().schema(question),
            "uniqueItems": True,
        }


class YesNo(Kind):
    verb = gettext_lazy("Trả lời “Có” hoặc “Không”: %s")
    json_type = {"type": "boolean"}

    def field(self, question):
        pairs = [("yes", _("Có")), ("no", _("Không"))]
        options = labels(question, self.verb)
        options["error_messages"]["invalid_choice"] = _("Chọn “Có” hoặc “Không”")
        return OneOf(choices=pairs, widget=forms.RadioSelect, **options)

    def compose(self, question, parts, places):
        return {"yes": True, "no": False}.get(parts.get(""))

    def split(self, question, value) -> dict:
        return {"": {True: "yes", False: "no"}[value] if isinstance(value, bool) else ""}

    def display(self, question, value) -> str:
        return {True: _("Có"), False: _("Không")}[value] if isinstance(value, bool) else ""


class PersonalNumber(Kind):
    def __init__(self, reader, pattern: str):
        self.reader = reader
        self.json_type = {"type": "string", "pattern": pattern}

    def field(self, question):
        return fields.NumberOfPerson(reader=self.reader, **self.options(question))


class IdentityNumber(PersonalNumber):
    """`old_card` in the rules also allows the 9 digits of an old identity card."""

    def field(self, question):
        is_old_allowed = bool((question.rules or {}).get("old_card"))

        def read(value):
            return identifiers.identity_number(value, old_card=is_old_allowed)

        return fields.NumberOfPerson(reader=read, **self.options(question))


class Phone(Kind):
    field_class = fields.Phone
    json_type = {"type": "string", "pattern": r"^\+[0-9]{7,15}$"}


class Email(Kind):
    field_class = fields.Email
    json_type = {"type": "string", "format": "email"}
