"""The lines of one sheet taken in: each read, compared with the row that stands, and checked.

All of it happens in memory, so a sheet costs a fixed number of queries. What a column makes of a
cell, and whether a value is right for a field, is worked out once for every distinct one.
"""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, ClassVar

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.base import ModelState
from django.utils.translation import gettext as _
from import_export.widgets import ManyToManyWidget

from catalog.exchange.bulk import BulkWriting
from catalog.exchange.cells import LEFT_ALONE, Cell, YesNoCell
from catalog.exchange.context import Context
from catalog.exchange.reading import Sheet, plain

DELETE = "_delete"
NEW, CHANGED, SAME, DELETED = "new", "changed", "same", "deleted"
# What rules of a subject may run into on a row whose other cells are wrong already.
_MISHAPS = (ValueError, TypeError, ArithmeticError, LookupError, ObjectDoesNotExist)
_ROW_BY_ROW = (models.JSONField, models.AutoField)


@dataclass(slots=True)
class Outcome:
    """What becomes of one line: (column, old, new) for what it changes, or what is wrong with it."""

    kind: str = SAME
    name: str = ""
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    problem: ValidationError | None = None


_UNTOUCHED = Outcome()


class HeadingError(ValueError):
    """A heading is unknown, missing or doubled."""


class LineTaking(BulkWriting):
    """Reads the lines of a sheet into rows and tells of every line what it would change."""

    unique: ClassVar[tuple[tuple[str, ...], ...]] = ()
    aliases: ClassVar[tuple[str, ...]] = ()
    derived: ClassVar[
        tuple[str, ...]
    ] = ()  # columns that follow from others; the model derives them

    def __init__(self, context: Context):
        super().__init__()
        self.context = context
        self.keys: list[tuple] = []
        self.rejected: dict[int, ValidationError] = {}
        self.raw: dict[int, dict] = {}
        self.links: dict[int, tuple[models.Model, dict[str, list]]] = {}
        self.fresh: list[models.Model] = []
        self.altered: list[models.Model] = []
        self.gone: list[models.Model] = []
        self.source: Sheet | None = None
        self.current = 0

    def take(self, sheet: Sheet, columns: list[str], rows: list[dict]) -> list[Outcome]:
        """The outcome of every line, in order; the rows are written unless one is wrong."""
        self.source = sheet
        self._plan(columns)
        self._claim_keys(rows, (line.number for line in sheet.rows))
        outcomes = [self._take(index, row) for index, row in enumerate(rows, 1)]
        self.write(outcomes)
        return outcomes

    def _plan(self, columns: Iterable[str]) -> None:
        """The columns that this sheet has: of the row itself, and its links."""
        present = [cell for cell in self.get_import_fields() if cell.column_name in columns]
        self.linked = [cell for cell in present if isinstance(cell.widget, ManyToManyWidget)]
        self.own = [cell for cell in present if not cell.readonly and cell not in self.linked]
        model = self._meta.model
        alike = [
            cell
            for cell in self.own
            if type(cell).save is Cell.save and cell.depends_on and {*columns} >= {*cell.depends_on}
        ]
        self.readers = [
            (cell, model._meta.get_field(cell.attribute), _written(cell), {}) for cell in alike
        ]
        self.odd = [cell for cell in self.own if cell not in alike]
        given = {cell.attribute for cell in self.own}
        fields = [each for each in model._meta.fields if not each.is_relation]
        lasting = [
            each for each in fields if not isinstance(each, _ROW_BY_ROW) and each.name not in given
        ]
        self.checked = [(each, _room(each), set()) for each in fields if each not in lasting]
        self.lasting, self.right_lasting = lasting, set()
        self.cleans = model.clean is not models.Model.clean

    def place(self) -> tuple[str, int]:
        """The sheet and the row number of the line at hand."""
        return self.source.name, self.source.rows[self.current - 1].number

    # Keys --------------------------------------------------------------------------------------

    def _claim_keys(self, rows: list[dict], numbers: Iterable[int]) -> None:
        """Know every row of the sheet by its key beforehand: lines may refer to later lines."""
        known = self.context.rows(self._meta.model)
        cells = [
            (self.fields[name], _written(self.fields[name]), {})
            for name in self._meta.import_id_fields
        ]
        last = self._meta.import_id_fields[-1]
        first: dict[tuple, int] = {}
        another = self._blank_rows()
        for index, (row, number) in enumerate(zip(rows, numbers, strict=True), 1):
            key = tuple(
                [self._key_part(cell, written(row), row, seen) for cell, written, seen in cells]
            )
            self.keys.append(key)
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
                    fresh = another()
                    setattr(fresh, self.key[-1], key[-1])
                    for path in self.aliases:
                        setattr(fresh, path, plain(row.get(path)))
                    self.context.remember(fresh, key)

    def _blank_rows(self) -> Callable[[], models.Model]:
        """Makes rows with nothing but defaults; the long way costs more than all their checks."""
        model = self._meta.model
        defaults = model().__dict__
        if any(value.__hash__ is None for value in defaults.values()):
            return model

        def another() -> models.Model:
            row = model.__new__(model)
            row.__dict__.update(defaults, _state=ModelState())
            return row

        return another

    def _key_part(self, cell: Cell, written, row: dict, seen: dict) -> str:
        if written in seen:
            return seen[written]
        raw = row[cell.column_name]
        try:
            value = cell.widget.clean(raw, row=row)
        except ValueError:
            part = plain(raw)
        else:
            is_row = isinstance(value, models.Model)
            part = self.context.code_of(value) if is_row else plain(value)
        seen[written] = part
        return part

    # One line ----------------------------------------------------------------------------------

    def _take(self, index: int, row: dict) -> Outcome:
        self.current = index
        self.context.step()
        if index in self.rejected:
            return Outcome(problem=self.rejected[index])
        instance = self.context.rows(self._meta.model)[self.keys[index - 1]]
        try:
            if row.get(DELETE) and YesNoCell().clean(row[DELETE]):
                return self._delete(instance)
            if not instance._state.adding and self._reads_like(instance, row):
                return _UNTOUCHED
            return self._write_into(instance, row)
        except ValidationError as error:
            return Outcome(problem=error)
        except _MISHAPS as error:
            return Outcome(problem=ValidationError(str(error)))

    def _reads_like(self, instance, row) -> bool:
        """A line that reads like the row that stands is done with before anything is parsed."""
        return all(
            plain(row[cell.column_name]) == plain(cell.export(instance)) for cell in self.own
        ) and all(
            plain(row[cell.column_name])
            == cell.widget.names(
                cell.widget.model,
                self.context.links(self._meta.model, cell.attribute)[instance.pk],
            )
            for cell in self.linked
        )

    def _delete(self, instance) -> Outcome:
        if instance._state.adding:
            return _UNTOUCHED
        self._remember_raw(instance)
        self.check(instance)
        links = {
            each.name: sorted(self.context.links(type(instance), each.name)[instance.pk])
            for each in instance._meta.many_to_many
        }
        self.context.deleted.append((instance, self.raw[id(instance)], links))
        self.gone.append(instance)
        return Outcome(DELETED, str(instance))

    def _write_into(self, instance, row) -> Outcome:
        is_new = instance._state.adding
        self.begin(instance, row)
        before = {}
        if not is_new:
            self._remember_raw(instance)
            before = {cell.column_name: cell.export(instance) for cell in self.own}
        errors = self._read_cells(instance, row)
        changes = [] if is_new else self._differences(instance, before)
        changes += self._linked_differences(instance, is_new)
        if not is_new and not changes and not errors:
            return _UNTOUCHED
        self._validate(instance, errors)
        (self.fresh if is_new else self.altered).append(instance)
        if self.derived:
            instance.derive()
        self.before_writing(instance)
        return Outcome(NEW if is_new else CHANGED, str(instance), changes)

    def _remember_raw(self, instance) -> None:
        fields = instance._meta.fields
        self.raw[id(instance)] = {each.attname: getattr(instance, each.attname) for each in fields}

    def _read_cells(self, instance, row) -> dict[str, Any]:
        """Read the cells into the row; gives the errors by attribute.

        They are put where assigning would put them: whose kind they are is known from the reading.
        """
        errors: dict[str, Any] = {}
        values, pointed = instance.__dict__, instance._state.fields_cache
        for cell, model_field, reads, seen in self.readers:
            written = reads(row)
            try:
                value = seen[written]
            except KeyError:
                try:
                    value = seen[written] = cell.read(row, model_field)
                except ValueError as error:
                    errors[cell.attribute] = [ValidationError(str(error))]
                    continue
            if value is LEFT_ALONE:
                continue
            if model_field.is_relation:
                pointed[model_field.name] = value
                value = value and value.pk
            values[model_field.attname] = value
        for cell in self.odd:
            try:
                cell.save(instance, row)
            except ValueError as error:
                errors[cell.attribute] = [ValidationError(str(error))]
        if self.linked:
            links = {}
            for cell in self.linked:
                try:
                    links[cell.attribute] = cell.widget.clean(row[cell.column_name], row=row)
                except ValueError as error:
                    errors[cell.attribute] = [ValidationError(str(error))]
            self.links[id(instance)] = (instance, links)
        return errors

    def _differences(self, instance, before: dict) -> list[tuple[str, str, str]]:
        found = []
        for cell in self.own:
            old, now = before[cell.column_name], cell.export(instance)
            if old != now:
                found.append((cell.column_name, plain(old), plain(now)))
        return found

    def _linked_differences(self, instance, is_new: bool) -> list[tuple[str, str, str]]:
        found = []
        for name, targets in self.links.get(id(instance), (None, {}))[1].items():
            had = set() if is_new else self.context.links(type(instance), name)[instance.pk]
            if had != {target.pk for target in targets}:
                widget = self.fields[name].widget
                model = instance._meta.get_field(name).related_model
                new = "; ".join(sorted(widget.name_of(target) for target in targets))
                found.append((name, widget.names(model, had), new))
        return found

    # Checking ----------------------------------------------------------------------------------

    def _validate(self, instance, errors: dict) -> None:
        """Every rule but those of the database, looked up in memory. Raises ValidationError."""
        self._clean_fields(instance, errors)
        rules = [self._check_unique, self.check]
        for rule in [lambda row: row.clean(), *rules] if self.cleans else rules:
            try:
                rule(instance)
            except ValidationError as error:
                errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def _clean_fields(self, instance, errors: dict) -> None:
        """As `Model.clean_fields`, each distinct value of a field looked at once.

        What the sheet does not give is mostly the same in every row: looked at together.
        """
        values = instance.__dict__
        for each, room, right in self.checked:
            value = values[each.attname]
            if type(value) is str and 0 < len(value) <= room:
                continue
            is_known = value.__hash__ is not None and value in right
            if not is_known and _is_right(each, instance, errors):
                value = values[each.attname]
                if value.__hash__ is not None:
                    right.add(value)
        rest = tuple([values[each.attname] for each in self.lasting])
        if rest not in self.right_lasting:
            judged = [_is_right(each, instance, errors) for each in self.lasting]
            if all(judged):
                self.right_lasting.add(rest)

    def _check_unique(self, instance) -> None:
        for fields in self.unique:
            if holder := self.context.holder(instance, fields):
                raise ValidationError({fields[-1]: _("Đã có «%s» dùng giá trị này.") % holder})

    # What a subject adds -----------------------------------------------------------------------

    def begin(self, instance, row) -> None:
        """Whether the line may speak of this row at all. Raises ValidationError by field."""

    def check(self, instance) -> None:
        """Rules of the subject beyond those of its model. Raises ValidationError by field."""

    def before_writing(self, instance) -> None:
        """Fill what follows from who imports."""


def _room(field: models.Field) -> int:
    """How long a text may be to be right for the field whatever it says; 0: ask the field."""
    if type(field) not in (models.CharField, models.TextField) or field.choices:
        return 0
    limits = [each.limit_value for each in field.validators if type(each) is MaxLengthValidator]
    return min(limits, default=sys.maxsize) if len(limits) == len(field.validators) else 0


def _is_right(field: models.Field, instance: models.Model, errors: dict) -> bool:
    """Clean one field of a row as `Model.clean_fields` does; what is wrong goes into `errors`."""
    value = instance.__dict__[field.attname]
    if field.name in errors:
        return False
    if field.blank and value in field.empty_values:
        return True
    try:
        instance.__dict__[field.attname] = field.clean(value, instance)
    except ValidationError as error:
        errors[field.name] = error.error_list
        return False
    return True


def _written(cell: Cell) -> Callable[[dict], Any]:
    """Gets out of a line what the reading of a cell depends on."""
    return itemgetter(*(cell.depends_on or (cell.column_name,)))
