"""The end of a dossier's content (tiêu hủy): what says who and what goes, that it was stays.

What stays: the tombstone (codes, procedure, offices, states and dates), the journal as it was
chained, and one entry more. A new table that belongs to a dossier is emptied without being named.
"""

from django.db import models, transaction
from django.db.models import Case, Value, When
from django.utils import timezone

from flows.audit.journal import record
from flows.effects.outbox import handler
from flows.models import (
    AgencyMove,
    ClockInterval,
    Counted,
    Declaration,
    DisposalEntry,
    Dossier,
    DossierProcess,
    FeeOrder,
    Hold,
    JournalEntry,
    Payment,
    Promise,
    StoredFile,
    WorkItem,
)
from flows.services.acting import lock_dossier
from flows.services.retaining import why_not

GONE = "(đã tiêu hủy)"
# What stays: the chain, the clock, who did which step, what the figures counted, the accounts (which
# have terms of their own), this list itself.
KEPT = {
    JournalEntry, ClockInterval, DossierProcess, WorkItem, Counted, FeeOrder, Payment, DisposalEntry,
    Hold, AgencyMove,
}  # fmt: skip
# Fields that only say what kind of row it is, or by what number and hash it is known.
KEPT_FIELDS = {
    "act", "actor", "agency_name", "department_name", "carrier", "channel", "code", "digest", "flow_class",
    "kind", "limit_unit", "number", "phase", "result_channel", "service", "sha256", "source",
    "state", "status", "step", "title", "token", "national_code",
}  # fmt: skip
_WORDS = (models.CharField, models.TextField, models.JSONField)


@handler("dispose")
def keep(promised: Promise) -> None:
    """Dispose of one dossier of an approved list; a hold or a new message since then spares it."""
    dispose(DisposalEntry.objects.get(pk=promised.payload["entry"]))


@transaction.atomic
def dispose(entry: DisposalEntry) -> None:
    """The content ends, once. Files go when nothing else names them (flows/files/orphans.py)."""
    dossier = lock_dossier(entry.dossier_id)
    entry = DisposalEntry.objects.select_related("disposal__decided_by").get(pk=entry.pk)
    if entry.disposed_at or entry.skipped or dossier.disposed_at or not entry.disposal.approved_at:
        return
    if reason := why_not(dossier):
        entry.skipped = reason
        entry.save(update_fields=["skipped"])
        return
    files = _files_of(dossier)
    Declaration.objects.filter(signed_file__in=files).delete()
    for model, rows in belonging(dossier):
        _empty(model, rows)
    dossier.applicant = dossier.submitter = dossier.mandate = None
    for name in ("identifier", "insurance_number", "phone", "email", "address"):
        setattr(dossier, f"applicant_{name}", "")
    dossier.applicant_name = GONE
    dossier.submitter_name = dossier.result_address = dossier.closing_reason = ""
    dossier.disposed_at = entry.disposed_at = timezone.now()
    dossier.save()
    entry.files = len(files)
    entry.save(update_fields=["disposed_at", "files"])
    record(
        dossier, "dispose", by=entry.disposal.decided_by,
        public_text="Nội dung hồ sơ đã được tiêu hủy do hết thời hạn bảo quản.",
        data={"list": entry.disposal.number, "rule": entry.rule, "files": len(files)},
    )  # fmt: skip


def belonging(dossier: Dossier):
    """(model, its rows of this dossier): what points at the dossier, and what points at that."""
    seen: set[type[models.Model]] = {Dossier}
    nearest: list[tuple[type[models.Model], models.QuerySet]] = [
        (Dossier, Dossier.objects.filter(pk=dossier.pk))
    ]
    for _step in range(2):
        further = []
        for owner, rows in nearest:
            for relation in owner._meta.get_fields(include_hidden=True):
                if not isinstance(relation, models.ForeignObjectRel) or relation.many_to_many:
                    continue
                model, field = relation.field.model, relation.field
                if model in seen or model._meta.auto_created:
                    continue
                seen.add(model)
                keys = rows.order_by().values("pk")
                found = model._base_manager.filter(**{f"{field.name}__in": keys})
                further.append((model, found))
        yield from ((model, rows) for model, rows in further if model not in KEPT)
        nearest = [(model, rows) for model, rows in further if model is not JournalEntry]


def words_of(model) -> list:
    """The fields of a row that may hold words, values or files of the person."""
    keys = {name for one in model._meta.total_unique_constraints for name in one.fields}
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in KEPT_FIELDS | keys
        and not field.unique
        and not field.choices
        and (isinstance(field, _WORDS) or field.related_model is StoredFile)
    ]


def _empty(model, rows) -> None:
    """Words and files out, the row stays; a row that cannot be without its file goes."""
    fields = words_of(model)
    if any(field.related_model is StoredFile and not field.null for field in fields):
        rows.delete()
        return
    values = {field.name: _nothing(field) for field in fields}
    if values:
        rows.update(**values)


def _nothing(field):
    if field.related_model is StoredFile or (field.null and not field.blank):
        return None
    if isinstance(field, models.JSONField):
        return [] if field.default is list else {}
    # What was empty stays empty, what was not stays marked: the checks of the tables hold.
    return Case(When(**{field.name: ""}, then=Value("")), default=Value(GONE[: field.max_length]))


def _files_of(dossier: Dossier) -> set[int]:
    named = set()
    for model, rows in belonging(dossier):
        for field in words_of(model):
            if field.related_model is StoredFile:
                named |= set(
                    rows.exclude(**{field.name: None}).values_list(field.attname, flat=True)
                )
    return named
