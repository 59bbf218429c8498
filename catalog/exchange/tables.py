"""Many rows into a table at once: COPY on PostgreSQL, one prepared statement on SQLite.

Nothing is checked here and no signal is sent: who writes has checked every row.
"""

from collections.abc import Callable, Iterable
from operator import itemgetter

from django.db import connection, models

_AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)
_STAGING = "catalog_staging"


def insert(model: type[models.Model], rows: list[models.Model]) -> None:
    """Insert new rows, giving them their keys. Raises IntegrityError as the database does."""
    for row, key in zip(rows, _keys(model, len(rows)), strict=True):
        row.pk = key
    fields = model._meta.concrete_fields
    values = _values(fields, rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _copy(cursor, model._meta.db_table, fields, values)
        else:
            cursor.executemany(
                f"INSERT INTO {_name(model._meta.db_table)} ({_names(fields)})"  # noqa: S608 model names
                f" VALUES ({', '.join(['%s'] * len(fields))})",
                list(values),
            )
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def update(model: type[models.Model], rows: list[models.Model], fields: list) -> None:
    """Write these columns of rows that stand, by primary key."""
    key, table = model._meta.pk, _name(model._meta.db_table)
    values = _values([*fields, key], rows)
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            columns = ", ".join(f"{_name(field.column)} = %s" for field in fields)
            cursor.executemany(
                f"UPDATE {table} SET {columns} WHERE {_name(key.column)} = %s",  # noqa: S608 likewise
                list(values),
            )
            return
        cursor.execute(
            f"CREATE TEMPORARY TABLE {_STAGING} ON COMMIT DROP AS"  # noqa: S608 likewise
            f" SELECT {_names([*fields, key])} FROM {table} WITH NO DATA"
        )
        _copy(cursor, _STAGING, [*fields, key], values)
        columns = ", ".join(f"{_name(f.column)} = staged.{_name(f.column)}" for f in fields)
        cursor.execute(
            f"UPDATE {table} AS standing SET {columns} FROM {_STAGING} AS staged"  # noqa: S608 likewise
            f" WHERE standing.{_name(key.column)} = staged.{_name(key.column)}"
        )
        cursor.execute(f"DROP TABLE {_STAGING}")


def _keys(model: type[models.Model], count: int) -> Iterable[int]:
    """The next primary keys. SQLite has one writer at a time, PostgreSQL asks the sequence."""
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [_name(table), key, count],
            )
            return [number for (number,) in cursor.fetchall()]
        cursor.execute(
            f"SELECT max(coalesce((SELECT max({_name(key)}) FROM {_name(table)}), 0),"  # noqa: S608 likewise
            " coalesce((SELECT seq FROM sqlite_sequence WHERE name = %s), 0))",
            [table],
        )
        last = cursor.fetchone()[0]
    return range(last + 1, last + 1 + count)


def _copy(cursor, table: str, fields: Iterable[models.Field], values: Iterable[tuple]) -> None:
    with cursor.copy(f"COPY {_name(table)} ({_names(fields)}) FROM STDIN") as copy:
        for line in values:
            copy.write_row(line)


def _values(fields: Iterable[models.Field], rows: list[models.Model]) -> Iterable[tuple]:
    """What the database is given for each row, column by column."""
    readers = [(index, _reader(field)) for index, field in enumerate(fields)]
    plain = itemgetter(*(field.attname for field in fields))
    odd = [(index, read) for index, read in readers if read is not None]
    for row in rows:
        if not odd:
            yield plain(row.__dict__)
            continue
        line = list(plain(row.__dict__))
        for index, read in odd:
            line[index] = read(row)
        yield tuple(line)


def _reader(field: models.Field) -> Callable | None:
    """How a field's value is read for writing; None: as it stands in the row."""
    if isinstance(field, _AS_THEY_ARE):
        return None
    if isinstance(field, models.ForeignKey):
        return lambda row: _key_of(row, field)
    return lambda row: field.get_db_prep_save(field.pre_save(row, row._state.adding), connection)


def _key_of(row: models.Model, field: models.ForeignKey):
    """The key of the row pointed at, which may have got it after it was pointed at."""
    key = row.__dict__[field.attname]
    if key is None and (target := row._state.fields_cache.get(field.name)) is not None:
        setattr(row, field.attname, target.pk)
        return target.pk
    return key


def _name(name: str) -> str:
    return connection.ops.quote_name(name)


def _names(fields: Iterable[models.Field]) -> str:
    return ", ".join(_name(field.column) for field in fields)
