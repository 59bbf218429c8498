"""The chain of one dossier as data that anybody can verify: docs/verify_dossier.py does."""

from datetime import UTC

from flows.audit.chain import FIELDS
from flows.models import JournalEntry


def chain_of(dossier, *, whole: bool) -> dict:
    """{dossier, entries}: of each entry what its hash was made of.

    Without `whole`, entries that the applicant does not read keep only their place in the chain:
    seq, at, act, previous_hash, hash.
    """
    entries = JournalEntry.objects.filter(dossier=dossier).order_by("seq").select_related("actor")
    return {"dossier": dossier.code, "entries": [_row(entry, whole) for entry in entries]}


def _row(entry: JournalEntry, whole: bool) -> dict:
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    own = entry.actor is not None and not entry.actor.is_staff
    if whole or own or entry.public_text:
        row = {name: getattr(entry, name) for name in (*FIELDS, "previous_hash")}
        return row | {"at": at, "hash": entry.hash}
    kept = {name: getattr(entry, name) for name in ("seq", "act", "previous_hash", "hash")}
    return kept | {"at": at, "is_withheld": True}
