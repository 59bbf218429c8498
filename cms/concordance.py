"""Things by the folded words they hold: the ground of every search of the portal, kept in memory."""

import bisect
import functools
import html
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Generic, Protocol, TypeVar

from django.utils.html import strip_tags

from catalog.text import fold

_WORD = re.compile(r"[a-z0-9.]+")


def words_of(text: str) -> list[str]:
    """Folded words; a code keeps its inner dot («1.002051»)."""
    return plain(fold(text)).split()


def plain(folded: str) -> str:
    """Folded text without its marks, single-spaced."""
    return " ".join(word.strip(".") for word in _WORD.findall(folded)).strip()


def anchor(text: str) -> str:
    """The mark inside a page where these words stand."""
    return "-".join(words_of(text.replace(".", " ")))[:60]


def without_markup(rich: str) -> str:
    """Rich text as words to read; what stood in two paragraphs does not grow together."""
    return " ".join(html.unescape(strip_tags(rich.replace("<", " <"))).split())


class Worded(Protocol):
    """What can be found: its folded words by weight, and a code if it has one."""

    code: str
    title: str
    own_words: str
    all_words: str


Thing = TypeVar("Thing", bound=Worded)


class Concordance(Generic[Thing]):
    """Every word with the things that hold it."""

    def __init__(self, things: Sequence[Thing]):
        self.things = things

    @functools.cached_property
    def _places(self) -> dict[str, set[int]]:
        """Each word with the places of the things that have it."""
        places = defaultdict(set)
        for place, thing in enumerate(self.things):
            for word in {*thing.all_words.split(), thing.code.casefold().replace(".", "")}:
                places[word].add(place)
        return places

    @functools.cached_property
    def vocabulary(self) -> list[str]:
        return sorted(self._places)

    def with_words(self, words: Iterable[str]) -> list[Thing]:
        """The things in which every one of these begins some word."""
        found = None
        for word in words:
            begun = self._beginning_with(word)
            found = begun if found is None else found & begun
            if not found:
                return []
        return [self.things[place] for place in sorted(found or ())]

    def beginning_like(self, word: str) -> list[str]:
        """The words with this one's first letter: where a typing error is looked for."""
        first, known = word[:1], self.vocabulary
        return known[bisect.bisect_left(known, first) : bisect.bisect_left(known, first + "~")]

    def _beginning_with(self, word: str) -> set[int]:
        found: set[int] = set()
        at = bisect.bisect_left(self.vocabulary, word)
        while at < len(self.vocabulary) and self.vocabulary[at].startswith(word):
            found |= self._places[self.vocabulary[at]]
            at += 1
        return found
