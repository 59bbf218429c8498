"""Whose late days they are: the days after the promise, by the unit that held the dossier then."""

import datetime
from collections import defaultdict

from viewflow.workflow.status import STATUS

from flows.models import Dossier, WorkItem

NOTHING = datetime.timedelta(0)


def days_late(dossier, now: datetime.datetime) -> int:
    """Whole days past the promise, at the end or now; a part of the first day is one."""
    late = (dossier.finished_at or now) - dossier.due_at if dossier.due_at else NOTHING
    return max(1, late.days) if late > NOTHING else 0


def late_by(dossier, items, now: datetime.datetime) -> list[tuple[str, int]]:
    """(unit, days) of a late dossier's steps, the most days first; they add up to `days_late`.

    `items` are its steps with department and agency. Days are shared by the time each unit held it.
    """
    days, ends = days_late(dossier, now), dossier.finished_at or now
    held: dict[str, datetime.timedelta] = defaultdict(datetime.timedelta)
    for item in items if days else ():
        time = min(item.finished or ends, ends) - max(item.created, dossier.due_at)
        if time > NOTHING and item.department_id:
            held[f"{item.department}, {item.agency}"] += time
    whole = sum(held.values(), NOTHING)
    shares = {unit: days * (time / whole) for unit, time in held.items()}
    counted = {unit: int(share) for unit, share in shares.items()}
    # What rounding leaves goes to the largest remainders.
    by_remainder = sorted(shares, key=lambda unit: counted[unit] - shares[unit])
    for unit in by_remainder[: days - sum(counted.values())]:
        counted[unit] += 1
    return sorted(
        ((unit, number) for unit, number in counted.items() if number), key=lambda row: -row[1]
    )


def steps_of(dossiers: list[Dossier]) -> dict[int, list[WorkItem]]:
    """The steps that people did or do, by dossier, with department and agency; one query for all."""
    steps: dict[int, list[WorkItem]] = {dossier.pk: [] for dossier in dossiers}
    items = WorkItem.objects.filter(dossier__in=dossiers, flow_task_type="HUMAN")
    for item in items.exclude(status=STATUS.CANCELED).select_related(
        "owner", "department", "agency"
    ):
        steps[item.dossier_id].append(item)
    return steps
