"""Many rows out of a table and into it at once: COPY on PostgreSQL, one statement on SQLite.

Nothing is checked here and no signal is sent: who writes has checked every row.
"""

from collections.abc import Callable, Iterable
from operator import itemgetter

from django.db import connection, models
from django.db.models.base import ModelState

_AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)
_STAGING = "catalog_staging"


def load(rows: models.QuerySet) -> list[models.Model]:
    """These rows, oldest first. Their constructors would take longer than the query."""
    names = [field.attname for field in rows.model._meta.concrete_fields]
    found = []
    for values in rows.order_by("pk").values_list(*names):
        row = rows.model.__new__(rows.model)
        row.__dict__.update(zip(names, values, strict=True), _state=ModelState())
        found.append(row)
    _mark_as_standing(found)
    return found


def insert(model: type[models.Model], rows: list[models.Model]) -> None:
    """Insert new rows, giving them their keys. Raises IntegrityError as the database does."""
    attribute = model._meta.pk.attname
    for row, key in zip(rows, _keys(model, len(rows)), strict=True):
        row.__dict__[attribute] = key
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
    _mark_as_standing(rows)


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


def _mark_as_standing(rows: list[models.Model]) -> None:
    alias = connection.alias  # asking the connection for every row costs more than the rest of it
    for row in rows:
        row._state.adding, row._state.db = False, alias


def _keys(model: type[models.Model], count: int) -> Iterable[int]:
    """The next primary keys. SQLite has one writer at a time, PostgreSQL asks the sequence."""
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(  # the sequence is looked up once, not for every key
                "SELECT nextval(found.sequence) FROM generate_series(1, %s),"
                " (SELECT pg_get_serial_sequence(%s, %s)::regclass AS sequence OFFSET 0) AS found",
                [count, _name(table), key],
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


def _values(fields: list[models.Field], rows: list[models.Model]) -> Iterable[tuple]:
    """What the database is given for each row, column by column."""
    plain = itemgetter(*(field.attname for field in fields))
    odd = []
    for index, field in enumerate(fields):
        if isinstance(field, models.ForeignKey):
            _take_keys(rows, field)
        elif not isinstance(field, _AS_THEY_ARE):
            odd.append((index, _reader(field)))
    if not odd:
        return map(plain, map(vars, rows))
    lines = [list(plain(vars(row))) for row in rows]
    for index, read in odd:
        for line, row in zip(lines, rows, strict=True):
            line[index] = read(row)
    return map(tuple, lines)


def _reader(field: models.Field) -> Callable:
    """How the value of a field of this kind is read for writing."""
    return lambda row: field.get_db_prep_save(field.pre_save(row, row._state.adding), connection)


def _take_keys(rows: list[models.Model], field: models.ForeignKey) -> None:
    """The keys of the rows pointed at, which may have got them after they were pointed at."""
    for row in rows:
        if row.__dict__[field.attname] is None and (
            target := row._state.fields_cache.get(field.name)
        ):
            row.__dict__[field.attname] = target.pk


def _name(name: str) -> str:
    return connection.ops.quote_name(name)


def _names(fields: Iterable[models.Field]) -> str:
    return ", ".join(_name(field.column) for field in fields)
