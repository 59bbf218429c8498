"""The published catalogue as one list: what a visitor asks of it, filters and counts, rows to show."""

import dataclasses
import functools
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from catalog.models import Agency, Case
from catalog.models.spoken import Said, ours, said
from cms.shelf import Card, shelf

AUDIENCES = {"ca-nhan": "for_persons", "to-chuc": "for_organisations"}


@dataclasses.dataclass
class Entry:
    """A procedure as a list shows it: its card and the time limits of its cases, each once."""

    card: Card
    limits: list[str]


def entries(cards: list[Card]) -> list[Entry]:
    """These procedures with all that a list shows of them, in one query, in the same order."""
    limits: dict[int, dict[str, None]] = {card.version: {} for card in cards}
    for case in Case.objects.filter(version__in=limits).order_by("order", "pk"):
        limits[case.version_id][case.limit_label] = None
    return [Entry(card, list(limits[card.version])) for card in cards]


@dataclasses.dataclass
class Option:
    """One value of a filter, with the number of procedures it leaves."""

    value: str
    label: Said
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

    @property
    def agencies(self) -> list[Agency]:
        return shelf().agencies

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
            "sector": lambda card: card.sector.code == self.sector,
            "audience": lambda card: getattr(card, AUDIENCES.get(self.audience, "pk")),
            "level": lambda card: str(card.level) == self.level,
            "agency": lambda card: (
                not self.chosen_agency or self.chosen_agency.level in card.competent_levels
            ),
            "event": lambda card: self.event in card.life_events,
        }
        return {field: test for field, test in tests.items() if getattr(self, field)}

    def narrow(self, cards: list[Card], *, except_for: str = "") -> list[Card]:
        """The cards that pass every filter (but the named one, to count its other values)."""
        tests = [test for field, test in self._tests().items() if field != except_for]
        return [card for card in cards if all(test(card) for test in tests)]

    def facets(self, cards: list[Card]) -> dict[str, list[Option]]:
        """For each filter its values with counts, given the other filters."""
        sectors = {card.sector.code: said(card.sector, "name") for card in cards}
        levels = {card.level: card for card in cards}
        named = {code for card in cards for code in card.life_events}
        standing = shelf().life_events.items()
        events = {code: said(event, "name") for code, event in standing if code in named}
        values = {
            "sector": sectors,
            "audience": {"ca-nhan": ours(_("Cá nhân")), "to-chuc": ours(_("Tổ chức, đơn vị"))},
            "level": {
                str(level): ours(
                    _("Mức độ %(level)d – %(mode)s") % {"level": level, "mode": card.mode_label}
                )
                for level, card in sorted(levels.items(), reverse=True)
            },
            "event": events,
        }
        return {field: self._options(field, labels, cards) for field, labels in values.items()}

    def _options(self, field: str, labels: dict[str, Said], cards: list[Card]) -> list[Option]:
        others = self.narrow(cards, except_for=field)
        options = []
        for value, label in labels.items():
            one = dataclasses.replace(self, **{field: value})
            test = one._tests()[field]
            count = sum(1 for card in others if test(card))
            options.append(Option(value, label, count, getattr(self, field) == value))
        return options

    def labels(self, facets: dict[str, list[Option]]) -> list[tuple[Said, str]]:
        """The chosen filters as (label, address without it), to be taken away one by one."""
        chosen = [
            (option.label, self.address(**{field: ""}))
            for field, options in facets.items()
            for option in options
            if option.is_chosen
        ]
        if self.chosen_agency:
            chosen.append((Said(self.chosen_agency.name, True), self.address(agency="")))
        return chosen
