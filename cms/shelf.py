"""The published catalogue as words to search: kept in this process for one edition and one day.

Two thousand procedures are a few megabytes; they are read in three queries after a publication, and then
every search, filter and suggestion is answered without the database, alike on both databases.
"""

import dataclasses
import datetime
import functools
from collections import defaultdict

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from catalog.models import (
    Agency,
    Case,
    Component,
    LifeEvent,
    Procedure,
    ProcedureVersion,
    ResultKind,
    Sector,
)
from catalog.text import fold
from cms.concordance import Concordance, plain, without_markup, words_of
from cms.editions import edition
from cms.models.words import Synonym

# What is read of each version and its procedure.
_SHOWN = (
    "effective_from", "service_level", "channels", "competent_levels", "procedure__code",
    "procedure__name", "procedure__name_en", "procedure__summary", "procedure__summary_en", "procedure__guidance_en", "procedure__sector", "procedure__for_persons",
    "procedure__for_organisations", "procedure__search_text", "procedure__guidance",
)  # fmt: skip


@dataclasses.dataclass(eq=False, slots=True)
class Card:
    """A procedure people can ask for today: what the index needs to find, filter and count it."""

    pk: int
    version: int
    code: str
    name: str
    name_en: str
    summary: str
    summary_en: str
    sector: Sector
    for_persons: bool
    for_organisations: bool
    level: int
    takes_online: bool
    can_file: bool  # on this portal: online, and with a form
    competent_levels: frozenset[str]
    life_events: frozenset[str]
    title: str  # folded name
    own_words: str  # folded names, keywords and summary
    all_words: str  # the guidance, papers, forms and results too

    @property
    def spoken_name(self) -> str:
        """The name in the language of the page, Vietnamese where there is no other."""
        return (self.name_en if get_language() == "en" else "") or self.name

    @property
    def vi(self) -> SafeString:
        """`lang="vi"` where an English page shows the Vietnamese name."""
        plain = get_language() == "vi" or self.name_en
        return mark_safe("" if plain else 'lang="vi"')  # noqa: S308 -- our own text

    @property
    def mode_label(self) -> str:
        return ProcedureVersion(service_level=self.level).service_mode_label


@dataclasses.dataclass(frozen=True)
class Shelf:
    """Every card in the order of sectors, and the life events they name."""

    cards: list[Card]
    life_events: dict[str, LifeEvent]

    @functools.cached_property
    def synonyms(self) -> list[tuple[str, str]]:
        """The editors' pairs, folded; read when somebody searches."""
        return [
            (" ".join(words_of(term)), " ".join(words_of(means)))
            for term, means in Synonym.objects.values_list("term", "means")
        ]

    @functools.cached_property
    def agencies(self) -> list[Agency]:
        """The offices that take dossiers, by province; read when somebody filters."""
        return list(
            Agency.objects.active()
            .filter(accepts_dossiers=True)
            .only("office_code", "name", "level", "province")
            .order_by("province", "office_code")
        )

    @functools.cached_property
    def words(self) -> Concordance[Card]:
        return Concordance(self.cards)


_kept: tuple[tuple, Shelf | None] = ((), None)


def shelf() -> Shelf:
    """The shelf of the present edition and day."""
    global _kept
    key = (edition(), timezone.localdate())
    if _kept[0] != key or _kept[1] is None:
        _kept = (key, read(key[1]))
    return _kept[1]


def read(day: datetime.date) -> Shelf:
    """The shelf of a day, from the database."""
    versions = _versions(day)
    events_of, papers = _events(), _papers(versions)
    cards = [
        _card(version, papers[version.pk], events_of[version.procedure_id]) for version in versions
    ]
    named = {event.code: event for events in events_of.values() for event in events}
    in_order = sorted(named.values(), key=lambda event: (event.order, event.name))
    return Shelf(cards, {event.code: event for event in in_order})


def _versions(day: datetime.date) -> list[ProcedureVersion]:
    """What is in force of each live procedure on the day, in the order of sectors."""
    found: dict[int, ProcedureVersion] = {}
    for version in (
        ProcedureVersion.objects.in_force(day)
        .filter(
            Q(procedure__repealed_on__isnull=True) | Q(procedure__repealed_on__gt=day),
            procedure__live=True,
        )
        .select_related("procedure__sector")
        .annotate(has_form=Exists(Case.objects.filter(version=OuterRef("pk"), form__isnull=False)))
        .only(*_SHOWN)
    ):
        found.setdefault(version.procedure_id, version)
    return sorted(
        found.values(),
        key=lambda version: (
            version.procedure.sector.order,
            version.procedure.sector.name,
            version.procedure.code,
        ),
    )


def _events() -> dict[int, list[LifeEvent]]:
    """The life events of each procedure."""
    events = defaultdict(list)
    for row in Procedure.life_events.through.objects.select_related("lifeevent"):
        events[row.procedure_id].append(row.lifeevent)
    return events


def _papers(versions: list[ProcedureVersion]) -> dict[int, set[str]]:
    """The names of papers, forms and results, as plain words, by version."""
    wanted, said = {version.pk for version in versions}, defaultdict(set)
    papers = Component.objects.order_by().values_list("version", "name", "form_code")
    results = ResultKind.objects.order_by().values_list("version", "name", "code")
    spelt = functools.cache(lambda text: plain(fold(text)))  # the same paper stands in many
    for version, name, code in papers.union(results, all=True):
        if version in wanted:
            said[version] |= {spelt(name), spelt(code)}
    return said


def _card(version: ProcedureVersion, papers: set[str], events: list[LifeEvent]) -> Card:
    row = version.procedure
    own = plain(f"{row.search_text} {fold(row.name_en)} {fold(row.summary_en)}")
    beside = " ".join(
        [
            row.sector.name,
            row.sector.name_en,
            *(f"{event.name} {event.name_en}" for event in events),
            without_markup(row.guidance),
            without_markup(row.guidance_en),
        ]
    )
    return Card(
        pk=row.pk,
        version=version.pk,
        code=row.code,
        name=row.name,
        name_en=row.name_en,
        summary=row.summary,
        summary_en=row.summary_en,
        sector=row.sector,
        for_persons=row.for_persons,
        for_organisations=row.for_organisations,
        level=version.service_level,
        takes_online=version.takes_online,
        can_file=version.takes_online and version.has_form,
        competent_levels=frozenset(version.competent_levels),
        life_events=frozenset(event.code for event in events),
        title=plain(fold(row.name)),
        own_words=own,
        all_words=" ".join([own, plain(fold(beside)), *sorted(papers)]),
    )
