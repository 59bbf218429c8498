"""The published catalogue as one list: procedures with the version in force, filters and counts.

A few hundred rows, read in four queries and narrowed here, so both databases answer alike.
"""

import dataclasses
import datetime
import functools
from urllib.parse import urlencode

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import Agency, Case, Procedure, ProcedureVersion

AUDIENCES = {"ca-nhan": "for_persons", "to-chuc": "for_organisations"}


@dataclasses.dataclass
class Entry:
    """A procedure people can ask for today, with the version that says how."""

    procedure: Procedure
    version: ProcedureVersion

    @functools.cached_property
    def life_events(self) -> set[str]:
        return {event.code for event in self.procedure.life_events.all()}

    @property
    def limits(self) -> list[str]:
        """The time limits of the cases, each once, as they are ordered."""
        return list(dict.fromkeys(case.limit_label for case in self.version.cases.all()))


def listing(on: datetime.date | None = None) -> list[Entry]:
    """Every live procedure with a version in force on the day, in the order of sectors."""
    day = on or timezone.localdate()
    begun = ProcedureVersion.objects.in_force(day).defer("steps_text", "conditions")
    procedures = (
        Procedure.objects.live()
        .in_force(day)
        .select_related("sector")
        .defer("guidance")
        .order_by("sector__order", "sector__name", "code")
        .prefetch_related(Prefetch("versions", begun, to_attr="begun"), "life_events")
    )
    return [Entry(procedure, procedure.begun[0]) for procedure in procedures]


def with_limits(entries: list[Entry]) -> None:
    """Read the cases of these entries at once, for their time limits."""
    prefetch_related_objects(
        [entry.version for entry in entries],
        Prefetch("cases", Case.objects.order_by("order", "pk")),
    )


@dataclasses.dataclass
class Option:
    """One value of a filter, with the number of procedures it leaves."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclasses.dataclass
class Choice:
    """What a visitor asked of the index; it lives in the address, so Back and reload keep it."""

    query: str = ""
    sector: str = ""
    audience: str = ""
    level: str = ""
    agency: str = ""
    event: str = ""

    NAMES = {
        "q": "query",
        "linh-vuc": "sector",
        "doi-tuong": "audience",
        "muc-do": "level",
        "co-quan": "agency",
        "su-kien": "event",
    }

    @classmethod
    def from_query(cls, query) -> "Choice":
        """Read the address; unknown names are left out."""
        return cls(
            **{field: query.get(name, "").strip()[:100] for name, field in cls.NAMES.items()}
        )

    @functools.cached_property
    def agencies(self) -> list[Agency]:
        return list(
            Agency.objects.active()
            .filter(accepts_dossiers=True)
            .order_by("province", "office_code")
        )

    @functools.cached_property
    def chosen_agency(self) -> Agency | None:
        return next((a for a in self.agencies if a.office_code == self.agency), None)

    def address(self, **changed: str) -> str:
        """The query string of this choice with some parts changed, «» when nothing is chosen."""
        values = dataclasses.asdict(self) | changed
        pairs = {name: values[field] for name, field in self.NAMES.items() if values[field]}
        return f"?{urlencode(pairs)}" if pairs else ""

    def _tests(self) -> dict:
        tests = {
            "sector": lambda entry: entry.procedure.sector.code == self.sector,
            "audience": lambda entry: getattr(
                entry.procedure, AUDIENCES.get(self.audience, "live")
            ),
            "level": lambda entry: str(entry.version.service_level) == self.level,
            "agency": lambda entry: (
                not self.chosen_agency or self.chosen_agency.level in entry.version.competent_levels
            ),
            "event": lambda entry: self.event in entry.life_events,
        }
        return {field: test for field, test in tests.items() if getattr(self, field)}

    def narrow(self, entries: list[Entry], *, except_for: str = "") -> list[Entry]:
        """The entries that pass every filter (but the named one, to count its other values)."""
        tests = [test for field, test in self._tests().items() if field != except_for]
        return [entry for entry in entries if all(test(entry) for test in tests)]

    def facets(self, entries: list[Entry]) -> dict[str, list[Option]]:
        """For each filter its values with counts, given the other filters."""
        sectors = {entry.procedure.sector.code: entry.procedure.sector.name for entry in entries}
        levels = sorted({entry.version.service_level for entry in entries}, reverse=True)
        samples = {entry.version.service_level: entry.version for entry in entries}
        events = {
            event.code: event.name
            for entry in entries
            for event in entry.procedure.life_events.all()
        }
        values = {
            "sector": sectors,
            "audience": {"ca-nhan": _("Cá nhân"), "to-chuc": _("Tổ chức, đơn vị")},
            "level": {
                str(level): _("Mức độ %(level)d – %(mode)s")
                % {"level": level, "mode": samples[level].service_mode_label}
                for level in levels
            },
            "event": events,
        }
        return {field: self._options(field, labels, entries) for field, labels in values.items()}

    def _options(self, field: str, labels: dict[str, str], entries: list[Entry]) -> list[Option]:
        others = self.narrow(entries, except_for=field)
        options = []
        for value, label in labels.items():
            one = dataclasses.replace(self, **{field: value})
            test = one._tests()[field]
            count = sum(1 for entry in others if test(entry))
            options.append(Option(value, label, count, getattr(self, field) == value))
        return options

    def labels(self, facets: dict[str, list[Option]]) -> list[tuple[str, str]]:
        """The chosen filters as (label, address without it), to be taken away one by one."""
        chosen = [
            (option.label, self.address(**{field: ""}))
            for field, options in facets.items()
            for option in options
            if option.is_chosen
        ]
        if self.chosen_agency:
            chosen.append((self.chosen_agency.name, self.address(agency="")))
        return chosen
