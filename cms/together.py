"""Several small tables read with one question: a page pays for the asking, not for the rows."""

from collections.abc import Sequence

from django.db.models import F, Field, IntegerField, Model, QuerySet, Value, Window
from django.db.models.functions import JSONObject, RowNumber


def together(*querysets: QuerySet) -> list[list]:
    """The rows of each queryset, in its own order, as objects of its model: one query for all of them.

    For plain columns (numbers, text, dates, times, yes or no), or those that `only()` names; related
    objects are not read with them.
    """
    first, *others = (_rows(table, asked) for table, asked in enumerate(querysets))
    found: list[list] = [[] for _ in querysets]
    for table, _place, row in sorted(first.union(*others, all=True), key=lambda row: row[:2]):
        found[table].append(_object(querysets[table], row))
    return found


def _rows(table: int, asked: QuerySet) -> QuerySet:
    order: Sequence = asked.query.order_by or asked.model._meta.ordering or ["pk"]
    row = JSONObject(**{field.attname: F(field.attname) for field in _columns(asked)})
    return (
        asked.order_by()
        .annotate(
            _table=Value(table, output_field=IntegerField()),
            _place=Window(RowNumber(), order_by=order),
            _row=row,
        )
        .values_list("_table", "_place", "_row")
    )


def _object(asked: QuerySet, row: dict) -> Model:
    columns = _columns(asked)
    values = [field.to_python(row[field.attname]) for field in columns]
    return asked.model.from_db(asked.db, [field.attname for field in columns], values)


def _columns(asked: QuerySet) -> list[Field]:
    """Every column, or those that `only()` names and the key."""
    names, are_left_out = asked.query.deferred_loading
    return [
        field
        for field in asked.model._meta.concrete_fields
        if field.primary_key or (field.name in names) != are_left_out
    ]
