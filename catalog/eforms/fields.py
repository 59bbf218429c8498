"""Django form fields whose cleaned value is what the answers keep (text, number, ISO date …).

`as_typed` of a field turns a stored value back to what a person would type, so that cleaning it
again gives the same value.
"""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalog.text import compose

from . import dates, identifiers

ONE_LINE, MANY_LINES = 255, 4000
_MOST_DIGITS = 15
_CURRENCY = re.compile(r"(đồng|vnđ|vnd|đ)\.?$", re.IGNORECASE)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_FORBIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn")


class TypedText(forms.Field):
    """One line of text: NFC, single spaces, no control characters, a length that is said."""

    widget = forms.TextInput
    many_lines = False
    width = 0  # of the input in letters; 0 for the whole line

    def __init__(self, *, rules=None, autocomplete="", **kwargs):
        self.rules = rules or {}
        self.autocomplete = autocomplete
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        return self._attrs()

    def _attrs(self, **attrs) -> dict:
        """Attributes of the input; `width` counts letters (a class of the design kit)."""
        width = attrs.pop("width", self.width)
        if width:
            attrs["class"] = f"govuk-input--width-{width}"
        return {**attrs, "autocomplete": self.autocomplete} if self.autocomplete else attrs

    def to_python(self, value):
        text = self.read("" if value is None else str(value))
        return text or None

    def read(self, value: str) -> str:
        """The text as stored, or a ValidationError that says what to do."""
        text = compose(value.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE))
        text = text.replace("\t", " ")
        if not self.many_lines:
            text = " ".join(text.split())
        allowed = "\n" if self.many_lines else ""
        if any(unicodedata.category(c) in _FORBIDDEN and c not in allowed for c in text):
            raise ValidationError(
                _("Có ký tự lạ không đọc được; hãy xóa và gõ lại bằng bàn phím tiếng Việt")
            )
        return text

    def validate(self, value):
        super().validate(value)
        if value is not None:
            self.check(value)

    def check(self, value) -> None:
        """The rules of the question: lengths and pattern."""
        most = min(self.rules.get("max_length", self._cap), self._cap)
        if len(value) > most:
            raise ValidationError(
                _("Rút gọn còn tối đa %(most)d ký tự (đang có %(now)d)")
                % {"most": most, "now": len(value)}
            )
        if len(value) < self.rules.get("min_length", 0):
            raise ValidationError(_("Nhập đầy đủ hơn, ít nhất %d ký tự") % self.rules["min_length"])
        if (pattern := self.rules.get("pattern")) and not re.fullmatch(pattern, value):
            raise ValidationError(self.rules.get("message") or _("Kiểm tra lại cách viết"))

    @staticmethod
    def as_typed(value) -> str:
        return value if isinstance(value, str) else ""

    @property
    def _cap(self) -> int:
        return MANY_LINES if self.many_lines else ONE_LINE


class LongText(TypedText):
    """Several lines of text."""

    widget = forms.Textarea(attrs={"rows": 5})
    many_lines = True


class NumberTyped(TypedText):
    """A number with Vietnamese separators: 1.234,5; whole unless rules allow `decimals`."""

    width = 5

    def widget_attrs(self, widget):
        whole = not self.rules.get("decimals")
        return self._attrs(inputmode="numeric" if whole else "decimal")

    def to_python(self, value):
        text = super().to_python(value)
        return None if text is None else self._number(text.replace(" ", ""))

    def _number(self, text: str):
        if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", text, re.ASCII):
            text = text.replace(".", "")
        if not re.fullmatch(r"-?\d+([,.]\d+)?", text, re.ASCII) or len(text) > _MOST_DIGITS:
            raise ValidationError(self._advice())
        try:
            number = Decimal(text.replace(",", "."))
        except InvalidOperation:
            raise ValidationError(self._advice()) from None
        if number == number.to_integral_value():
            return int(number)
        if -int(number.as_tuple().exponent) > self.rules.get("decimals", 0):
            raise ValidationError(self._advice())
        return float(number)

    def _advice(self) -> str:
        if self.rules.get("decimals"):
            return _("Nhập số, phần lẻ sau dấu phẩy, ví dụ 12,5")
        return _("Nhập số nguyên, ví dụ 12")

    def check(self, value) -> None:
        least, most = self.rules.get("min"), self.rules.get("max")
        if least is not None and value < least:
            raise ValidationError(_("Nhập từ %s trở lên") % grouped(least))
        if most is not None and value > most:
            raise ValidationError(_("Nhập không quá %s") % grouped(most))

    @staticmethod
    def as_typed(value) -> str:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return str(value).replace(".", ",") if is_number else TypedText.as_typed(value)


