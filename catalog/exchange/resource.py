"""What every subject of the catalogue shares: its columns by Vietnamese and English heading.

Subjects are declared, and lists exported, as resources of django-import-export; lines are taken in
by our own means, which look at a whole sheet at once.
"""

from collections.abc import Iterator
from functools import cache
from typing import ClassVar

from django.core.exceptions import FieldDoesNotExist
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export.widgets import ManyToManyWidget

from catalog.exchange.cells import Cell, DateCell, NumberCell, widget_of
from catalog.exchange.columns import Columns
from catalog.exchange.context import RESOURCES, Context
from catalog.exchange.reading import Sheet
from catalog.exchange.taking import DELETE, HeadingError, LineTaking, Outcome
from catalog.text import fold

_IGNORED = {fold("Lỗi"), fold("Ghi chú nội bộ")}


def is_ignored(heading: str) -> bool:
    """A column for people alone: the reasons of an error workbook, their own notes."""
    return fold(heading) in _IGNORED


class SubjectResource(LineTaking):
    """One subject of the catalogue, read from and written to one sheet."""

    sheet: ClassVar[tuple[str, ...]] = ()
    key: ClassVar[tuple[str, ...]] = ("code",)
    aliases: ClassVar[tuple[str, ...]] = ()
    unique: ClassVar[tuple[tuple[str, ...], ...]] = ()
    headings: ClassVar[dict[str, str]] = {}
    derived: ClassVar[tuple[str, ...]] = ()
    grants_rights: ClassVar[bool] = False  # then an import needs the right to change the model
    names_rows: ClassVar[bool] = True  # False for a second view of a model that has its resource

    class Meta:
        pass

    def __init__(self, context: Context | None = None, **kwargs):
        super().__init__(context or Context())
        for field in self.fields.values():
            field.widget.context = self.context

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if cls.names_rows and hasattr(cls.Meta, "model"):
            RESOURCES[cls.Meta.model] = cls

    @classmethod
    def field_from_django_field(cls, field_name, django_field, readonly):
        return Cell(attribute=field_name, column_name=field_name, widget=widget_of(django_field))

    # Headings and keys -------------------------------------------------------------------------

    @classmethod
    @cache
    def column_of(cls) -> dict[str, str]:
        """Column by folded heading: the English name, the Vietnamese one, further names."""
        known = {fold("Xóa"): DELETE, "delete": DELETE}
        for language in ("en", "vi"):
            with translation.override(language):
                for name, field in cls.fields.items():
                    known[fold(cls.label(name))] = field.column_name
        for field in cls.fields.values():
            known[fold(field.column_name)] = field.column_name
            known[fold(field.column_name.replace("_", " "))] = field.column_name
        return known | {fold(heading): column for heading, column in cls.headings.items()}

    @classmethod
    def label(cls, name: str) -> str:
        """The Vietnamese heading of a column, as templates print it."""
        own = cls.fields[name].column_name if name in cls.fields else name
        for heading, column in cls.headings.items():
            if column == own:
                return heading
        try:
            return capfirst(str(cls._meta.model._meta.get_field(name).verbose_name))
        except FieldDoesNotExist:
            return name

    @classmethod
    def label_of(cls, column: str) -> str:
        """The Vietnamese heading of a column given by its English name."""
        names = (name for name, field in cls.fields.items() if field.column_name == column)
        return cls.label(next(names, column))

    def import_lines(self, sheet: Sheet) -> list[Outcome]:
        """Take the lines of a sheet in. Raises HeadingError, or NotWritten, for the sheet as a whole."""
        headings = dict(zip(self._columns_of(sheet), sheet.headings, strict=True))
        if not sheet.rows:
            return []
        columns = Columns.of(sheet.rows, headings)
        self.complete(columns)
        for column in self._meta.import_id_fields:
            if column not in columns:
                raise HeadingError(_("Thiếu cột «%s».") % self.label(column))
        return self.take(sheet, columns)

    def _columns_of(self, sheet: Sheet) -> list[str]:
        """The column under each heading; one for people alone gets a name that no subject has."""
        known = self.column_of()
        columns: list[str] = []
        wrong = []
        for heading in sheet.headings:
            column = known.get(fold(heading))
            if column is None and heading and not is_ignored(heading):
                wrong.append(heading)
            elif column in columns:
                raise HeadingError(_("Cột «%s» có hai lần.") % heading)
            columns.append(column or f"_{len(columns)}")
        if wrong:
            raise HeadingError(
                _("Không có cột «%(wrong)s» trong danh mục %(what)s. Các cột: %(known)s.")
                % {
                    "wrong": "», «".join(wrong),
                    "what": self._meta.model._meta.verbose_name,
                    "known": ", ".join(self.label(name) for name in self.fields),
                }
            )
        return columns

    def get_export_headers(self, selected_fields=None):
        return [
            self.label(name)
            for name in self.get_export_order()
            if selected_fields is None or name in selected_fields
        ]

    def lines(self) -> Iterator[list]:
        """Every row that stands, as the cells of a line: what is read again is the same."""
        fields = self.get_export_fields()
        for row in list(self.context.rows(self._meta.model).values()):
            yield [self._shown(field, row) for field in fields]

    def _shown(self, field, row):
        widget = field.widget
        if isinstance(widget, ManyToManyWidget):
            keys = self.context.links(self._meta.model, field.attribute)[row.pk]
            return widget.names(widget.model, keys)
        if isinstance(widget, DateCell):
            return field.get_value(row) or ""
        text = field.export(row)
        return int(text) if isinstance(widget, NumberCell) and text else text

    def expand(self, sheet: Sheet) -> Sheet:
        """Lines that stand for several rows, unfolded. None by default."""
        return sheet

    def complete(self, columns: Columns) -> None:
        """Fill what lines may leave out. Nothing by default."""
