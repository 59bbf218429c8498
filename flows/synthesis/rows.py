"""Rows of many tables collected in memory and written at once: COPY on PostgreSQL, else executemany."""

import json
from collections.abc import Iterator
from functools import lru_cache
from operator import itemgetter

from django.db import connection, models

BLOCK = 2000
_as_json = json.JSONEncoder(ensure_ascii=False).encode


class Rows:
    """One batch. Keys are taken from the database first, so that rows may point at each other."""

    def __init__(self):
        self._tables: dict[type[models.Model], _Table] = {}

    def add(self, model: type[models.Model], **values) -> dict:
        """A row with the model's defaults and these values (by column); its key stands in `id`."""
        table = self._tables.get(model)
        if table is None:
            table = self._tables[model] = _Table(model)
        return table.add(values)

    def of(self, model: type[models.Model]) -> list[dict]:
        """The rows of one model so far."""
        return self._tables[model].rows if model in self._tables else []

    def write(self, order: list[type[models.Model]]) -> int:
        """Insert everything, the tables in this order; returns how many rows."""
        tables = [self._tables[model] for model in order if model in self._tables]
        return sum(table.write() for table in tables)


class _Table:
    def __init__(self, model):
        self.name = model._meta.db_table
        fields = model._meta.concrete_fields
        self.columns = [field.attname for field in fields]
        self.defaults = {field.attname: _plain(field) for field in fields if not field.primary_key}
        self.json = [f.attname for f in fields if isinstance(f, models.JSONField)]
        self.moments = [f.attname for f in fields if isinstance(f, models.DateTimeField)]
        self.keys = _keys(self.name) if fields[0].attname == "id" else None
        self.rows: list[dict] = []

    def add(self, values: dict) -> dict:
        row = {**self.defaults, **values}
        if self.keys:
            row["id"] = next(self.keys)
        self.rows.append(row)
        return row

    def write(self) -> int:
        names = ", ".join(f'"{name}"' for name in self.columns)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f'COPY "{self.name}" ({names}) FROM STDIN') as copy:
                    for values in self._values():
                        copy.write_row(values)
            else:
                marks = ", ".join(["%s"] * len(self.columns))
                cursor.executemany(
                    f'INSERT INTO "{self.name}" ({names}) VALUES ({marks})',  # noqa: S608  ours
                    list(self._values()),
                )
        return len(self.rows)

    def _values(self) -> Iterator[tuple]:
        adapt = lru_cache(maxsize=10_000)(connection.ops.adapt_datetimefield_value)
        in_order = itemgetter(*self.columns)
        for row in self.rows:
            for name in self.json:
                row[name] = _as_json(row[name])
            for name in self.moments:
                if row[name] is not None:
                    row[name] = adapt(row[name])
            yield in_order(row)


def _plain(field):
    """The column's value when nothing is said; moments that default to now must always be said."""
    if isinstance(field, models.DateTimeField):
        return None
    value = field.get_default()
    return value if isinstance(field, models.JSONField) else field.get_prep_value(value)


def _keys(table: str) -> Iterator[int]:
    """Fresh primary keys, in ascending order; the same ones the database would give next."""
    if connection.vendor == "postgresql":
        while True:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                    [table, BLOCK],
                )
                yield from [row[0] for row in cursor.fetchall()]
    with connection.cursor() as cursor:
        # The transaction holds the only write lock, so nobody takes these keys meanwhile.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
    key = found[0] if found else 0
    while True:
        key += 1
        yield key