class MoneyTyped(NumberTyped):
    """An amount in đồng: 1.234.567, 1,234,567, 1234567 đ."""

    def widget_attrs(self, widget):
        return self._attrs(inputmode="numeric", width=10)

    def _number(self, text: str) -> int:
        text = _CURRENCY.sub("", text)
        if re.fullmatch(r"\d{1,3}([.,]\d{3})+", text, re.ASCII):
            text = re.sub(r"[.,]", "", text)
        if not re.fullmatch(rf"\d{{1,{_MOST_DIGITS}}}", text, re.ASCII):
            raise ValidationError(_("Nhập số tiền bằng đồng, ví dụ 1.234.567"))
        return int(text)

    @staticmethod
    def as_typed(value) -> str:
        is_amount = isinstance(value, int) and not isinstance(value, bool)
        return grouped(value) if is_amount else TypedText.as_typed(value)


class DateTyped(TypedText):
    """A date typed in one box; stored as ISO text (see `dates`)."""

    width = 10

    def widget_attrs(self, widget):
        return self._attrs()

    def to_python(self, value):
        text = super().to_python(value)
        if text is None:
            return None
        is_month = self.rules.get("precision") == "month"
        return dates.parse(text, month=is_month, year=bool(self.rules.get("year_only")))

    def check(self, value) -> None:
        if self.rules.get("not_future") and dates.is_after(value, dates.limit("today")):
            raise ValidationError(_("Nhập ngày không sau hôm nay"))
        least, most = self.rules.get("min"), self.rules.get("max")
        if least and dates.is_after(dates.limit(least), value):
            raise ValidationError(
                _("Nhập ngày từ %s trở về sau") % dates.as_read(dates.limit(least))
            )
        if most and dates.is_after(value, dates.limit(most)):
            raise ValidationError(_("Nhập ngày không sau %s") % dates.as_read(dates.limit(most)))

    @staticmethod
    def as_typed(value) -> str:
        return dates.as_read(value)


class NumberOfPerson(TypedText):
    """A number checked by a function of `identifiers`."""

    width = 20

    def __init__(self, *, reader, **kwargs):
        self.reader = reader
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        return self._attrs(inputmode="numeric", spellcheck="false")

    def to_python(self, value):
        text = super().to_python(value)
        return None if text is None else self.reader(text)


class Phone(NumberOfPerson):
    widget = forms.TextInput(attrs={"type": "tel"})

    def __init__(self, **kwargs):
        super().__init__(reader=identifiers.phone, **kwargs)

    def widget_attrs(self, widget):
        return self._attrs()

    @staticmethod
    def as_typed(value) -> str:
        return identifiers.phone_as_read(value) if isinstance(value, str) else ""


class Email(TypedText):
    widget = forms.EmailInput

    def widget_attrs(self, widget):
        return self._attrs(spellcheck="false")

    def check(self, value) -> None:
        super().check(value)
        try:
            forms.EmailField().run_validators(value)
        except ValidationError:
            raise ValidationError(
                _("Nhập địa chỉ thư điện tử đầy đủ, ví dụ ten@example.com")
            ) from None


def grouped(number) -> str:
    """1234567 as 1.234.567, 12.5 as 12,5."""
    return f"{number:,}".translate(str.maketrans(",.", ".,"))
