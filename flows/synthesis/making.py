"""Making dossiers in bulk: who files what, where, when; a batch is one transaction."""

import datetime
import random
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from flows.models import (
    Change,
    ClockInterval,
    Decision,
    Delivery,
    Document,
    Dossier,
    DossierProcess,
    IssuedDocument,
    JournalEntry,
    Notice,
    Submission,
    SupplementItem,
    SupplementRequest,
    WorkItem,
)
from flows.papers import defaults
from flows.partners import feed
from flows.synthesis import people
from flows.synthesis.fates import EVERY_STATE, Fate, choose, filing_moment
from flows.synthesis.offices import Codes
from flows.synthesis.places import Map
from flows.synthesis.rows import Rows
from flows.synthesis.story import PREVIOUS, Story

BATCH = 1000
WITH_ACCOUNT = 0.75  # file online; the others come to the desk
# A table before those whose rows point at it; circular keys (a paper that replaces) are checked late.
ORDER = [
    Dossier, DossierProcess, WorkItem, PREVIOUS, Submission, Document, JournalEntry, ClockInterval,
    SupplementRequest, SupplementItem, IssuedDocument, Decision, Delivery, Notice, Change,
]  # fmt: skip


class NothingToFile(Exception):
    """No procedure in force can be filed at any office."""


def generate(count: int, *, days: int, seed: int | None = None) -> Iterator[int]:
    """Make `count` dossiers filed over the last `days`; yields how many are made after each batch."""
    rng = random.Random(seed)  # noqa: S311  made-up people, no secret
    with transaction.atomic():
        defaults.load()
        office = Map(rng)
        if not office.routes:
            raise NothingToFile
        provinces = sorted({route.agency.province for route in office.routes})
        citizens = people.accounts(rng, min(5000, max(10, count // 8)), provinces)
    made = 0
    while made < count:
        size = min(BATCH, count - made)
        with transaction.atomic():
            _batch(office, citizens, size, first=made, days=days, rng=rng)
        made += size
        yield made


def _batch(office: Map, citizens, size: int, *, first: int, days: int, rng) -> list[int]:
    office.codes, rows, now = Codes(), Rows(), timezone.now()
    keys = []
    for number in range(first, first + size):
        forced = EVERY_STATE[number] if number < len(EVERY_STATE) else None
        keys.append(_one(office, rows, citizens, forced, days=days, rng=rng, now=now))
    feed.place(rows.of(Change))
    rows.write(ORDER)
    office.codes.save()
    return keys


def _one(office: Map, rows: Rows, citizens, forced, *, days: int, rng, now) -> int:
    route = rng.choice(office.routes)
    kind, last = forced or (choose(rng), "")
    online = forced is not None or rng.random() < WITH_ACCOUNT
    if forced:
        # One that has papers to be asked for, filed long enough ago for its last act.
        while not route.papers:
            route = rng.choice(office.routes)
    person = rng.choice(citizens) if online else people.person(rng, route.agency.province)
    story = Story(rows, office, route, person, rng)
    result = "post" if last == "send_by_post" else _result_channel(route, online, rng)
    ago = max(days // 2, 75) if forced and last not in {"file", "claim"} else rng.randint(0, days)
    if forced and last in {"file", "claim"}:
        ago = 1
    day = timezone.localdate(now) - datetime.timedelta(days=ago)
    filed = min(filing_moment(rng, route.calendar, day, online=online), now)
    channel = "online" if online else "counter"
    Fate(story, kind, now=now, last=last).tell(filed, channel=channel, result_channel=result)
    return story.dossier["id"]


def _result_channel(route, online: bool, rng) -> str:
    offered = [way for way in route.version.result_channels if way in {"online", "counter", "post"}]
    ways = [way for way in offered if online or way != "online"] or ["counter"]
    return rng.choice(ways)
