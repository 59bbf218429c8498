"""Finding procedures and texts: folded words, synonyms, a rank people expect, near misses for typing errors."""

import dataclasses
import difflib
import re
from collections.abc import Iterable

from cms.concordance import Concordance, Thing, Worded, words_of
from cms.library import Kind, Library, Text, library
from cms.shelf import Card, Shelf, shelf

SCATTERED = 10
_VARIANTS = 12


def phrasings(query: str, synonyms: list[tuple[str, str]]) -> list[list[str]]:
    """The query and the same with synonyms put in, either way («the bhyt» ~ «the bao hiem y te»)."""
    said = [" ".join(words_of(query))]
    for one, other in synonyms + [(other, one) for one, other in synonyms]:
        for phrase in list(said):
            if one and one in phrase and len(said) < _VARIANTS:
                changed = re.sub(rf"\b{re.escape(one)}\b", other, phrase)
                if changed not in said:
                    said.append(changed)
    return [phrase.split() for phrase in said]


def _score(thing: Worded, words: list[str]) -> int:
    """The higher the better: code, name's start, name, keywords and summary, papers and guidance.

    Lowest are words scattered over papers and guidance: in Vietnamese single syllables say little.
    """
    phrase, code = " ".join(words), thing.code.casefold()
    if phrase in {code, code.replace(".", "")}:
        return 100
    if thing.title.startswith(phrase):
        return 80
    if f" {phrase}" in thing.title:
        return 70
    if all(f" {word}" in f" {thing.title}" for word in words):
        return 60
    if f" {phrase}" in f" {thing.own_words}":
        return 50
    if all(f" {word}" in f" {thing.own_words}" for word in words):
        return 40
    return 20 if f" {phrase}" in thing.all_words else SCATTERED


def _scores(said: list[list[str]], among: Concordance[Thing]) -> dict[Thing, int]:
    """What has every word of one of the phrasings, with its best score."""
    best: dict[Thing, int] = {}
    for words in said:
        for thing in among.with_words(words):
            best[thing] = max(best.get(thing, 0), _score(thing, words))
    return best


def _good(best: dict[Thing, int], *, floor: int) -> dict[Thing, int]:
    return {thing: score for thing, score in best.items() if score > floor}


def _floor(scores: Iterable[int]) -> int:
    """Scattered words count only when nothing better is found."""
    return SCATTERED if any(score > SCATTERED for score in scores) else 0


def _in_order(best: dict[Card, int]) -> list[Card]:
    return sorted(best, key=lambda card: (-best[card], len(card.name), card.code))


def ranked(query: str, found: Shelf | None = None) -> list[Card]:
    """The procedures that have every word of the query, best first, among equals the plainest name.

    Without a query all, as they stand.
    """
    found = found or shelf()
    if not words_of(query):
        return found.cards
    best = _scores(phrasings(query, found.synonyms), found.words)
    return _in_order(_good(best, floor=_floor(best.values())))


@dataclasses.dataclass(frozen=True)
class Findings:
    """What the whole portal says to a query: procedures first, then texts by kind, each best first."""

    procedures: list[Card]
    texts: dict[Kind, list[Text]]

    @property
    def count(self) -> int:
        return len(self.procedures) + sum(map(len, self.texts.values()))


def everywhere(query: str, among: Shelf | None = None, written: Library | None = None) -> Findings:
    """Search procedures, questions, help, news and notices together; nothing without a query."""
    if not words_of(query):
        return Findings([], {})
    among, written = among or shelf(), written or library()
    said = phrasings(query, among.synonyms)
    cards, texts = _scores(said, among.words), _scores(said, written.words)
    floor = _floor([*cards.values(), *texts.values()])
    good = _good(texts, floor=floor)
    groups: dict[Kind, list[Text]] = {}
    for text in sorted(good, key=lambda text: -good[text]):
        groups.setdefault(text.kind, []).append(text)
    return Findings(
        _in_order(_good(cards, floor=floor)),
        {kind: groups[kind] for kind in Kind if kind in groups},
    )


def near(query: str, limit: int = 5) -> list[Card]:
    """The procedures whose code or words come closest to a query that found nothing."""
    asked, found = words_of(query), shelf()
    if " ".join(asked)[:1].isdigit():
        codes = {card.code: card for card in found.cards}
        close = difflib.get_close_matches(" ".join(asked), codes, limit, 0.6)
        if close:
            return [codes[code] for code in close]
    hits: dict[Card, int] = {}
    for word in asked:
        for card in _like(word, found.words):
            hits[card] = hits.get(card, 0) + 1
    best = sorted(hits, key=lambda card: (-hits[card], len(card.name)))
    return [card for card in best[:limit] if hits[card] * 2 >= len(asked)]


def _like(word: str, among: Concordance[Card]) -> set[Card]:
    """The cards that have this word or one spelt like it."""
    spelt = [word] if among.with_words([word]) else []
    spelt = spelt or difflib.get_close_matches(word, among.beginning_like(word), 3, 0.8)
    return {card for one in spelt for card in among.with_words([one])}
