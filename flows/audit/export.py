"""The chain of one dossier as data that anybody can verify: docs/verify_dossier.py does."""

from datetime import UTC

from django.conf import settings
from django.urls import reverse

from flows.audit.anchoring import published
from flows.audit.chain import FIELDS
from flows.audit.tree import path_to
from flows.audit.verify import hashes_between
from flows.models import JournalAnchor, JournalEntry


def chain_of(dossier, *, whole: bool) -> dict:
    """{dossier, entries, anchored}: of each entry what its hash was made of, and `anchor_of` them.

    Without `whole`, entries that the applicant does not read keep only their place in the chain:
    seq, at, act, previous_hash, hash.
    """
    entries = JournalEntry.objects.filter(dossier=dossier).order_by("seq").select_related("actor")
    rows = [_row(entry, whole) for entry in entries]
    return {"dossier": dossier.code, "entries": rows, "anchored": anchor_of(dossier)}


def bare_chain_of(dossier) -> dict:
    """The same with nothing but the places in the chain: for whoever holds a paper of the dossier."""
    kept = ("seq", "previous_hash", "hash")
    rows = JournalEntry.objects.filter(dossier=dossier).order_by("seq").values(*kept)
    return {
        "dossier": dossier.code,
        "entries": [row | {"is_withheld": True} for row in rows],
        "anchored": anchor_of(dossier),
    }


def anchor_of(dossier) -> dict | None:
    """The newest entry that a daily head contains, with its path there; None before the first head.

    {seq, hash, path, head {day, entries, previous_hash, hash}, published}
    """
    last = JournalAnchor.objects.order_by("-day").values_list("last_entry", flat=True).first()
    entry = (
        JournalEntry.objects.filter(dossier=dossier, pk__lte=last or 0)
        .only("pk", "seq", "hash")
        .order_by("-seq")
        .first()
    )
    if entry is None:
        return None
    head = JournalAnchor.objects.filter(last_entry__gte=entry.pk).earliest("day")
    before = JournalAnchor.objects.filter(day__lt=head.day).order_by("-day").first()
    hashes = hashes_between(before.last_entry if before else 0, head.last_entry)
    return {
        "seq": entry.seq,
        "hash": entry.hash,
        "path": path_to(hashes, hashes.index(entry.hash)),
        "head": published(head),
        "published": settings.BASE_URL + reverse("flows:anchor", args=[head.day]),
    }


def _row(entry: JournalEntry, whole: bool) -> dict:
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    own = entry.actor is not None and not entry.actor.is_staff
    if whole or own or entry.public_text:
        row = {name: getattr(entry, name) for name in (*FIELDS, "previous_hash")}
        return row | {"at": at, "hash": entry.hash}
    kept = {name: getattr(entry, name) for name in ("seq", "act", "previous_hash", "hash")}
    return kept | {"at": at, "is_withheld": True}
