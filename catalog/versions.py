"""Versions of a procedure beside each other: the next one as a copy, and what differs."""

from django.db import models, transaction
from django.db.models import Max

from catalog.models import Case, ProcedureVersion

_PARTS = ("components", "result_kinds", "fees", "legal_bases", "step_rules")
_NAMES = {
    "cases": "code",
    "components": "code",
    "result_kinds": "name",
    "fees": "name",
    "legal_bases": "number",
    "step_rules": "__str__",
}
_OWN = {"id", "version", "procedure", "number", "prepared_by", "approved_by", "approved_at"}


@transaction.atomic
def next_version(version: ProcedureVersion, *, by=None) -> ProcedureVersion:
    """A draft copy of the version and everything that hangs on it, to be changed and approved."""
    highest = version.procedure.versions.aggregate(top=Max("number"))["top"]
    fresh = ProcedureVersion.objects.get(pk=version.pk)
    fresh.pk, fresh._state.adding = None, True
    fresh.number, fresh.prepared_by = highest + 1, by
    fresh.approved_by = fresh.approved_at = None
    fresh.save()
    cases: dict[int | None, Case | None] = {None: None}
    for case in version.cases.all():
        classes = list(case.applicant_classes.all())
        old, copy = case.pk, _copy(case, fresh)
        copy.save()
        copy.applicant_classes.set(classes)
        copy.save()
        cases[old] = copy
    for name in _PARTS:
        manager = getattr(version, name)
        rows = []
        for row in manager.all():
            if hasattr(row, "case_id"):
                row.case = cases[row.case_id]
            rows.append(_copy(row, fresh))
        manager.model.objects.bulk_create(rows)
    return ProcedureVersion.objects.get(pk=fresh.pk)


def _copy(row: models.Model, version: ProcedureVersion) -> models.Model:
    row.pk, row._state.adding, row.version = None, True, version
    return row


def differences(old: ProcedureVersion | None, new: ProcedureVersion) -> list[dict]:
    """What the new version changes, field by field: {what, field, old, new} with Vietnamese names."""
    found = _fields(str(new), old, new)
    for name in _NAMES:
        before, after = _parts(old, name), _parts(new, name)
        for key in [*before, *(key for key in after if key not in before)]:
            row = after.get(key) or before[key]
            what = f"{row._meta.verbose_name} «{row}»"
            if key not in after or key not in before:
                found.append(
                    {
                        "what": str(row._meta.verbose_name),
                        "field": "",
                        "old": str(before.get(key, "")),
                        "new": str(after.get(key, "")),
                    }
                )
            else:
                found += _fields(what, before[key], after[key])
    return found


def _parts(version: ProcedureVersion | None, name: str) -> dict:
    if version is None:
        return {}
    rows = getattr(version, name).all()
    if name == "step_rules":
        return {(row.step, row.order): row for row in rows}
    return {getattr(row, _NAMES[name]): row for row in rows}


def _fields(what: str, old, new) -> list[dict]:
    found = []
    for field in new._meta.fields:
        if field.name in _OWN or old is None:
            continue
        before, after = _shown(old, field), _shown(new, field)
        if before != after:
            found.append(
                {"what": what, "field": str(field.verbose_name), "old": before, "new": after}
            )
    return found


def _shown(row, field) -> str:
    if field.name == "case":
        return row.case.code if row.case else ""
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    value = getattr(row, field.name)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
