"""How each kind of question is asked (form fields), stored (JSON) and shown (text).

A kind has one or several inputs, called parts; a simple question has the one part "".
Tables are made of other kinds' rows and live in `tables`.
"""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import Question

from . import dates, fields, identifiers
from .banks import BANKS, name_of
from .places import Places

_RADIOS_UP_TO = 6
_IS_QUESTION = "?"


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
        return {"": self.field(question).as_typed(value)}

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


def part_labels(label: str, advice, hint="", *, required: bool = True) -> dict:
    """Field options of one input of several; the block forgives an optional question left empty."""
    return {
        "required": required,
        "label": label,
        "help_text": hint,
        "error_messages": {"required": str(advice), "invalid_choice": str(advice)},
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
        raw = question.choices if isinstance(question.choices, list) else []
        return [
            (str(one[0]), str(one[-1]))
            if isinstance(one, list | tuple) and one
            else (str(one),) * 2
            for one in raw
        ]

    def field(self, question):
        pairs, options = self.pairs(question), labels(question, self.verb)
        options["error_messages"]["invalid_choice"] = _("Chọn một mục có trong danh sách")
        if len(pairs) <= _RADIOS_UP_TO:
            return _Choice(choices=pairs, widget=forms.RadioSelect, **options)
        return _Choice(choices=[("", _("Chọn trong danh sách")), *pairs], **options)

    def split(self, question, value) -> dict:
        return {"": value if isinstance(value, str) else ""}

    def display(self, question, value) -> str:
        return dict(self.pairs(question)).get(value, value) if isinstance(value, str) else ""

    def schema(self, question) -> dict:
        return {"enum": [value for value, _label in self.pairs(question)]}


class _Choice(forms.ChoiceField):
    def clean(self, value):
        return super().clean(value) or None


class Choices(Choice):
    def field(self, question):
        options = labels(question, self.verb)
        options["error_messages"]["invalid_choice"] = _("Chọn những mục có trong danh sách")
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
        return _Choice(choices=pairs, widget=forms.RadioSelect, **options)

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


class Composite(Kind):
    """Several inputs under one legend; errors belong to the input that has them."""

    def split(self, question, value) -> dict:
        value = value if isinstance(value, Mapping) else {}
        return {part: value.get(part, "") for part in self.part_names if _is_text(value.get(part))}


def _is_text(value) -> bool:
    return isinstance(value, str)


class Period(Composite):
    """{"from", "to"} as ISO texts; `open_end` in the rules allows no end."""

    part_names = ("from", "to")
    advice = {
        "from": gettext_lazy("Nhập thời điểm bắt đầu"),
        "to": gettext_lazy("Nhập thời điểm kết thúc"),
    }

    def fields(self, question, places, current):
        rules = question.rules or {}
        names = {"from": _("Từ"), "to": _("Đến")}
        made = {}
        for part, label in names.items():
            is_needed = part == "from" or not rules.get("open_end")
            options = part_labels(label, self.advice[part], required=is_needed)
            made[part] = fields.DateTyped(rules=rules, **options)
        return made

    def split(self, question, value) -> dict:
        return {part: dates.as_read(text) for part, text in super().split(question, value).items()}

    def compose(self, question, parts, places):
        begins, ends = parts.get("from"), parts.get("to")
        if not begins:
            return None
        if ends and dates.is_after(begins, ends):
            raise ValidationError({"to": _("Nhập thời điểm kết thúc không trước khi bắt đầu")})
        return {"from": begins, **({"to": ends} if ends else {})}

    def display(self, question, value) -> str:
        parts = self.split(question, value)
        if not parts.get("from"):
            return ""
        if not parts.get("to"):
            return _("từ %s đến nay") % parts["from"]
        return _("từ %(begin)s đến %(end)s") % {"begin": parts["from"], "end": parts["to"]}

    def schema(self, question) -> dict:
        rules = question.rules or {}
        each = date_schema(rules)
        return {
            "type": "object",
            "properties": {"from": each, "to": each},
            "required": ["from"] if rules.get("open_end") else ["from", "to"],
            "additionalProperties": False,
        }


class Address(Composite):
    """{"province", "commune", "street", "text"}: codes of administrative units and the whole line.

    Without a script the commune list comes after the province was sent once.
    """

    part_names = ("province", "commune", "street")
    advice = {
        "province": gettext_lazy("Chọn tỉnh, thành phố"),
        "commune": gettext_lazy("Chọn xã, phường, đặc khu"),
        "street": gettext_lazy("Nhập số nhà, đường, hoặc thôn, ấp, tổ dân phố"),
    }

    def fields(self, question, places, current):
        province = current.get("province") or ""
        lists = {"province": places.provinces, "commune": places.communes(province)}
        names = {
            "province": _("Tỉnh, thành phố"),
            "commune": _("Xã, phường, đặc khu"),
            "street": _("Số nhà, đường, thôn, ấp, tổ dân phố"),
        }
        made = {}
        for part, label in names.items():
            options = part_labels(label, self.advice[part])
            if part in lists:
                options["choices"] = [("", self.advice[part]), *lists[part].items()]
                made[part] = _Choice(**options)
            else:
                made[part] = fields.TypedText(autocomplete=self._street_token(question), **options)
        return made

    def compose(self, question, parts, places):
        if not parts.get("province"):
            return None
        chosen = {part: parts[part] for part in self.part_names}
        return {**chosen, "text": places.full_text(**chosen)}

    def display(self, question, value) -> str:
        text = value.get("text") if isinstance(value, Mapping) else ""
        return text if isinstance(text, str) else ""

    def schema(self, question) -> dict:
        text = {"type": "string", "minLength": 1}
        return {
            "type": "object",
            "properties": dict.fromkeys((*self.part_names, "text"), text),
            "required": list(self.part_names),
            "additionalProperties": False,
        }

    def _street_token(self, question) -> str:
        return "street-address" if question.prefill == "address" else "off"


class BankAccount(Composite):
    """{"bank", "number", "holder"}: the network's code of the bank, the account and its owner."""

    part_names = ("bank", "number", "holder")
    advice = {
        "bank": gettext_lazy("Chọn ngân hàng"),
        "number": gettext_lazy("Nhập số tài khoản"),
        "holder": gettext_lazy("Nhập tên chủ tài khoản"),
    }

    def fields(self, question, places, current):
        bank, number, holder = (self.advice[part] for part in self.part_names)
        hint = _("Viết như ngân hàng đã ghi.")
        return {
            "bank": _Choice(choices=[("", bank), *BANKS], **part_labels(_("Ngân hàng"), bank)),
            "number": fields.NumberOfPerson(
                reader=identifiers.account_number, **part_labels(_("Số tài khoản"), number)
            ),
            "holder": fields.TypedText(**part_labels(_("Tên chủ tài khoản"), holder, hint)),
        }

    def compose(self, question, parts, places):
        return {part: parts[part] for part in self.part_names} if parts.get("bank") else None

    def display(self, question, value) -> str:
        parts = self.split(question, value)
        if not parts.get("number"):
            return ""
        return _("%(number)s, %(bank)s, chủ tài khoản %(holder)s") % {
            "number": parts["number"],
            "bank": name_of(parts.get("bank", "")),
            "holder": parts.get("holder", ""),
        }

    def schema(self, question) -> dict:
        return {
            "type": "object",
            "properties": {
                "bank": {"enum": [code for code, _name in BANKS]},
                "number": {"type": "string", "pattern": "^[0-9A-Z]{4,24}$"},
                "holder": {"type": "string", "minLength": 1},
            },
            "required": list(self.part_names),
            "additionalProperties": False,
        }


_AUTOCOMPLETE = {
    "full_name": "name",
    "date_of_birth": "bday",
    "phone": "tel",
    "email": "email",
    "address": "street-address",
}
_K = Question.Kind
KINDS: dict[str, Kind] = {
    _K.TEXT: Kind(),
    _K.LONG_TEXT: LongText(),
    _K.NUMBER: Number(),
    _K.MONEY: Money(),
    _K.DATE: Date(),
    _K.PERIOD: Period(),
    _K.CHOICE: Choice(),
    _K.CHOICES: Choices(),
    _K.YES_NO: YesNo(),
    _K.IDENTITY_NUMBER: IdentityNumber(None, "^([0-9]{9}|[0-9]{12})$"),
    _K.SOCIAL_INSURANCE_NUMBER: PersonalNumber(
        identifiers.social_insurance_number, "^([0-9]{10}|[0-9]{12})$"
    ),
    _K.TAX_CODE: PersonalNumber(identifiers.tax_code, "^([0-9]{10}(-[0-9]{3})?|[0-9]{12})$"),
    _K.PHONE: Phone(),
    _K.EMAIL: Email(),
    _K.ADDRESS: Address(),
    _K.BANK_ACCOUNT: BankAccount(),
}
WITHOUT_ANSWER = frozenset({_K.HEADING, _K.NOTE, _K.FILE})
