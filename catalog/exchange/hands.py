"""Whose hands changed drafts and forms by a sheet: told in the console's log, where four eyes look."""

from collections.abc import Iterator

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models

from catalog.exchange.context import Context
from catalog.models import CatalogImport, Form, ProcedureVersion, Question, Section


def tell(context: Context, change: CatalogImport) -> None:
    """One entry in the name of who brought the sheet for every version and form it touched."""
    if change.by is None:
        return
    versions, forms = _touched(context)
    touched = {
        ProcedureVersion: ProcedureVersion.objects.select_related("procedure").in_bulk(versions),
        Form: Form.objects.in_bulk(forms),
    }
    kinds = ContentType.objects.get_for_models(*touched)
    LogEntry.objects.bulk_create(
        LogEntry(
            user=change.by,
            content_type=kinds[model],
            object_id=str(whole.pk),
            object_repr=str(whole)[:200],
            action_flag=CHANGE,
            change_message=change.filename,
        )
        for model, rows in touched.items()
        for whole in rows.values()
    )


def _touched(context: Context) -> tuple[set[int], set[int]]:
    """(versions, forms) that rows of the sheet are, or are parts of; by key, without a query a row."""
    versions, forms, sections = set(), set(), set()
    for row in _rows(context):
        match row:
            case ProcedureVersion():
                versions.add(row.pk)
            case Form():
                forms.add(row.pk)
            case Question():
                sections.add(row.section_id)
            case Section():
                forms.add(row.form_id)
            case _:
                versions.add(getattr(row, "version_id", None))
    forms.update(Section.objects.filter(pk__in=sections).values_list("form", flat=True))
    return versions - {None}, forms - {None}


def _rows(context: Context) -> Iterator[models.Model]:
    for wave in context.created:
        yield from wave
    yield from (altered["row"] for altered in context.changed)
    yield from (row for row, *_rest in context.deleted)
