"""The next version of a procedure, prepared as a copy while one runs."""

from django.db import models, transaction
from django.db.models import Max

from catalog.models import Case, ProcedureVersion

_PARTS = (
    "components",
    "result_kinds",
    "fees",
    "legal_bases",
    "step_rules",
    "competence_rules",
    "scenarios",
)


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
