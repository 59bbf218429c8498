"""How one cell is read into a model field and written back: a column and its widget."""

import datetime
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import ManyToManyWidget, Widget

from catalog.exchange.reading import plain
from catalog.text import fold

_YES = {"1", "co", "x", "yes", "true", "dung"}
_NO = {"0", "khong", "no", "false", "sai"}
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_DAY_FIRST = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")
_SERIAL_ZERO = datetime.date(1899, 12, 30)  # how spreadsheets count the days of a bare number
_SERIALS = range(18_264, 73_051)  # 1950 to 2099
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")


@dataclass(slots=True)
class Gap:
    """In place of a value that a cell does not give, and why; `read` holds one that is not right."""

    errors: list[ValidationError] = field(default_factory=list)
    read: tuple = ()


LEFT_ALONE = Gap()  # a blank cell of a column whose field keeps its default


class Cell(Field):
    """A column. A blank cell empties an optional field and leaves the default of a needed one."""

    empty_values = (None, "")

    @property
    def depends_on(self) -> tuple[str, ...]:
        """The other columns that its reading depends on."""
        return getattr(self.widget, "depends_on", ())

    @property
    def reads_anew(self) -> bool:
        """Whether equal cells are read one by one, since what they give may be changed in place."""
        return getattr(self.widget, "reads_anew", False)

    def read(self, row: dict, into: models.Field):
        """The value for the model field, or LEFT_ALONE. Raises ValueError with a text for people."""
        value = self.widget.clean(row[self.column_name], row=row)
        if value in self.empty_values:
            if into.null:
                return None
            if isinstance(into, (models.CharField, models.TextField)) and into.blank:
                return ""
            if into.has_default():
                return LEFT_ALONE
            raise ValueError(_("Ô này không được để trống."))
        return value

    def save(self, instance, row, is_m2m=False, **kwargs):
        value = self.read(row, instance._meta.get_field(self.attribute))
        if value is not LEFT_ALONE:
            setattr(instance, self.attribute, value)


class TextCell(Widget):
    def clean(self, value, row=None, **kwargs):
        text = plain(value)
        if not text.isprintable() and _UNSEEN.search(text):
            raise ValueError(_("Ô có ký tự điều khiển không nhìn thấy. Hãy gõ lại ô này."))
        return text

    def render(self, value, obj=None, **kwargs):
        return plain(value)


class NumberCell(Widget):
    def clean(self, value, row=None, **kwargs):
        text = plain(value)
        if not text:
            return None
        if not re.fullmatch(r"-?\d{1,15}", text):
            raise ValueError(_("«%s» không phải số nguyên.") % text)
        return int(text)

    def render(self, value, obj=None, **kwargs):
        return plain(value)


class DecimalCell(Widget):
    """A number with a decimal point, or a comma as it is typed here."""

    def clean(self, value, row=None, **kwargs):
        text = plain(value)
        if not text:
            return None
        if not re.fullmatch(r"-?\d{1,9}([.,]\d{1,9})?", text):
            raise ValueError(_("«%s» không phải số thập phân.") % text)
        return float(text.replace(",", "."))

    def render(self, value, obj=None, **kwargs):
        return plain(value)


class YesNoCell(Widget):
    def clean(self, value, row=None, **kwargs):
        text = fold(plain(value))
        if not text:
            return None
        if text in _YES:
            return True
        if text in _NO:
            return False
        raise ValueError(_("«%s» phải là «có» hoặc «không».") % plain(value))

    def render(self, value, obj=None, **kwargs):
        return "có" if value else "không"


class DateCell(Widget):
    def clean(self, value, row=None, **kwargs):
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date):
            return value
        text = plain(value)
        if not text:
            return None
        try:
            if found := _DAY_FIRST.match(text):
                day, month, year = map(int, found.groups())
                return datetime.date(year, month, day)
            if found := _ISO.match(text):
                return datetime.date(*map(int, found.groups()))
            if text.isdecimal() and int(text) in _SERIALS:
                return _SERIAL_ZERO + datetime.timedelta(days=int(text))
        except ValueError:
            pass
        raise ValueError(_("«%s» không phải ngày; hãy viết ngày/tháng/năm.") % text)

    def render(self, value, obj=None, **kwargs):
        return value if isinstance(value, datetime.date) else ""


class TimeCell(Widget):
    def clean(self, value, row=None, **kwargs):
        if isinstance(value, datetime.time):
            return value
        if isinstance(value, datetime.datetime):
            return value.time()
        text = plain(value)
        if not text:
            return None
        try:
            return datetime.time.fromisoformat(text.zfill(5))
        except ValueError:
            raise ValueError(_("«%s» không phải giờ; hãy viết như 07:30.") % text) from None

    def render(self, value, obj=None, **kwargs):
        return plain(value)


