"""How questions with several inputs under one legend are asked, stored and shown.

Each input says its own error. An optional question is answered whole or not at all.
"""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import dates, fields, identifiers
from .banks import BANKS, name_of
from .simple import Kind, OneOf, date_schema


def part_labels(label: str, advice, hint="", *, required: bool = True) -> dict:
    """Field options of one input of several; the block forgives an optional question left empty."""
    return {
        "required": required,
        "label": label,
        "help_text": hint,
        "error_messages": {"required": str(advice), "invalid_choice": str(advice)},
    }


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
                made[part] = OneOf(**options)
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
        return "street-address" if question.prefill == "address" else ""


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
            "bank": OneOf(choices=[("", bank), *BANKS], **part_labels(_("Ngân hàng"), bank)),
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
