"""What an import knows: the rows that exist, by code, and what it has done to them so far."""

import re
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models

from catalog.exchange import tables
from catalog.exchange.reading import plain
from catalog.models import ProcedureVersion

_NUMBER = re.compile(r"\d{1,15}")


class Context:
    """One import run. Rows are read once per model; new ones are added as they are met."""

    def __init__(self, by=None, *, approver=None):
        self.by, self.approver = by, approver
        self.tell: Callable[[int, int], None] | None = None
        self.done = self.total = 0
        self.failed = False
        self.created: list[list[models.Model]] = []
        self.changed: list[dict] = []
        self.deleted: list[tuple[models.Model, dict, dict]] = []
        self.frozen_hits: set[str] = set()
        self.frozen_rows: set[tuple[str, int]] = set()
        self._rows: dict[type, dict[tuple, models.Model]] = {}
        self._aliases: dict[type, dict[tuple, models.Model]] = {}
        self._unique: dict[tuple, dict[tuple, models.Model]] = {}
        self._links: dict[tuple, dict[int, set[int]]] = {}
        self._newest: dict[str, int] = {}

    def step(self) -> None:
        """One more row is looked at."""
        self.done += 1
        if self.tell and self.done % 100 == 0:
            self.tell(self.done, self.total)

    def lacks_right_to_change(self, model) -> bool:
        """Whether rows of this model change by somebody who may not change them."""
        touched = any(wave and isinstance(wave[0], model) for wave in self.created)
        touched = touched or any(isinstance(change["row"], model) for change in self.changed)
        touched = touched or any(isinstance(row, model) for row, *_rest in self.deleted)
        right = f"{model._meta.app_label}.change_{model._meta.model_name}"
        return touched and self.by is not None and not self.by.has_perm(right)

    def rows(self, model) -> dict[tuple, models.Model]:
        """Every row of the model by its key path, loaded at first use."""
        if model not in self._rows:
            keys = resource_for(model).key
            found = tables.load(_standing(model))
            followed = {path.partition("__")[0] for path in keys if "__" in path}
            for each in model._meta.fields:
                if each.name in followed or (each.is_relation and each.related_model in RESOURCES):
                    self._point(found, each)
            self._rows[model], self._aliases[model] = {}, {}
            self.remember(model, {key_of(row, keys): row for row in found})
        return self._rows[model]

    def _point(self, found: list[models.Model], field: models.ForeignKey) -> None:
        """Let a column of these rows point at the rows of the catalogue that are known anyway."""
        model = field.related_model
        wanted = {key for row in found if (key := row.__dict__[field.attname]) is not None}
        if model is field.model:
            targets = {row.pk: row for row in found}
        elif model._meta.app_label == field.model._meta.app_label:
            targets = {row.pk: row for row in self.rows(model).values()} if wanted else {}
        else:  # people: far more than a catalogue names
            targets = model.objects.in_bulk(wanted)
        for row in found if targets else ():
            if target := targets.get(row.__dict__[field.attname]):
                row._state.fields_cache[field.name] = target

    def remember(self, model, rows: dict[tuple, models.Model]) -> None:
        """Know these rows by their keys from now on."""
        self._rows[model] |= rows
        if model is ProcedureVersion:
            for (procedure, number), row in rows.items():
                row.was_approved = row.approved_at is not None
                if _NUMBER.fullmatch(number):
                    self._newest[procedure] = max(int(number), self._newest.get(procedure, 0))
        for path in resource_for(model).aliases:
            for key, row in rows.items():
                self._aliases[model][(*key[:-1], plain(getattr(row, path)))] = row

    def find(self, model, key: tuple) -> models.Model | None:
        """The row with this key, or with one of its other names (agencies have two codes)."""
        rows = self.rows(model)
        return rows.get(key) or self._aliases[model].get(key)

    def code_of(self, row: models.Model) -> str:
        """How other rows of the catalogue name this one: the last part of its key."""
        return plain(getattr(row, resource_for(type(row)).key[-1]))

    def links(self, model, name: str) -> dict[int, set[int]]:
        """The many-to-many links of a field: primary key → primary keys."""
        if (model, name) not in self._links:
            field = model._meta.get_field(name)
            found = defaultdict(set)
            through = field.remote_field.through
            for source, target in through.objects.values_list(
                field.m2m_column_name(), field.m2m_reverse_name()
            ):
                found[source].add(target)
            self._links[model, name] = found
        return self._links[model, name]

    def holder(self, row: models.Model, fields: tuple[str, ...]) -> models.Model | None:
        """Another row that holds the same values in fields that must be unique."""
        model = type(row)
        if (model, fields) not in self._unique:
            self._unique[model, fields] = {
                key_of(other, fields): other
                for other in self.rows(model).values()
                if not other._state.adding
            }
        values = key_of(row, fields)
        if not any(values):
            return None
        holder = self._unique[model, fields].setdefault(values, row)
        return None if holder is row else holder

    def newest_version(self, procedure: str) -> ProcedureVersion | None:
        """The version of the procedure with the highest number."""
        versions = self.rows(ProcedureVersion)
        return versions.get((procedure, str(self._newest.get(procedure))))


def key_of(row: models.Model, paths) -> tuple[str, ...]:
    """The values at these paths, as canonical text."""
    found = []
    for path in paths:
        value: Any = row
        for name in path.split("__"):
            value = getattr(value, name, None)
        found.append(plain(value))
    return tuple(found)


def _standing(model) -> models.QuerySet:
    """Every row of the catalogue; of the accounts those of staff, whom alone it names."""
    staff = {"is_staff": True} if model is get_user_model() else {}
    return model.objects.filter(**staff)


RESOURCES: dict[type, type] = {}


def resource_for(model):
    """The resource that reads and writes this model."""
    return RESOURCES[model]