class ChoiceCell(Widget):
    """A value of the field's choices, by itself or by its label.

    `choices` may be a function where they are known only when every room has been loaded; `told`
    stands in the template in place of the field's own help.
    """

    def __init__(self, choices, told: str | None = None):
        super().__init__()
        self._given, self.told = choices, told

    @cached_property
    def choices(self) -> list:
        return list(self._given() if callable(self._given) else self._given)

    @cached_property
    def known(self) -> dict:
        labels = {fold(str(label)): value for value, label in self.choices}
        return labels | {fold(str(value)): value for value, _label in self.choices}

    def clean(self, value, row=None, **kwargs):
        text = fold(plain(value))
        if not text:
            return None
        if text not in self.known:
            raise ValueError(
                _("«%(value)s» không có trong danh sách: %(known)s.")
                % {
                    "value": plain(value),
                    "known": ", ".join(dict.fromkeys(str(v) for v in self.known.values())),
                }
            )
        return self.known[text]

    def render(self, value, obj=None, **kwargs):
        return plain(value)


class ListCell(ChoiceCell):
    """Several choices in one cell, separated by semicolons."""

    reads_anew = True

    def clean(self, value, row=None, **kwargs):
        parts = [part for part in re.split(r"[;|]", plain(value)) if part.strip()]
        return [super(ListCell, self).clean(part) for part in parts]

    def render(self, value, obj=None, **kwargs):
        return "; ".join(plain(part) for part in value or [])


class JsonCell(Widget):
    """JSON as text; the choices of a question may also be written «giá trị: nhãn; …».

    `lines` reads what people write without JSON, as in the console; `told` explains it.
    """

    reads_anew = True

    def __init__(self, pairs=False, lines: Callable[[str], Any] | None = None, told=None):
        super().__init__()
        self.pairs, self.lines, self.told = pairs, lines, told

    def clean(self, value, row=None, **kwargs):
        text = plain(value)
        if not text:
            return None
        if self.pairs and not text.startswith("["):
            pairs = [part.partition(":") for part in re.split("[;\n]", text) if part.strip()]
            return [[key.strip(), (label or key).strip()] for key, _colon, label in pairs]
        if self.lines and text[0] not in "[{":
            try:
                return self.lines(text)
            except ValidationError as error:
                raise ValueError(" ".join(error.messages)) from None
        try:
            return json.loads(text)
        except ValueError:
            raise ValueError(_("Không đọc được JSON trong ô này.")) from None

    def render(self, value, obj=None, **kwargs):
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""


class Reference(Widget):
    """Another row of the catalogue, named by its code (or the codes above it in the same line)."""

    context: Any = None

    def __init__(self, model, columns=(), optional=False):
        super().__init__()
        self.model, self.depends_on, self.optional = model, columns, optional

    def clean(self, value, row=None, **kwargs):
        last = plain(value)
        if not last:
            return None
        path = (*(plain(row.get(column)) for column in self.depends_on), last)
        found = self.context.find(self.model, path)
        if found is None:
            raise ValueError(
                _("Không có %(what)s mã «%(code)s».")
                % {"what": self.model._meta.verbose_name, "code": " / ".join(path)}
            )
        return found

    def render(self, value, obj=None, **kwargs):
        return self.context.code_of(value) if value is not None else ""


class References(ManyToManyWidget):
    """Several rows of the catalogue by code, separated by semicolons."""

    context: Any = None

    def __init__(self, model):
        super().__init__(model, separator=";")
        self._names: dict[int, str] | None = None

    def clean(self, value, row=None, **kwargs):
        found, unknown = [], []
        for code in dict.fromkeys(part.strip() for part in plain(value).split(";")):
            if code:
                target = self.context.find(self.model, (code,))
                (unknown if target is None else found).append(target or code)
        if unknown:
            raise ValueError(
                _("Không có %(what)s mã «%(code)s».")
                % {"what": self.model._meta.verbose_name, "code": "», «".join(unknown)}
            )
        return found

    def render(self, value, obj=None, **kwargs):
        return "; ".join(sorted(self.name_of(target) for target in value.all()))

    def name_of(self, target) -> str:
        return self.context.code_of(target)

    def names(self, model, keys: set[int]) -> str:
        """The codes of these rows, for a report."""
        return "; ".join(sorted(self._by_key(model).get(key, "?") for key in keys))

    def _by_key(self, model) -> dict[int, str]:
        rows = self.context.rows(model)
        if self._names is None or len(self._names) != len(rows):
            self._names = {row.pk: self.name_of(row) for row in rows.values()}
        return self._names


def widget_of(into: models.Field) -> Widget:
    """The widget that reads and writes this model field."""
    if isinstance(into, models.ManyToManyField):
        return References(into.related_model)
    if isinstance(into, models.ForeignKey):
        return Reference(into.related_model, optional=into.null)
    if into.choices:
        return ChoiceCell(into.choices)
    for kind, widget in (
        (models.BooleanField, YesNoCell),
        (models.DateField, DateCell),
        (models.TimeField, TimeCell),
        (models.IntegerField, NumberCell),
        (models.FloatField, DecimalCell),
        (models.JSONField, JsonCell),
    ):
        if isinstance(into, kind):
            return widget()
    return TextCell()


def path_cell(attribute: str, column: str) -> Cell:
    """A column that only tells the way to the row: the procedure of a case, of a component."""
    return Cell(attribute=attribute, column_name=column, readonly=True, widget=TextCell())


def reference_cell(attribute: str, model, *columns: str) -> Cell:
    """A column that names another row, under the codes in the columns before it."""
    return Cell(
        attribute=attribute, column_name=attribute, widget=Reference(model, columns=columns)
    )
