"""Counting everything anew: proof that the summaries equal the dossiers, and their repair."""

from collections import Counter

from django.db import transaction

from flows.models import Counted, Dossier
from flows.reports.contribution import Cells, contributions
from flows.reports.fold import (
    AT_ONCE,
    SUMMARIES,
    add,
    catch_up,
    locked_state,
    newest_entry,
    packed,
)


@transaction.atomic
def differences() -> Cells:
    """Cells where the direct count over all dossiers differs from the summary: direct − kept."""
    catch_up()
    locked_state()
    found = counted()
    found.subtract(kept())
    return Counter({cell: number for cell, number in found.items() if number})


@transaction.atomic
def repair() -> int:
    """Put the summaries right; returns how many cells were wrong."""
    wrong = differences()
    add(wrong)
    for ids in _in_parts():
        Counted.objects.bulk_create(
            [
                Counted(dossier_id=pk, content=packed(cells))
                for pk, cells in contributions(ids).items()
            ],
            update_conflicts=True,
            unique_fields=["dossier"],
            update_fields=["content"],
        )
    state = locked_state()
    state.folded = newest_entry()
    state.save()
    return len(wrong)


def counted() -> Cells:
    """Every cell, counted from the dossiers themselves."""
    total: Counter = Counter()
    for ids in _in_parts():
        for cells in contributions(ids).values():
            total.update(cells)
    return total


def kept() -> Cells:
    """Every cell as the summaries have it."""
    total: Counter = Counter()
    for summary, (model, keys, counters) in SUMMARIES.items():
        for row in model.objects.order_by().values(*keys, *counters).iterator():
            key = [row[name] for name in keys[:-1]]
            for name in counters:
                if row[name]:
                    total[(summary, *key, row["month"].isoformat(), name)] = row[name]
    return total


def _in_parts():
    last = 0
    while True:
        part = Dossier.objects.filter(pk__gt=last).order_by("pk")
        ids = list(part.values_list("pk", flat=True)[:AT_ONCE])
        if not ids:
            return
        yield ids
        last = ids[-1]
