"""What an import did, kept so that it can be taken back."""

import json

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from catalog.exchange.context import Context
from catalog.models import Calendar, CatalogImport


class CannotRollBack(ValueError):
    """The rows are used or were changed since; the text says which."""


def _plain(values: dict) -> dict:
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder))


def record(context: Context, report, *, filename: str, sha256: str) -> CatalogImport:
    """Keep who imported what, the report, and the rows as they were before."""
    before = [
        {"created": wave[0]._meta.label, "keys": [row.pk for row in wave]}
        for wave in context.created
    ]
    for change in context.changed:
        row = change["row"]
        entry = {"changed": row._meta.label, "key": row.pk}
        entry |= {name: _plain(value) for name, value in change.items() if name != "row"}
        before.append(entry)
    before += [
        {"deleted": row._meta.label, "values": _plain(values), "had": links}
        for row, values, links in context.deleted
    ]
    return CatalogImport.objects.create(
        filename=filename[:255],
        sha256=sha256,
        by=context.by,
        state=CatalogImport.State.APPLIED,
        report={**report.as_json(), "sheets": report.sheets},
        before=before,
    )


def roll_back(done: CatalogImport) -> None:
    """Put the catalogue back to what it was before this import, or raise CannotRollBack."""
    with transaction.atomic():
        done = CatalogImport.objects.select_for_update().get(pk=done.pk)
        if done.state != CatalogImport.State.APPLIED:
            raise CannotRollBack(_("Lần nhập này chưa áp dụng hoặc đã hoàn tác."))
        try:
            for entry in reversed(done.before):
                _undo(entry)
        except ProtectedError as error:
            used = next(iter(error.protected_objects))
            raise CannotRollBack(
                _("Không hoàn tác được: dữ liệu đã nhập đang được dùng ở «%s».") % used
            ) from error
        for calendar in Calendar.objects.all():
            calendar.touch()
        done.state = CatalogImport.State.ROLLED_BACK
        done.save(update_fields=["state"])


def _undo(entry: dict) -> None:
    if "created" in entry:
        apps.get_model(entry["created"]).objects.filter(pk__in=entry["keys"]).delete()
    elif "deleted" in entry:
        model = apps.get_model(entry["deleted"])
        row = model(**_values(model, entry["values"]))
        model.objects.bulk_create([row])
        for name, keys in entry["had"].items():
            _link(row, name, keys)
    elif "links" in entry:
        model = apps.get_model(entry["changed"])
        row = _standing(model, entry)
        for name, keys in entry["links"].items():
            manager = getattr(row, name)
            if {target.pk for target in manager.all()} != set(entry["linked"][name]):
                raise _altered(row)
            _link(row, name, keys)
    else:
        model = apps.get_model(entry["changed"])
        row = _standing(model, entry)
        after = _values(model, entry["after"])
        if any(getattr(row, name) != value for name, value in after.items()):
            raise _altered(row)
        model.objects.filter(pk=row.pk).update(**_values(model, entry["before"]))


def _link(row: models.Model, name: str, keys: list[int]) -> None:
    field = row._meta.get_field(name)
    through = field.remote_field.through
    source, target = field.m2m_column_name(), field.m2m_reverse_name()
    through.objects.filter(**{source: row.pk}).delete()
    through.objects.bulk_create(through(**{source: row.pk, target: key}) for key in keys)


def _standing(model, entry: dict) -> models.Model:
    row = model.objects.filter(pk=entry["key"]).first()
    if row is None:
        raise CannotRollBack(
            _("Không hoàn tác được: một %s đã bị xóa sau lần nhập.") % model._meta.verbose_name
        )
    return row


def _altered(row: models.Model) -> CannotRollBack:
    return CannotRollBack(
        _("Không hoàn tác được: «%s» đã được sửa sau lần nhập này. Hãy hoàn tác lần sau trước.")
        % row
    )


def _values(model, values: dict) -> dict:
    """Stored values back as the model has them."""
    fields = {field.attname: field for field in model._meta.fields}
    return {
        name: fields[name].to_python(value)
        if not isinstance(fields[name], models.ForeignKey)
        else value
        for name, value in values.items()
    }
