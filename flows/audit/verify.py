"""Verifying the journal: every chain link and every daily anchor is recomputed."""

from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from flows.audit.anchoring import fault_of
from flows.audit.chain import FIELDS, digest, hash_of_row
from flows.audit.tree import root_of
from flows.models import Dossier, JournalAnchor, JournalEntry


@dataclass(frozen=True)
class Break:
    """The first link that does not hold."""

    dossier: str
    seq: int
    reason: str


def chain_of(dossier) -> Break | None:
    """The first broken link of one dossier's chain, or None."""
    return _walk(JournalEntry.objects.filter(dossier=dossier))


def everything() -> tuple[int, Break | None]:
    """(entries checked, first broken link or None) over all dossiers and all anchors."""
    checked = JournalEntry.objects.count()
    return checked, _walk(JournalEntry.objects.all()) or _anchors()


def _walk(entries) -> Break | None:
    dossier, seq, previous = None, 0, ""
    rows = entries.order_by("dossier_id", "seq").values(*FIELDS, "at", "previous_hash", "hash")
    for row in rows.iterator(chunk_size=2000):
        if row["dossier_id"] != dossier:
            dossier, seq, previous = row["dossier_id"], 0, ""
        seq, stored = seq + 1, row.pop("hash")
        if reason := _wrong(row, seq, previous, stored):
            return Break(Dossier.objects.get(pk=dossier).code, seq, reason)
        previous = stored
    return None


def _wrong(row: dict, seq: int, previous: str, stored: str) -> str:
    if row["seq"] != seq:
        return "thiếu mục nhật ký"
    if row["previous_hash"] != previous:
        return "không nối với mục trước"
    return "" if stored == hash_of_row(row) else "nội dung đã bị thay đổi"


@transaction.atomic
def fold_day() -> JournalAnchor | None:
    """Fold the entries written since the last anchor into one for today; the worker does it."""
    last = JournalAnchor.objects.order_by("-day").first()
    today = timezone.localdate()
    if last and last.day >= today:
        return None
    _wait_for_writers()
    after = last.last_entry if last else 0
    end = JournalEntry.objects.filter(pk__gt=after).aggregate(end=Max("pk"))["end"]
    if end is None:
        return None
    hashes = hashes_between(after, end)
    previous = last.hash if last else ""
    return JournalAnchor.objects.create(
        day=today,
        last_entry=end,
        count=len(hashes),
        previous_hash=previous,
        hash=_head(previous, hashes),
    )


def _wait_for_writers() -> None:
    """No entry under way may get a place before the anchor's last one after it is folded."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {JournalEntry._meta.db_table} IN SHARE MODE")


def _head(previous: str, hashes: list[str]) -> str:
    """A day's head: the head before it and the root over the day's entries."""
    return digest([previous, root_of(hashes)])


def hashes_between(after: int, end: int) -> list[str]:
    """The hashes of the entries after one up to another, in the order they were written."""
    return list(
        JournalEntry.objects.filter(pk__gt=after, pk__lte=end)
        .order_by("pk")
        .values_list("hash", flat=True)
    )


def _anchors() -> Break | None:
    after, previous = 0, ""
    for anchor in JournalAnchor.objects.select_related("signature").order_by("day"):
        hashes = hashes_between(after, anchor.last_entry)
        if (
            anchor.previous_hash != previous
            or anchor.count != len(hashes)
            or anchor.hash != _head(previous, hashes)
        ):
            return Break(str(anchor), 0, "mốc ngày không khớp với nhật ký")
        if hasattr(anchor, "signature") and (reason := fault_of(anchor.signature)):
            return Break(str(anchor), 0, reason)
        after, previous = anchor.last_entry, anchor.hash
    return None
