"""Prints of papers (nhật ký in), each with who and when: in the journal of its dossier, or in a log of
its own where it belongs to none."""

from collections.abc import Iterable

from django.db import transaction

from flows.audit.journal import record_reading
from flows.models import Export, IssuedDocument, JournalEntry, OfficePrint
from flows.services.acting import lock_dossier

ACT = "print_slip"


@transaction.atomic
def note_print(issued: IssuedDocument, *, by) -> int:
    """Write down that the paper was opened for printing; which print of it that was."""
    if issued.dossier_id is None:
        OfficePrint.objects.create(issued=issued, by=by)
        return issued.office_prints.count()
    dossier = lock_dossier(issued.dossier_id)
    before = dossier.journal.filter(act=ACT, data__issued=issued.pk).count()
    record_reading(
        dossier, ACT, by=by,
        data={"issued": issued.pk, "title": issued.title, "print": before + 1},
    )  # fmt: skip
    return before + 1


def note_register(export: Export, *, by) -> OfficePrint:
    """Write down that a register was taken to be printed."""
    return OfficePrint.objects.create(export=export, by=by)


def prints_of(entries: Iterable[JournalEntry]) -> dict[int, list[JournalEntry]]:
    """The prints among journal entries, by issued paper, oldest first."""
    found: dict[int, list[JournalEntry]] = {}
    for entry in entries:
        if entry.act == ACT:
            found.setdefault(entry.data["issued"], []).append(entry)
    return found
