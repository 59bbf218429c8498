"""The lines of one sheet taken in: each read, compared with the row that stands, and checked.

All of it happens in memory, so a sheet costs a fixed number of queries. Columns are read and
compared as a whole; only what a line adds, changes or deletes is then looked at by itself.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.db.models.base import ModelState
from django.utils.translation import gettext as _
from import_export.widgets import ManyToManyWidget

from catalog.exchange.bulk import BulkWriting
from catalog.exchange.cells import LEFT_ALONE, Cell, Gap, YesNoCell
from catalog.exchange.columns import Columns, by_line
from catalog.exchange.context import Context
from catalog.exchange.judging import Judge
from catalog.exchange.reading import Sheet, plain

DELETE = "_delete"
NEW, CHANGED, SAME, DELETED = "new", "changed", "same", "deleted"
# What rules of a subject may run into on a row whose other cells are wrong already.
_MISHAPS = (ValueError, TypeError, ArithmeticError, LookupError, ObjectDoesNotExist)


@dataclass(slots=True)
class Outcome:
    """What becomes of one line: (column, old, new) for what it changes, or what is wrong with it."""

    kind: str = SAME
    name: str = ""
    changes: Sequence[tuple[str, str, str]] = ()
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
        self.shown: dict[int, tuple[str, ...]] = {}
        self.raw: dict[int, dict] = {}
        self.links: dict[int, tuple[models.Model, dict[str, list]]] = {}
        self.fresh: list[models.Model] = []
        self.altered: list[models.Model] = []
        self.gone: list[models.Model] = []
        self.source: Sheet | None = None
        self.current = 0

    def take(self, sheet: Sheet, columns: Columns) -> list[Outcome]:
        """The outcome of every line, in order; the rows are written unless one is wrong."""
        self.source = sheet
        self._plan(columns)
        outcomes = self._claim_keys(columns)
        rows = [*map(self.context.rows(self._meta.model).get, self.keys)]
        doomed = columns.read(_DOOMED, _doom) if DELETE in columns else [False] * len(rows)
        standing = [
            line for line, row in enumerate(rows)
            if outcomes[line] is None and not doomed[line] and not row._state.adding
        ]  # fmt: skip
        for line in self._untouched(columns, standing, rows):
            outcomes[line] = _UNTOUCHED
        remaining = [line for line, outcome in enumerate(outcomes) if outcome is None]
        self.context.done += len(rows) - len(remaining)
        read = self._read(columns.only(remaining))
        for line, said in zip(remaining, read, strict=True):
            self.current = line
            self.context.step()
            outcomes[line] = self._take(rows[line], doomed[line], *said)
        self.write(outcomes)
        return outcomes

    def _plan(self, columns: Columns) -> None:
        """The columns that this sheet has: of the row itself, and its links."""
        model = self._meta.model
        present = [cell for cell in self.get_import_fields() if cell.column_name in columns]
        self.linked = [cell for cell in present if isinstance(cell.widget, ManyToManyWidget)]
        self.own = [cell for cell in present if not cell.readonly and cell not in self.linked]
        self.readers = [
            (cell, model._meta.get_field(cell.attribute))
            for cell in self.own
            if type(cell).save is Cell.save
        ]
        self.given = [model_field.attname for _cell, model_field in self.readers]
        self.pointing = [each.name for _cell, each in self.readers if each.is_relation]
        self.odd = [cell for cell in self.own if type(cell).save is not Cell.save]
        self.judge = Judge(model)
        self.lacks = self.judge.lacking([each for _cell, each in self.readers])
        self.cleans = model.clean is not models.Model.clean

    def place(self) -> tuple[str, int]:
        """The sheet and the row number of the line at hand."""
        return self.source.name, self.source.rows[self.current].number

    # Keys --------------------------------------------------------------------------------------

    def _claim_keys(self, columns: Columns) -> list[Outcome | None]:
        """Know every row of the sheet by its key beforehand: lines may refer to later lines.

        Gives an outcome to the lines that cannot speak of a row of their own.
        """
        cells = [self.fields[name] for name in self._meta.import_id_fields]
        parts = [columns.read(cell, partial(self._key_part, cell)) for cell in cells]
        self.keys = [*zip(*parts, strict=True)]
        last = self._meta.import_id_fields[-1]
        outcomes: list[Outcome | None] = [None] * len(columns)
        first: dict[tuple, int] = {}
        for line, key in enumerate(self.keys):
            if not key[-1]:
                told = _("Ô này không được để trống.")
            elif (found := first.setdefault(key, line)) != line:
                told = _("Trùng với dòng %(row)d: «%(key)s».") % {
                    "row": columns.numbers[found],
                    "key": " / ".join(key),
                }
            else:
                continue
            outcomes[line] = Outcome(problem=ValidationError({last: told}))
        known = self.context.rows(self._meta.model)
        fresh = {key: line for key, line in first.items() if key not in known}
        rows = dict(zip(fresh, self._blank_rows(len(fresh)), strict=True))
        for key, row in rows.items():
            row.__dict__[self.key[-1]] = key[-1]
        for path in self.aliases:
            texts = columns.texts(path)
            for key, row in rows.items():
                setattr(row, path, texts[fresh[key]])
        self.context.remember(self._meta.model, rows)
        return outcomes

    def _blank_rows(self, count: int) -> list[models.Model]:
        """Rows with nothing but defaults; the long way costs more than all their checks."""
        model = self._meta.model
        defaults = model().__dict__
        if any(value.__hash__ is None for value in defaults.values()):
            return [model() for _row in range(count)]
        rows = [model.__new__(model) for _row in range(count)]
        for row in rows:
            row.__dict__.update(defaults, _state=ModelState())
            row._state.fields_cache = {}
        return rows

    def _key_part(self, cell: Cell, row: dict) -> str:
        try:
            value = cell.widget.clean(row[cell.column_name], row=row)
        except ValueError:
            return plain(row[cell.column_name])
        return self.context.code_of(value) if isinstance(value, models.Model) else plain(value)

    # Columns -----------------------------------------------------------------------------------

    def _untouched(self, columns: Columns, standing: list[int], rows: list) -> list[int]:
        """Lines that read like the rows that stand: done with before anything is parsed."""
        columns, standing_rows = columns.only(standing), [rows[line] for line in standing]
        told = [columns.texts(cell.column_name) for cell in [*self.own, *self.linked]]
        shown = [self._texts_of(cell, standing_rows) for cell in self.own]
        self.shown = dict(zip(map(id, standing_rows), zip(*shown, strict=True), strict=True))
        for cell in self.linked:
            links = self.context.links(self._meta.model, cell.attribute)
            model = cell.widget.model
            shown.append([cell.widget.names(model, links[row.pk]) for row in standing_rows])
        lines = zip(standing, zip(*told, strict=True), zip(*shown, strict=True), strict=True)
        return [line for line, says, stands in lines if says == stands]

    def _texts_of(self, cell: Cell, rows: list[models.Model]) -> list[str]:
        """How a column reads for these rows; worked out once for every distinct value."""
        attribute = self._meta.model._meta.get_field(cell.attribute).attname
        texts: dict = {}
        found = []
        for row in rows:
            value = row.__dict__[attribute]
            if value is None or value.__hash__ is None:
                found.append(plain(cell.export(row)))
                continue
            if value not in texts:
                texts[value] = plain(cell.export(row))
            found.append(texts[value])
        return found

    def _read(self, columns: Columns) -> Iterator[tuple[tuple, tuple, tuple]]:
        """What every line says: values, rows that they point at, and what is saved otherwise."""
        values, targets = [], []
        for cell, model_field in self.readers:
            column = columns.read(cell, partial(self._value, cell, model_field))
            if model_field.is_relation:
                targets.append(column)
                key = model_field.target_field.attname
                column = [
                    each if type(each) is Gap else getattr(each, key, None) for each in column
                ]
            values.append(column)
        others = [columns.cells[cell.column_name] for cell in self.odd]
        others += [columns.read(cell, partial(self._linked_rows, cell)) for cell in self.linked]
        count = len(columns)
        return zip(*[by_line(each, count) for each in (values, targets, others)], strict=True)

    def _value(self, cell: Cell, model_field: models.Field, row: dict) -> Any:
        try:
            value = cell.read(row, model_field)
        except _MISHAPS as error:
            return Gap([ValidationError(str(error))])
        if model_field.is_relation or value is LEFT_ALONE:
            return value
        return self.judge.value(model_field, value)

    def _linked_rows(self, cell: Cell, row: dict) -> list[models.Model] | Gap:
        try:
            return cell.widget.clean(row[cell.column_name], row=row)
        except ValueError as error:
            return Gap([ValidationError(str(error))])

    # One line ----------------------------------------------------------------------------------

    def _take(self, row: models.Model, doomed: bool | Gap, *said: tuple) -> Outcome:
        if isinstance(doomed, Gap):
            return Outcome(problem=doomed.errors[0])
        try:
            return self._delete(row) if doomed else self._write_into(row, *said)
        except ValidationError as error:
            return Outcome(problem=error)
        except _MISHAPS as error:
            return Outcome(problem=ValidationError(str(error)))

    def _delete(self, row: models.Model) -> Outcome:
        if row._state.adding:
            return _UNTOUCHED
        self._remember_raw(row)
        self.check(row)
        links = {
            each.name: sorted(self.context.links(type(row), each.name)[row.pk])
            for each in row._meta.many_to_many
        }
        self.context.deleted.append((row, self.raw[id(row)], links))
        self.gone.append(row)
        return Outcome(DELETED, str(row))

    def _write_into(
        self, row: models.Model, values: tuple, targets: tuple, others: tuple
    ) -> Outcome:
        is_new = row._state.adding
        self.begin(row, self.keys[self.current])
        if not is_new:
            self._remember_raw(row)
        errors = self._assign(row, values, targets)
        if others:
            self._save_others(row, others, errors)
        changes = [] if is_new else self._differences(row)
        if self.linked:
            changes += self._linked_differences(row, is_new)
        if not is_new and not changes and not errors:
            return _UNTOUCHED
        self._validate(row, values, errors)
        (self.fresh if is_new else self.altered).append(row)
        if self.derived:
            row.derive()
        self.before_writing(row)
        return Outcome(NEW if is_new else CHANGED, str(row), changes)

    def _assign(self, row: models.Model, values: tuple, targets: tuple) -> dict[str, list]:
        """Put the values where assigning would put them; gives what is wrong by field."""
        said = zip(self.given, values, strict=True)
        pointed = zip(self.pointing, targets, strict=True)
        if Gap not in map(type, values):
            row.__dict__.update(said)
            row._state.fields_cache.update(pointed)
            return {}
        for name, value in said:
            if type(value) is not Gap:
                row.__dict__[name] = value
            elif value.read:  # the rules of the whole row still look at it
                row.__dict__[name] = value.read[0]
        row._state.fields_cache.update(each for each in pointed if type(each[1]) is not Gap)
        return {
            cell.attribute: [*value.errors]
            for (cell, _field), value in zip(self.readers, values, strict=True)
            if type(value) is Gap and value.errors
        }

    def _remember_raw(self, row: models.Model) -> None:
        fields = row._meta.fields
        self.raw[id(row)] = {each.attname: getattr(row, each.attname) for each in fields}

    def _save_others(self, row: models.Model, others: tuple, errors: dict[str, list]) -> None:
        """Columns that save in a way of their own, and links, which follow once the rows stand."""
        links = {}
        for cell, other in zip([*self.odd, *self.linked], others, strict=True):
            if cell in self.odd:
                try:
                    cell.save(row, {cell.column_name: other})
                except ValueError as error:
                    errors[cell.attribute] = [ValidationError(str(error))]
            elif type(other) is Gap:
                errors[cell.attribute] = [*other.errors]
            else:
                links[cell.attribute] = other
        self.links[id(row)] = (row, links)

    def _differences(self, row: models.Model) -> list[tuple[str, str, str]]:
        found = []
        for cell, old in zip(self.own, self.shown[id(row)], strict=True):
            now = plain(cell.export(row))
            if old != now:
                found.append((cell.column_name, old, now))
        return found

    def _linked_differences(self, row: models.Model, is_new: bool) -> list[tuple[str, str, str]]:
        found = []
        for name, targets in self.links[id(row)][1].items():
            had = set() if is_new else self.context.links(type(row), name)[row.pk]
            if had != {target.pk for target in targets}:
                widget = self.fields[name].widget
                model = row._meta.get_field(name).related_model
                new = "; ".join(sorted(widget.name_of(target) for target in targets))
                found.append((name, widget.names(model, had), new))
        return found

    # Checking ----------------------------------------------------------------------------------

    def _validate(self, row: models.Model, values: tuple, errors: dict[str, list]) -> None:
        """Every rule but those of the database, looked up in memory. Raises ValidationError."""
        if not row._state.adding or self.lacks:
            named = zip(self.given, values, strict=True)
            given = {name for name, value in named if type(value) is not Gap}
            for name, found in self.judge.rest(row, given).items():
                errors.setdefault(name, found)
        rules: tuple[Callable, ...] = (self._check_unique, self.check)
        for rule in (type(row).clean, *rules) if self.cleans else rules:
            try:
                rule(row)
            except ValidationError as error:
                errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def _check_unique(self, row: models.Model) -> None:
        for fields in self.unique:
            if holder := self.context.holder(row, fields):
                raise ValidationError({fields[-1]: _("Đã có «%s» dùng giá trị này.") % holder})

    # What a subject adds -----------------------------------------------------------------------

    def begin(self, row: models.Model, key: tuple) -> None:
        """Whether a line may speak of this row at all. Raises ValidationError by field."""

    def check(self, row: models.Model) -> None:
        """Rules of the subject beyond those of its model. Raises ValidationError by field."""

    def before_writing(self, row: models.Model) -> None:
        """Fill what follows from who imports."""


_DOOMED = Cell(column_name=DELETE, widget=YesNoCell())


def _doom(row: dict) -> bool | Gap:
    """Whether a line is marked for deletion (cột «Xóa»)."""
    try:
        return bool(_DOOMED.widget.clean(row[DELETE]))
    except ValueError as error:
        return Gap([ValidationError(str(error))])
