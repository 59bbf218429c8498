"""What one dossier counts for: pure functions from its facts to cells of the summaries."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils import timezone

from catalog import working_calendar
from catalog.models import Agency
from flows.models import AgencyMove, Document, Dossier, JournalEntry, State, WorkItem

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
    moves = _moves(ids)
    agencies = list(Agency.objects.select_related("parent__parent"))
    calendars = working_calendar.of_agencies(agencies)
    found: dict[int, Cells] = {}
    place_of: dict[int, Place] = {}
    for facts in Dossier.objects.filter(pk__in=ids).order_by().values(*FACTS):
        gone = moves.get(facts["pk"], [])
        place_of[facts["pk"]] = place = Place(facts["agency_id"], facts["procedure_id"], gone)
        found[facts["pk"]] = cells = Counter()
        for moment, name, number in events(facts, calendars.get(facts["agency_id"])):
            _add(cells, place.at(moment), moment, name, number)
        for move in gone:
            for agency, name, number in transfers(facts, move):
                _add(cells, (agency, facts["procedure_id"]), move.at, name, number)
    for source in _sources:
        for pk, moment, numbers in source(ids):
            for name, number in numbers.items():
                _add(found[pk], place_of[pk].at(moment), moment, name, number)
    _apologies(ids, found, place_of)
    _papers(ids, found, place_of)
    _work(ids, found)
    return found


@dataclass(frozen=True)
class Place:
    """Where a dossier counts: its agency now, at any moment the one that answered for it then."""

    agency: int
    procedure: int
    moves: list[AgencyMove]

    def at(self, moment: datetime.datetime) -> tuple[int, int]:
        """(agency, procedure) at the moment."""
        later = (move.from_agency_id for move in self.moves if move.at > moment)
        return next(later, self.agency), self.procedure


def _moves(ids: list[int]) -> dict[int, list[AgencyMove]]:
    """The changes of agency of each dossier, in the order of time."""
    found: dict[int, list[AgencyMove]] = {}
    for move in AgencyMove.objects.filter(dossier__in=ids).order_by("at", "pk"):
        found.setdefault(move.dossier_id, []).append(move)
    return found


def transfers(facts: dict, move: AgencyMove):
    """(agency, counter, number) for what goes over with an accepted dossier that was not finished."""
    received, finished, due = facts["received_at"], facts["finished_at"], facts["due_at"]
    if not received or received >= move.at or (finished and finished < move.at):
        return
    yield move.from_agency_id, "moved_out", 1
    yield move.to_agency_id, "moved_in", 1
    # A dossier past its day takes its lateness along: it is late there until it is finished.
    if due and due < move.at:
        is_late = facts["state"] in SOLVED and finished > due
        if name := "late_due" if is_late else "open_due" if facts["state"] in RUNNING else "":
            yield move.from_agency_id, name, -1
            yield move.to_agency_id, name, 1


def _add(
    cells: Cells, place: tuple[int, int], moment: datetime.datetime, name: str, number: int
) -> None:
    month = month_of(moment)
    cells["agency", place[0], month, name] += number
    cells["procedure", *place, month, name] += number


def events(facts: dict, calendar=None):
    """(moment, counter, number) for everything that has happened to a dossier with these facts."""
    yield facts["submitted_at"], "submitted", 1
    state, due, finished = facts["state"], facts["due_at"], facts["finished_at"]
    received = facts["received_at"]
    if received:
        yield received, "received", 1
        yield received, f"received_{facts['channel']}", 1
    if state in SOLVED:
        punctuality = punctuality_of(finished, due)
        yield finished, punctuality, 1
        if facts["outcome_positive"] is False:
            yield finished, "negative", 1
        if punctuality == "late":
            yield due, "late_due", 1
        yield finished, "working_days", working_days(received, finished, calendar)
    elif state == State.STOPPED:
        yield finished, "stopped", 1
    elif state == State.REFUSED:
        yield finished, "refused", 1
    elif state == State.WITHDRAWN:
        yield finished, "withdrawn" if received else "taken_back", 1
    elif state in RUNNING:
        yield due, "open_due", 1
    if facts["returned_at"]:
        yield facts["returned_at"], "returned", 1


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


def _apologies(ids: list[int], found: dict[int, Cells], place_of: dict) -> None:
    """The one apology with a new date that a dossier may have (Decree 61/2018, Article 19)."""
    given = JournalEntry.objects.filter(dossier__in=ids, act="extend").order_by()
    for pk, moment in given.values_list("dossier", "at"):
        _add(found[pk], place_of[pk].at(moment), moment, "apologised", 1)


def _papers(ids: list[int], found: dict[int, Cells], place_of: dict) -> None:
    """The papers of what was accepted, and how they came in (Decree 107/2021)."""
    papers = (
        Document.objects.in_force()
        .attached()
        .filter(dossier__in=ids, dossier__received_at__isnull=False)
    )
    rows = papers.order_by().values_list("dossier", "dossier__received_at", "file", "source")
    for pk, received, file, source in rows:
        place = place_of[pk].at(received)
        _add(found[pk], place, received, "papers", 1)
        if file:
            _add(found[pk], place, received, "digitised", 1)
        if file and source in (Document.REUSED, Document.RESULT):
            _add(found[pk], place, received, "reused", 1)


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
