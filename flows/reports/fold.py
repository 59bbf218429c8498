"""Folding: the difference between what a dossier counts for now and did before goes into the summaries."""

from collections import Counter, defaultdict

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from flows.models import (
    AgencyFigures,
    Counted,
    FoldState,
    JournalEntry,
    ProcedureFigures,
    WorkFigures,
)
from flows.models.figures import COUNTERS
from flows.reports.contribution import Cells, contributions

AT_ONCE = 1000
# Per summary: its table, the columns of its key, its counters.
SUMMARIES = {
    "agency": (AgencyFigures, ["agency_id", "month"], COUNTERS),
    "procedure": (ProcedureFigures, ["agency_id", "procedure_id", "month"], COUNTERS),
    "work": (
        WorkFigures,
        ["department_id", "officer_id", "month"],
        ["done", "done_late", "solved", "solved_late"],
    ),
}


def fold_new() -> int:
    """Fold the dossiers whose journal has grown; returns how many. The worker does it every moment."""
    with transaction.atomic():
        state = locked_state()
        entries = JournalEntry.objects.filter(pk__gt=state.folded).order_by("pk")
        rows = list(entries.values_list("pk", "dossier")[: 8 * AT_ONCE])
        if rows:
            fold({dossier for _pk, dossier in rows})
            state.folded = rows[-1][0]
        state.at = timezone.now()
        state.save()
        return len(rows)


def fold_again() -> None:
    """Look once more at what was folded since the last but one time, for late transactions."""
    with transaction.atomic():
        state = locked_state()
        newest = JournalEntry.objects.filter(pk__gt=state.settled, pk__lte=state.folded)
        ids = set(newest.order_by().values_list("dossier", flat=True))
        for part in _parts(sorted(ids), AT_ONCE):
            fold(set(part))
        state.settled, state.settling = state.settling, state.folded
        state.save()


def catch_up() -> None:
    """Fold until nothing is left."""
    while fold_new():
        pass


def locked_state() -> FoldState:
    """The one row, locked: foldings wait for each other."""
    FoldState.objects.get_or_create(pk=1)
    return FoldState.objects.select_for_update().get(pk=1)


def as_of():
    """The moment up to which the summaries tell the truth; None before the first folding."""
    return FoldState.objects.filter(pk=1).values_list("at", flat=True).first()


def fold(ids: set[int]) -> None:
    """Bring the summaries up to date for these dossiers; inside `locked_state`."""
    now = contributions(list(ids))
    before = Counted.objects.in_bulk(list(ids))
    difference: Counter = Counter()
    for pk, cells in now.items():
        difference.update(cells)
        if pk in before:
            difference.subtract(unpacked(before[pk].content))
    add(difference)
    Counted.objects.bulk_create(
        [Counted(dossier_id=pk, content=packed(cells)) for pk, cells in now.items()],
        update_conflicts=True,
        unique_fields=["dossier"],
        update_fields=["content"],
        batch_size=500,
    )


def packed(cells: Cells) -> list:
    return sorted([list(cell), number] for cell, number in cells.items() if number)


def unpacked(content: list) -> Cells:
    return Counter({tuple(cell): number for cell, number in content})


def add(difference: Cells) -> None:
    """Add numbers to cells, making those that are missing: one statement per table and part."""
    rows: dict[str, dict[tuple, dict]] = defaultdict(lambda: defaultdict(dict))
    for (summary, *key, name), number in difference.items():
        if number:
            rows[summary][tuple(key)][name] = number
    for summary, cells in rows.items():
        model, keys, counters = SUMMARIES[summary]
        # Always in the same order: two that add to the same cells never wait in a circle.
        for part in _parts(sorted(cells.items()), 400):
            _upsert(model, keys, counters, part)


def _upsert(model, keys: list[str], counters: list[str], part: list) -> None:
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join([*keys, *counters])
    marks = "(" + ", ".join(["%s"] * (len(keys) + len(counters))) + ")"
    sums = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in counters)
    values = [
        value
        for key, numbers in part
        for value in (*key, *(numbers.get(name, 0) for name in counters))
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) VALUES {', '.join([marks] * len(part))} "  # noqa: S608
            f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {sums}",
            values,
        )


def _parts(rows: list, size: int):
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def newest_entry() -> int:
    return JournalEntry.objects.aggregate(newest=Max("pk"))["newest"] or 0
