"""How much the system is used, by office, feature and hour (Article 21.1): counted from the logs.

The logs are the journal of dossiers, the calls of partner systems and the look-ups by SMS.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import ExtractHour
from django.utils.translation import gettext as _

from catalog.models import Agency, Reorganisation
from flows.models import ApiCall, InboundSms, JournalEntry
from flows.reports.period import Period

API, SMS = "api", "sms"  # features that no office stands behind


@dataclass
class Usage:
    """Lines of the logs in a period, by (office as it was called then, feature, hour of the day)."""

    cells: Counter

    def by(self, place: int) -> list[tuple]:
        """(office, feature or hour, number), by the place in the cell; most first, hours in order."""
        sums: Counter = Counter()
        for cell, number in self.cells.items():
            sums[cell[place]] += number
        if place == 2:
            return [(hour, sums[hour]) for hour in range(24)]
        return sorted(sums.items(), key=lambda row: (-row[1], row[0]))

    @property
    def total(self) -> int:
        return self.cells.total()


def usage(period: Period, agencies: list[Agency] | None = None) -> Usage:
    """Of these agencies, under every name they bore; None: of all, with what no office stands behind."""
    within = {"at__gte": period.begins, "at__lt": period.ends}
    entries = JournalEntry.objects.filter(**within)
    if agencies is not None:
        entries = entries.filter(agency_name__in=names_of(agencies))
    cells: Counter = Counter()
    for office, act, hour, number in _counted(entries, "agency_name", "act"):
        cells[office, act, hour] += number
    if agencies is None:
        for feature, log in ((API, ApiCall), (SMS, InboundSms)):
            for hour, number in _counted(log.objects.filter(**within)):
                cells["", feature, hour] += number
    return Usage(cells)


def names_of(agencies: list[Agency]) -> set[str]:
    """What the agencies are called, and were before they were renamed."""
    renamed = Reorganisation.objects.filter(
        agency__in=agencies, kind=Reorganisation.Kind.RENAME, state=Reorganisation.State.APPLIED
    )
    old = (moved.get("name") for moved in renamed.values_list("moved", flat=True))
    return {agency.name for agency in agencies} | {name for name in old if name}


def office_label(name: str) -> str:
    return name or _("Không thuộc cơ quan nào")


def _counted(rows, *columns: str):
    """(columns …, hour in Vietnam, number of lines), counted by the database."""
    hours = rows.order_by().annotate(hour=ExtractHour("at"))
    return hours.values_list(*columns, "hour").annotate(number=Count("pk"))
