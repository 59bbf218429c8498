"""What an import did, kept so that it can be taken back."""

import hashlib
import json
from itertools import groupby

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.exchange import hands
from catalog.exchange.context import Context
from catalog.models import Calendar, CatalogImport

_AT_ONCE = 500


class CannotRollBack(ValueError):
    """The rows are used or were changed since; the text says which."""


def _plain(values: dict) -> dict:
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder))


def digest(data: bytes) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def record(context: Context, report, change: CatalogImport) -> None:
    """Keep with the change set its report and the rows as they were before."""
    before = [
        {"created": wave[0]._meta.label, "keys": [row.pk for row in wave]}
        for wave in context.created
    ]
    for altered in context.changed:
        row = altered["row"]
        entry = {"changed": row._meta.label, "key": row.pk}
        entry |= {name: _plain(value) for name, value in altered.items() if name != "row"}
        before.append(entry)
    before += [
        {"deleted": row._meta.label, "values": _plain(values), "had": links}
        for row, values, links in context.deleted
    ]
    change.state, change.applied_at = CatalogImport.State.APPLIED, timezone.now()
    change.report, change.before = report.as_record(), before
    change.save()
    hands.tell(context, change)
    report.import_id = change.pk


def roll_back(done: CatalogImport, *, by=None) -> None:
    """Put the catalogue back to what it was before this import, or raise CannotRollBack."""
    with transaction.atomic():
        done = CatalogImport.objects.select_for_update().get(pk=done.pk)
        if done.state != CatalogImport.State.APPLIED:
            raise CannotRollBack(_("Lần nhập này chưa áp dụng hoặc đã hoàn tác."))
        try:
            for kind, entries in groupby(reversed(done.before), key=_kind):
                _UNDO[kind[0]](list(entries))
        except ProtectedError as error:
            used = next(iter(error.protected_objects))
            raise CannotRollBack(
                _("Không hoàn tác được: dữ liệu đã nhập đang được dùng ở «%s».") % used
            ) from error
        for calendar in Calendar.objects.all():
            calendar.touch()
        done.state = CatalogImport.State.ROLLED_BACK
        done.rolled_back_by, done.rolled_back_at = by, timezone.now()
        done.save(update_fields=["state", "rolled_back_by", "rolled_back_at"])


def _kind(entry: dict) -> tuple[str, str]:
    """Entries of one kind and model that follow each other are undone together."""
    name = next(name for name in ("created", "deleted", "changed") if name in entry)
    return ("links" if "links" in entry else name, entry[name])


def _remove(entries: list[dict]) -> None:
    for entry in entries:
        rows = apps.get_model(entry["created"]).objects
        for start in range(0, len(entry["keys"]), _AT_ONCE):
            rows.filter(pk__in=entry["keys"][start : start + _AT_ONCE]).delete()


def _restore(entries: list[dict]) -> None:
    for entry in entries:
        model = apps.get_model(entry["deleted"])
        row = model(**_values(model, entry["values"]))
        model.objects.bulk_create([row])
        for name, keys in entry["had"].items():
            _link(row, name, keys)


def _unlink(entries: list[dict]) -> None:
    model = apps.get_model(entries[0]["changed"])
    standing = _standing(model, entries)
    for entry in entries:
        row = standing[entry["key"]]
        for name, keys in entry["links"].items():
            manager = getattr(row, name)
            if {target.pk for target in manager.all()} != set(entry["linked"][name]):
                raise _altered(row)
            _link(row, name, keys)


def _revert(entries: list[dict]) -> None:
    model = apps.get_model(entries[0]["changed"])
    standing = _standing(model, entries)
    touched = set()
    for entry in entries:
        row = standing[entry["key"]]
        after = _values(model, entry["after"])
        if any(getattr(row, name) != value for name, value in after.items()):
            raise _altered(row)
        for name, value in _values(model, entry["before"]).items():
            setattr(row, name, value)
            touched.add(name)
    model.objects.bulk_create(
        list({entry["key"]: standing[entry["key"]] for entry in entries}.values()),
        batch_size=_AT_ONCE,
        update_conflicts=True,
        unique_fields=[model._meta.pk.name],
        update_fields=[f.name for f in model._meta.concrete_fields if f.attname in touched],
    )


_UNDO = {"created": _remove, "deleted": _restore, "changed": _revert, "links": _unlink}


def _link(row: models.Model, name: str, keys: list[int]) -> None:
    field = row._meta.get_field(name)
    through = field.remote_field.through
    source, target = field.m2m_column_name(), field.m2m_reverse_name()
    through.objects.filter(**{source: row.pk}).delete()
    through.objects.bulk_create(through(**{source: row.pk, target: key}) for key in keys)


def _standing(model, entries: list[dict]) -> dict[int, models.Model]:
    """The rows of these entries by key; raises CannotRollBack when one is gone."""
    keys = [entry["key"] for entry in entries]
    found: dict[int, models.Model] = {}
    for start in range(0, len(keys), _AT_ONCE):
        found |= model.objects.in_bulk(keys[start : start + _AT_ONCE])
    if len(found) < len(set(keys)):
        raise CannotRollBack(
            _("Không hoàn tác được: một %s đã bị xóa sau lần nhập.") % model._meta.verbose_name
        )
    return found


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
