"""Decisions of publication and what is left to do for each (Article 18.2): here, provinces, nation."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import ProcedureVersion, Publicity

PLACES = 3  # this portal, the provinces' sites, the national database


@dataclass(frozen=True)
class Decision:
    """A decision of publication with the number of its tasks that are open."""

    number: str
    date: datetime.date | None
    procedures: int
    here: int
    provinces: int
    national: int

    @property
    def open_tasks(self) -> int:
        return PLACES * self.procedures - self.here - self.provinces - self.national

    @property
    def is_public(self) -> bool:
        """Hoàn thành công khai."""
        return self.open_tasks == 0


@dataclass(frozen=True)
class Task:
    """One procedure at one place: open until it has a day and a proof."""

    place: str
    label: str
    done_on: datetime.date | None = None
    proof: str = ""
    row: Publicity | None = None

    @property
    def is_address(self) -> bool:
        return self.proof.startswith(("https://", "http://"))


def decisions() -> list[Decision]:
    """Every decision that approved versions name, those with open tasks first, the latest first."""
    rows = (
        ProcedureVersion.objects.filter(approved_at__isnull=False)
        .values("decision_number")
        .annotate(
            date=Max("decision_date"),
            procedures=Count("pk", distinct=True),
            here=Count("pk", distinct=True, filter=Q(procedure__live=True)),
            provinces=_confirmed(Publicity.Place.PROVINCES),
            national=_confirmed(Publicity.Place.NATIONAL),
        )
        .order_by()
    )
    found = [Decision(row.pop("decision_number"), **row) for row in rows]
    found.sort(key=lambda one: (one.date or datetime.date.min, one.number), reverse=True)
    return sorted(found, key=lambda one: one.is_public)


def _confirmed(place: str) -> Count:
    return Count("publicity", filter=Q(publicity__place=place), distinct=True)


def versions_of(number: str) -> list[ProcedureVersion]:
    """The approved versions that this decision put in force, in the order of codes."""
    return list(
        ProcedureVersion.objects.filter(approved_at__isnull=False, decision_number=number)
        .select_related("procedure")
        .prefetch_related("publicity__recorded_by")
        .order_by("procedure__code", "number")
    )


def tasks_of(version: ProcedureVersion) -> list[Task]:
    """The three tasks of a version; the portal's own is closed by the publication itself."""
    done = {row.place: row for row in version.publicity.all()}
    tasks = [_here(version)]
    for place, label in Publicity.Place.choices:
        row = done.get(place)
        tasks.append(
            Task(place, str(label), row.done_on, row.proof, row) if row else Task(place, str(label))
        )
    return tasks


def _here(version: ProcedureVersion) -> Task:
    procedure = version.procedure
    label = _("Cổng Dịch vụ công BHXH Việt Nam")
    if not procedure.live:
        return Task("portal", label)
    since = max(filter(None, [version.approved_at, procedure.first_published_at]))
    page = settings.BASE_URL + procedure.get_absolute_url()
    return Task("portal", label, timezone.localdate(since), page)


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
