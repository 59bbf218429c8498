"""The feed of changes: every reader sees the same order, nothing is missing and nothing comes twice."""

from django.db import transaction
from django.utils import timezone

from flows.models import Change, CodeCounter, NationalLine, Webhook
from flows.models.dossier import Dossier
from flows.status import LABELS

SERIES = "changes"
AT_ONCE = 500


def number() -> int:
    """Give committed changes their places in the feed; returns how many got one.

    One numbering at a time, under the lock of the counter's row: what commits later gets a later
    place, so a reader who has seen a place has seen everything before it. The changes of one dossier
    commit one after the other (its lock), so they keep their order.
    """
    if not Change.objects.filter(position=None).exists():
        return 0
    with transaction.atomic():
        CodeCounter.objects.get_or_create(series=SERIES)
        counter = CodeCounter.objects.select_for_update().get(series=SERIES)
        waiting = list(Change.objects.filter(position=None).order_by("pk")[:AT_ONCE])
        for place, change in enumerate(waiting, start=counter.last + 1):
            change.position = place
        Change.objects.bulk_update(waiting, ["position"])
        counter.last += len(waiting)
        counter.save(update_fields=["last"])
    return len(waiting)


def place(rows: list[dict]) -> None:
    """Give changes that are written in bulk, in this transaction, the next places, in their order.

    Whoever is told of changes and has been told of all before them is not told of these: they are
    read in the feed alone.
    """
    CodeCounter.objects.get_or_create(series=SERIES)
    counter = CodeCounter.objects.select_for_update().get(series=SERIES)
    before, after = counter.last, counter.last + len(rows)
    for position, row in enumerate(rows, start=before + 1):
        row["position"] = position
    CodeCounter.objects.filter(pk=counter.pk).update(last=after)
    NationalLine.objects.filter(position=before).update(position=after)
    Webhook.objects.filter(position=before).update(position=after)


def after(position: int, *, token, limit: int) -> list[Change]:
    """Up to `limit` changes behind this place of dossiers that the token reaches, in order."""
    number()
    reached = Dossier.objects.order_by().within(token)
    return list(
        Change.objects.filter(position__gt=position, dossier__in=reached)
        .select_related("dossier")
        .order_by("position")[:limit]
    )


def told(change: Change) -> dict:
    """A change as other systems read it, by feed and by webhook; nothing about the person."""
    return {
        "event_id": str(change.event),
        "code": change.dossier.code,
        "external_code": change.dossier.external_code or None,
        "state": change.state,
        "status": change.status,
        "status_label": str(LABELS[change.status]),
        "national_code": change.national_code,
        "agency": change.agency_name,
        "department": change.department_name,
        "due_on": change.due_at and timezone.localdate(change.due_at).isoformat(),
        "at": change.at.isoformat(),
    }
