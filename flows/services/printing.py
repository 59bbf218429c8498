"""Prints of issued papers (nhật ký in): each one counted, with who and when, in the journal."""

from collections.abc import Iterable

from django.db import transaction

from flows.audit.journal import record
from flows.models import IssuedDocument, JournalEntry
from flows.services.acting import lock_dossier

ACT = "print_slip"


@transaction.atomic
def note_print(issued: IssuedDocument, *, by) -> int:
    """Write down that the paper was opened for printing; which print of it that was."""
    if issued.dossier_id is None:  # guidance belongs to no dossier: its own book says who gave it
        return 0
    dossier = lock_dossier(issued.dossier_id)
    before = dossier.journal.filter(act=ACT, data__issued=issued.pk).count()
    record(
        dossier, ACT, by=by,
        data={"issued": issued.pk, "title": issued.title, "print": before + 1},
    )  # fmt: skip
    return before + 1


def prints_of(entries: Iterable[JournalEntry]) -> dict[int, list[JournalEntry]]:
    """The prints among journal entries, by issued paper, oldest first."""
    found: dict[int, list[JournalEntry]] = {}
    for entry in entries:
        if entry.act == ACT:
            found.setdefault(entry.data["issued"], []).append(entry)
    return found
