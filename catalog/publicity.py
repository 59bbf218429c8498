"""Decisions of publication and what is left to do for each (Article 18.2): here, provinces, nation."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import working_calendar
from catalog.models import ProcedureVersion, Publicity, PublicityLimit

Place = PublicityLimit.Place
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Decision:
    """A decision of publication: its procedures, and at how many each place has them."""

    number: str
    date: datetime.date | None
    procedures: int
    here: int
    provinces: int
    national: int
    due: dict[str, datetime.date] = field(default_factory=dict)  # by place, where there is a limit

    @property
    def open_at(self) -> dict[str, int]:
        """{place: open tasks there}, without the places that have it all."""
        done = {
            Place.PORTAL: self.here,
            Place.PROVINCES: self.provinces,
            Place.NATIONAL: self.national,
        }
        return {str(place): left for place, n in done.items() if (left := self.procedures - n)}

    @property
    def open_tasks(self) -> int:
        return sum(self.open_at.values())

    @property
    def is_public(self) -> bool:
        """Hoàn thành công khai."""
        return not self.open_at

    @property
    def due_on(self) -> datetime.date | None:
        """The first day by which something that is open must be done."""
        return min((self.due[place] for place in self.open_at if place in self.due), default=None)

    @property
    def late_at(self) -> dict[str, datetime.date]:
        """{place: its day}, where that day is over and procedures are still missing."""
        today = timezone.localdate()
        return {
            place: day for place, day in self.due.items() if place in self.open_at and day < today
        }


@dataclass(frozen=True)
class Task:
    """One procedure at one place: open until it has a day and a proof."""

    place: str
    label: str
    done_on: datetime.date | None = None
    proof: str = ""
    row: Publicity | None = None
    due_on: datetime.date | None = None

    @property
    def is_late(self) -> bool:
        """Not done by its day, or done after it."""
        return bool(self.due_on) and (self.done_on or timezone.localdate()) > self.due_on

    @property
    def is_address(self) -> bool:
        return self.proof.startswith(("https://", "http://"))


def due_days(dates: Iterable[datetime.date | None]) -> dict[datetime.date | None, dict]:
    """{day of a decision: {place: the last day for it}}, in working days of the nation."""
    limits = dict(PublicityLimit.objects.values_list("place", "days"))
    signed = {day for day in dates if day} if limits else set()
    calendar = working_calendar.national() if signed else None
    nothing: dict = {}
    return {None: nothing} | {
        day: {place: _after(day, days, calendar) for place, days in limits.items()}
        for day in signed
    }


def _after(day: datetime.date, days: int, calendar) -> datetime.date:
    while days:
        day += DAY
        days -= calendar.is_working_day(day)
    return day


def _decided():
    """Versions that a decision publishes: approved ones, and drafts that wait for it.

    A draft that still carries the decision of the version it was copied from waits for another.
    """
    copied = ProcedureVersion.objects.filter(
        procedure=OuterRef("procedure"),
        decision_number=OuterRef("decision_number"),
        approved_at__isnull=False,
    )
    waiting = Q(decision_date__isnull=False) & ~Q(decision_number="") & ~Exists(copied)
    return ProcedureVersion.objects.filter(Q(approved_at__isnull=False) | waiting)


def decisions() -> list[Decision]:
    """Every decision that versions name, those with open tasks first, the latest first."""
    rows = (
        _decided()
        .values("decision_number")
        .annotate(
            date=Max("decision_date"),
            procedures=Count("pk", distinct=True),
            here=Count(
                "pk", distinct=True, filter=Q(procedure__live=True, approved_at__isnull=False)
            ),
            provinces=_confirmed(Publicity.Place.PROVINCES),
            national=_confirmed(Publicity.Place.NATIONAL),
        )
        .order_by()
    )
    due = due_days(row["date"] for row in rows)
    found = [
        Decision(row.pop("decision_number"), **row, due=due.get(row["date"], {})) for row in rows
    ]
    found.sort(key=lambda one: (one.date or datetime.date.min, one.number), reverse=True)
    return sorted(found, key=lambda one: one.is_public)


def _confirmed(place: str) -> Count:
    return Count("publicity", filter=Q(publicity__place=place), distinct=True)


def versions_of(number: str) -> list[ProcedureVersion]:
    """The versions that this decision puts in force, in the order of codes."""
    return list(
        _decided()
        .filter(decision_number=number)
        .select_related("procedure")
        .prefetch_related("publicity__recorded_by")
        .order_by("procedure__code", "number")
    )


def tasks_of(version: ProcedureVersion, due: dict[str, datetime.date]) -> list[Task]:
    """The three tasks of a version, `due` by place; the portal's own is closed by publication."""
    done = {row.place: row for row in version.publicity.all()}
    tasks = [_here(version, due.get(Place.PORTAL))]
    for place, label in Publicity.Place.choices:
        facts = {"due_on": due.get(place)}
        if row := done.get(place):
            facts |= {"done_on": row.done_on, "proof": row.proof, "row": row}
        tasks.append(Task(place, str(label), **facts))
    return tasks


def _here(version: ProcedureVersion, due_on: datetime.date | None) -> Task:
    procedure = version.procedure
    label = str(Place.PORTAL.label)
    if version.is_draft or not procedure.live:
        return Task(Place.PORTAL, label, due_on=due_on)
    since = max(filter(None, [version.approved_at, procedure.first_published_at]))
    page = settings.BASE_URL + procedure.get_absolute_url()
    return Task(Place.PORTAL, label, timezone.localdate(since), page, due_on=due_on)


@transaction.atomic
def record(
    versions: Iterable[ProcedureVersion], *, place: str, done_on: datetime.date, proof: str, by
) -> int:
    """Confirm with one proof that these versions are public there; what was confirmed stays.

    Returns how many tasks it closed.
    """
    standing = set(Publicity.objects.filter(place=place).values_list("version", flat=True))
    fresh = [version for version in versions if version.pk not in standing]
    rows = Publicity.objects.bulk_create(
        Publicity(version=version, place=place, done_on=done_on, proof=proof, recorded_by=by)
        for version in fresh
    )
    if rows:
        LogEntry.objects.log_actions(by.pk, ProcedureVersion.objects.filter(pk__in=[row.version_id for row in rows]), CHANGE, change_message=_("Công khai: %(place)s, %(proof)s") % {"place": Publicity.Place(place).label, "proof": proof})  # fmt: skip
    return len(rows)
