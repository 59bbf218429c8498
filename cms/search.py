"""Finding procedures and texts: folded words, synonyms, a rank people expect, near misses for typing errors."""

import dataclasses
import difflib
import re
import unicodedata
from collections.abc import Iterable

from catalog.text import fold
from cms.concordance import Concordance, Thing, Worded, words_of
from cms.library import Kind, Library, Text, library
from cms.shelf import Card, Shelf, shelf

SCATTERED = 10
_VARIANTS = 12
_WRITTEN = re.compile(r"\w+")
_OPENING = 3  # words before which names do not differ: «giải quyết hưởng chế độ …»


def phrasings(query: str, synonyms: list[tuple[str, str]]) -> list[list[str]]:
    """The query and the same with synonyms put in, either way («the bhyt» ~ «the bao hiem y te»).

    What ends with the beginning of a meaning is said short too: «so bao hiem» ~ «so bhxh».
    """
    said = [" ".join(words_of(query))]
    for one, other in synonyms + [(other, one) for one, other in synonyms]:
        for phrase in list(said):
            if one and one in phrase and len(said) < _VARIANTS:
                changed = re.sub(rf"\b{re.escape(one)}\b", other, phrase)
                if changed not in said:
                    said.append(changed)
    for short, meaning in synonyms:
        begun = _begun(said[0], meaning)
        if begun and len(said) < _VARIANTS:
            said.append(said[0].removesuffix(begun) + short)
    return [phrase.split() for phrase in said]


def _begun(phrase: str, meaning: str) -> str:
    """The first words of a meaning, two at least and not all, that the phrase ends with."""
    words = meaning.split()
    for count in range(len(words) - 1, 1, -1):
        begun = " ".join(words[:count])
        if f" {phrase}".endswith(f" {begun}"):
            return begun
    return ""


def _score(thing: Worded, words: list[str]) -> int:
    """The higher the better: code, name's start, name, keywords and summary, papers and guidance.

    In a name earlier is better: what it is about stands before what it is for or comes after.

    Lowest are words scattered over papers and guidance: in Vietnamese single syllables say little.
    """
    phrase, code = " ".join(words), thing.code.casefold()
    if phrase in {code, code.replace(".", "")}:
        return 100
    if thing.title.startswith(phrase):
        return 80
    ahead, here, _rest = thing.title.partition(f" {phrase}")
    if here:
        return 70 - min(9, len(ahead.split()) // _OPENING)
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


def _in_order(best: dict[Card, int], query: str) -> list[Card]:
    """Best first; what has the words typed only under other marks («sơ» for «sổ») comes after."""
    typed = {word for word in _spelt(query) if word[1] != tuple(sorted(word[0]))}
    return sorted(
        best,
        key=lambda card: (_is_otherwise(card, typed), -best[card], len(card.name), card.code),
    )


def _is_otherwise(card: Card, typed: set[tuple]) -> bool:
    """Whether the name has a typed word under other marks, and nowhere under those typed."""
    named = set(card.title.split())
    near = {word for word in typed if word[0] in named}
    return bool(near) and not near <= _spelt(f"{card.name} {card.summary}")


def _spelt(text: str) -> set[tuple]:
    """Each word folded, and its letters with their marks wherever these are put: «hoà» is «hòa»."""
    words = _WRITTEN.findall(unicodedata.normalize("NFC", text).casefold())
    return {(fold(word), tuple(sorted(unicodedata.normalize("NFD", word)))) for word in words}


def ranked(query: str, found: Shelf | None = None) -> list[Card]:
    """The procedures that have every word of the query, best first, among equals the plainest name.

    Without a query all, as they stand.
    """
    found = found or shelf()
    if not words_of(query):
        return found.cards
    best = _scores(phrasings(query, found.synonyms), found.words)
    return _in_order(_good(best, floor=_floor(best.values())), query)


@dataclasses.dataclass(frozen=True)
class Findings:
    """What the whole portal says to a query: procedures first, then texts by kind, each best first."""

    procedures: list[Card]
    texts: dict[Kind, list[Text]]
    is_scattered: bool = False  # the words stand here and there, nothing is really about them

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
        _in_order(_good(cards, floor=floor), query),
        {kind: groups[kind] for kind in Kind if kind in groups},
        is_scattered=floor < SCATTERED,
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
