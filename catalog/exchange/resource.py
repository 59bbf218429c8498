"""What every subject of the catalogue shares: keys by code, full validation, bulk writing.

A resource of django-import-export that reads its rows once, so a sheet costs a fixed number of
queries, and that tells for every row what would change.
"""

from collections.abc import Iterator
from functools import cache
from typing import ClassVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _
from import_export.results import RowResult
from import_export.widgets import ManyToManyWidget

from catalog.exchange.bulk import BulkWriting
from catalog.exchange.cells import Cell, DateCell, NumberCell, YesNoCell, widget_of
from catalog.exchange.context import RESOURCES, Context
from catalog.exchange.reading import Sheet, plain
from catalog.text import fold

_IGNORED = {fold("Lỗi"), fold("Ghi chú nội bộ")}
_DELETE = "_delete"


def is_ignored(heading: str) -> bool:
    """A column for people alone: the reasons of an error workbook, their own notes."""
    return fold(heading) in _IGNORED


class HeadingError(ValueError):
    """A heading is unknown, missing or doubled."""


class SubjectResource(BulkWriting):
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
        use_bulk = True
        batch_size = None
        skip_diff = True
        skip_unchanged = True
        store_row_values = False

    def __init__(self, context: Context | None = None, **kwargs):
        super().__init__()
        self.context = context or Context()
        for field in self.fields.values():
            field.widget.context = self.context
        self.keys: list[tuple] = []
        self.rejected: dict[int, ValidationError] = {}
        self.links: dict[int, tuple[models.Model, dict[str, list]]] = {}
        self.raw: dict[int, dict] = {}
        self.source: Sheet | None = None
        self.current = 0
        self._fields: list | None = None
        self._present: tuple[list, list] | None = None

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
        known = {fold("Xóa"): _DELETE, "delete": _DELETE}
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
            return str(cls._meta.model._meta.get_field(name).verbose_name).capitalize()
        except FieldDoesNotExist:
            return name

    @classmethod
    def label_of(cls, column: str) -> str:
        """The Vietnamese heading of a column given by its English name."""
        names = (name for name, field in cls.fields.items() if field.column_name == column)
        return cls.label(next(names, column))

    def before_import(self, dataset, **kwargs):
        known = self.column_of()
        columns, wrong = [], []
        for heading in dataset.headers or []:
            column = known.get(fold(heading or ""))
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
        rows = [dict(zip(columns, row, strict=False)) for row in dataset]
        for row in rows:
            self.complete(row)
        for column in self._meta.import_id_fields:
            if column not in columns and not all(column in row for row in rows):
                raise HeadingError(_("Thiếu cột «%s».") % self.label(column))
        columns = list(dict.fromkeys([*columns, *(name for row in rows[:1] for name in row)]))
        dataset.wipe()
        dataset.headers = columns
        for row in rows:
            dataset.append([row.get(column, "") for column in columns])
        self._claim_keys(rows, kwargs.get("row_numbers") or range(2, len(rows) + 2))

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

    def place(self) -> tuple[str, int]:
        """The sheet and the row number of the line at hand."""
        if self.source is None:
            return "", self.current
        return self.source.name, self.source.rows[self.current - 1].number

    def expand(self, sheet: Sheet) -> Sheet:
        """Lines that stand for several rows, unfolded. None by default."""
        return sheet

    def complete(self, row: dict) -> None:
        """Fill what a line may leave out. Nothing by default."""

    def _claim_keys(self, rows: list[dict], numbers) -> None:
        """Know every row of the sheet by its key beforehand: lines may refer to later lines."""
        known = self.context.rows(self._meta.model)
        first: dict[tuple, int] = {}
        for index, (row, number) in enumerate(zip(rows, numbers, strict=True), 1):
            key = tuple(self._key_part(column, row) for column in self._meta.import_id_fields)
            self.keys.append(key)
            last = self._meta.import_id_fields[-1]
            if not key[-1]:
                self.rejected[index] = ValidationError({last: _("Ô này không được để trống.")})
            elif key in first:
                self.rejected[index] = ValidationError(
                    {last: _("Trùng với dòng %(row)d: «%(key)s».")
                    % {"row": first[key], "key": " / ".join(key)}}
                )  # fmt: skip
            else:
                first[key] = number
                if key not in known:
                    fresh = self._meta.model()
                    setattr(fresh, self.key[-1], key[-1])
                    for path in self.aliases:
                        setattr(fresh, path, plain(row.get(path)))
                    self.context.remember(fresh, key)

    def _key_part(self, column: str, row: dict) -> str:
        widget = self.fields[column].widget
        try:
            value = widget.clean(row.get(column), row=row)
        except ValueError:
            return plain(row.get(column))
        return self.context.code_of(value) if isinstance(value, models.Model) else plain(value)

    # One row -----------------------------------------------------------------------------------

    def before_import_row(self, row, row_number=None, **kwargs):
        self.current = row_number
        self.context.step()
        if row_number in self.rejected:
            raise self.rejected[row_number]

    def get_or_init_instance(self, instance_loader, row):
        instance = self.context.rows(self._meta.model)[self.keys[self.current - 1]]
        return instance, instance._state.adding

    def after_init_instance(self, instance, new, row, **kwargs):
        self.is_new = new
        self.changes = []
        self.raw[id(instance)] = {
            field.attname: getattr(instance, field.attname) for field in instance._meta.fields
        }
        self.before = {} if new else {f.column_name: f.export(instance) for f in self._plain(row)}

    def get_import_fields(self, selected_fields=None):
        """Worked out once: the library asks for every row."""
        if selected_fields is not None:
            return super().get_import_fields(selected_fields)
        if self._fields is None:
            self._fields = super().get_import_fields()
        return self._fields

    def _plain(self, row):
        return self._columns(row)[0]

    def _linked(self, row):
        return self._columns(row)[1]

    def _columns(self, row) -> tuple[list, list]:
        """The fields that this sheet has columns for: of the row itself, and its links."""
        if self._present is None:
            present = [f for f in self.get_import_fields() if f.column_name in row]
            links = [f for f in present if isinstance(f.widget, ManyToManyWidget)]
            self._present = [f for f in present if not f.readonly and f not in links], links
        return self._present

    def import_row(self, row, instance_loader, **kwargs):
        """A line that reads like the row that stands is done with before anything is parsed."""
        index = kwargs["row_number"]
        known = self.context.rows(self._meta.model)
        # without keys the headings were refused, and the library goes on all the same
        instance = known[self.keys[index - 1]] if self.keys else None
        if (
            instance is None
            or instance._state.adding
            or index in self.rejected
            or plain(row.get(_DELETE))
            or not self._reads_like(instance, row)
        ):
            return super().import_row(row, instance_loader, **kwargs)
        self.context.step()
        result = self.get_row_result_class()()
        result.import_type = RowResult.IMPORT_TYPE_SKIP
        result.object_id, result.changes = instance.pk, []
        return result

    def _reads_like(self, instance, row) -> bool:
        return all(
            plain(row[field.column_name]) == plain(field.export(instance))
            for field in self._plain(row)
        ) and all(
            plain(row[field.column_name])
            == field.widget.names(
                field.widget.model,
                self.context.links(self._meta.model, field.attribute)[instance.pk],
            )
            for field in self._linked(row)
        )

    def for_delete(self, row, instance):
        return bool(YesNoCell().clean(row.get(_DELETE)))

    def delete_instance(self, instance, row, **kwargs):
        self.check(instance)
        links = {
            field.name: sorted(self.context.links(type(instance), field.name)[instance.pk])
            for field in instance._meta.many_to_many
        }
        self.context.deleted.append((instance, self.raw[id(instance)], links))
        super().delete_instance(instance, row, **kwargs)

    def import_instance(self, instance, row, **kwargs):
        errors, links = {}, {}
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        for field in self._linked(row):
            try:
                links[field.attribute] = field.widget.clean(row[field.column_name], row=row)
            except ValueError as error:
                errors[field.attribute] = [ValidationError(str(error))]
        self.links[id(instance)] = (instance, links)
        if errors:
            raise ValidationError(errors)

    def skip_row(self, instance, original, row, import_validation_errors=None):
        for field in self._plain(row):
            now = field.export(instance)
            if not self.is_new and now != self.before[field.column_name]:
                self.changes.append(
                    (field.column_name, plain(self.before[field.column_name]), plain(now))
                )
        for name, targets in self.links[id(instance)][1].items():
            had = set() if self.is_new else self.context.links(type(instance), name)[instance.pk]
            if had != {target.pk for target in targets}:
                model = instance._meta.get_field(name).related_model
                new = "; ".join(sorted(self.fields[name].widget.name_of(t) for t in targets))
                self.changes.append((name, self.fields[name].widget.names(model, had), new))
        return not self.is_new and not self.changes and not import_validation_errors

    def validate_instance(
        self, instance, import_validation_errors=None, validate_unique=True
    ):  # every look-up happens in memory
        errors = dict(import_validation_errors or {})
        exclude = {f.name for f in instance._meta.fields if f.is_relation} | set(errors)
        for step, arguments in (
            (instance.clean_fields, (exclude,)),
            (instance.clean, ()),
            (self._check_unique, (instance,)),
            (self.check, (instance,)),
        ):
            try:
                step(*arguments)
            except ValidationError as error:
                errors = error.update_error_dict(errors)
        if not errors:
            self._check_constraints(instance)
        if errors:
            raise ValidationError(errors)

    def _check_constraints(self, instance):
        for constraint in instance._meta.constraints:
            if isinstance(constraint, models.CheckConstraint):
                constraint.validate(type(instance), instance)

    def _check_unique(self, instance):
        for fields in self.unique:
            if holder := self.context.holder(instance, fields):
                raise ValidationError({fields[-1]: _("Đã có «%s» dùng giá trị này.") % holder})

    def check(self, instance) -> None:
        """Rules of the subject beyond those of its model. Raises ValidationError by field."""

    def before_save_instance(self, instance, row, **kwargs):
        if self.derived:
            instance.derive()

    def after_import_row(self, row, row_result, **kwargs):
        row_result.changes = self.changes
