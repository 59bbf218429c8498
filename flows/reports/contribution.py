"""What one dossier counts for: pure functions from its facts to cells of the summaries."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable

from django.utils import timezone

from catalog import working_calendar
from catalog.models import Agency
from flows.models import Document, Dossier, State, WorkItem

DAY = datetime.timedelta(days=1)
SOLVED = (State.RESULT_READY, State.RETURNED)
RUNNING = (State.RECEIVED, State.PROCESSING)
# (summary, key of its cell …, month as ISO date, counter) → number
Cells = Counter

FACTS = (
    "pk", "agency_id", "procedure_id", "channel", "state", "outcome_positive", "submitted_at",
    "received_at", "due_at", "finished_at", "returned_at",
)  # fmt: skip

_sources: list[Callable[[list[int]], Iterable[tuple]]] = []


def adds_to_figures(source):
    """Register what another room counts: ids → (dossier id, moment, {counter: number}) …

    An act of the journal must tell the fold that the dossier has changed.
    """
    _sources.append(source)
    return source


def contributions(ids: list[int]) -> dict[int, Cells]:
    """The cells of each of these dossiers as they stand now, in a fixed number of queries."""
    agencies = list(Agency.objects.select_related("parent__parent"))
    calendars = working_calendar.of_agencies(agencies)
    found: dict[int, Cells] = {}
    agency_of: dict[int, tuple[int, int]] = {}
    for facts in Dossier.objects.filter(pk__in=ids).order_by().values(*FACTS):
        place = facts["agency_id"], facts["procedure_id"]
        agency_of[facts["pk"]] = place
        found[facts["pk"]] = cells = Counter()
        for month, name, number in events(facts, calendars.get(facts["agency_id"])):
            _add(cells, place, month, name, number)
    for source in _sources:
        for pk, moment, numbers in source(ids):
            for name, number in numbers.items():
                _add(found[pk], agency_of[pk], month_of(moment), name, number)
    _papers(ids, found, agency_of)
    _work(ids, found)
    return found


def _add(cells: Cells, place: tuple[int, int], month: str, name: str, number: int) -> None:
    cells["agency", place[0], month, name] += number
    cells["procedure", *place, month, name] += number


def events(facts: dict, calendar=None):
    """(month, counter, number) for everything that has happened to a dossier with these facts."""
    yield month_of(facts["submitted_at"]), "submitted", 1
    state, due, finished = facts["state"], facts["due_at"], facts["finished_at"]
    received = facts["received_at"]
    if received:
        yield month_of(received), "received", 1
        yield month_of(received), f"received_{facts['channel']}", 1
    if state in SOLVED:
        month, punctuality = month_of(finished), punctuality_of(finished, due)
        yield month, punctuality, 1
        if facts["outcome_positive"] is False:
            yield month, "negative", 1
        if punctuality == "late":
            yield month_of(due), "late_due", 1
        yield month, "working_days", working_days(received, finished, calendar)
    elif state == State.STOPPED:
        yield month_of(finished), "stopped", 1
    elif state == State.REFUSED:
        yield month_of(finished), "refused", 1
    elif state == State.WITHDRAWN:
        yield month_of(finished), "withdrawn" if received else "taken_back", 1
    elif state in RUNNING:
        yield month_of(due), "open_due", 1
    if facts["returned_at"]:
        yield month_of(facts["returned_at"]), "returned", 1


def punctuality_of(finished: datetime.datetime, due: datetime.datetime) -> str:
    """Late after the promised moment; early before the promised day; else on time."""
    if finished > due:
        return "late"
    return "early" if timezone.localdate(finished) < timezone.localdate(due) else "on_time"


def working_days(received: datetime.datetime, finished: datetime.datetime, calendar) -> int:
    """Working days from the day of acceptance, not counted, to the day of the result."""
    if calendar is None:
        return 0
    day, last, count = timezone.localdate(received), timezone.localdate(finished), 0
    while day < last:
        day += DAY
        count += calendar.is_working_day(day)
    return count


def month_of(moment: datetime.datetime) -> str:
    """The first day of the moment's month in Vietnam, as ISO text."""
    return timezone.localdate(moment).replace(day=1).isoformat()


def _papers(ids: list[int], found: dict[int, Cells], agency_of: dict) -> None:
    """The papers of what was accepted, and how they came in (Decree 107/2021)."""
    papers = (
        Document.objects.in_force()
        .attached()
        .filter(dossier__in=ids, dossier__received_at__isnull=False)
    )
    rows = papers.order_by().values_list("dossier", "dossier__received_at", "file", "source")
    for pk, received, file, source in rows:
        month = month_of(received)
        _add(found[pk], agency_of[pk], month, "papers", 1)
        if file:
            _add(found[pk], agency_of[pk], month, "digitised", 1)
        if file and source in (Document.REUSED, Document.RESULT):
            _add(found[pk], agency_of[pk], month, "reused", 1)


def _work(ids: list[int], found: dict[int, Cells]) -> None:
    """Steps done by officers; a dossier is solved by whoever appraised it last."""
    rows = (
        WorkItem.objects.filter(
            dossier__in=ids, flow_task_type="HUMAN", status="DONE", owner__is_staff=True,
            department__isnull=False,
        )
        .order_by("dossier", "finished", "pk")
        .values(
            "dossier", "department", "owner", "finished", "due_at", "step", "dossier__state",
            "dossier__finished_at", "dossier__due_at",
        )
    )  # fmt: skip
    last: dict[int, dict] = {}
    for row in rows:
        cell = "work", row["department"], row["owner"], month_of(row["finished"])
        found[row["dossier"]][*cell, "done"] += 1
        if row["due_at"] and row["finished"] > row["due_at"]:
            found[row["dossier"]][*cell, "done_late"] += 1
        if row["step"].startswith("appraise"):
            last[row["dossier"]] = row
    for pk, row in last.items():
        if row["dossier__state"] in SOLVED:
            month = month_of(row["dossier__finished_at"])
            cell = "work", row["department"], row["owner"], month
            found[pk][*cell, "solved"] += 1
            if row["dossier__finished_at"] > row["dossier__due_at"]:
                found[pk][*cell, "solved_late"] += 1
