"""Whose hands changed drafts and forms by a sheet: told in the console's log, where four eyes look."""

from collections.abc import Iterator

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models

from catalog.exchange.context import Context
from catalog.models import CatalogImport, Form, ProcedureVersion


def tell(context: Context, change: CatalogImport) -> None:
    """One entry in the name of who brought the sheet for every version and form it touched."""
    if change.by is None:
        return
    kinds = ContentType.objects.get_for_models(ProcedureVersion, Form)
    LogEntry.objects.bulk_create(
        LogEntry(
            user=change.by,
            content_type=kinds[type(whole)],
            object_id=str(whole.pk),
            object_repr=str(whole)[:200],
            action_flag=CHANGE,
            change_message=change.filename,
        )
        for whole in dict.fromkeys(map(_whole, _rows(context)))
        if whole is not None
    )


def _rows(context: Context) -> Iterator[models.Model]:
    for wave in context.created:
        yield from wave
    yield from (altered["row"] for altered in context.changed)
    yield from (row for row, *_rest in context.deleted)


def _whole(row: models.Model) -> ProcedureVersion | Form | None:
    """The version or form that the row is, or is a part of."""
    if isinstance(row, ProcedureVersion | Form):
        return row
    row = getattr(row, "section", row)  # of a question
    part_of = next((name for name in ("version", "form") if hasattr(row, f"{name}_id")), None)
    return getattr(row, part_of) if part_of else None
