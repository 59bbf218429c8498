"""Finding a procedure: folded words, synonyms, a rank people expect, near misses for typing errors."""

import difflib
import re

from cms.shelf import Card, Shelf, shelf, words_of

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


def _score(card: Card, words: list[str]) -> int:
    """The higher the better: code, name's start, name, keywords and summary, papers and guidance.

    Lowest are words scattered over papers and guidance: in Vietnamese single syllables say little.
    """
    phrase, code = " ".join(words), card.code.casefold()
    if phrase in {code, code.replace(".", "")}:
        return 100
    if card.title.startswith(phrase):
        return 80
    if f" {phrase}" in card.title:
        return 70
    if all(f" {word}" in f" {card.title}" for word in words):
        return 60
    if f" {phrase}" in f" {card.own_words}":
        return 50
    if all(f" {word}" in f" {card.own_words}" for word in words):
        return 40
    return 20 if f" {phrase}" in card.all_words else SCATTERED


def ranked(query: str, found: Shelf | None = None) -> list[Card]:
    """The procedures that have every word of the query, best first, among equals the plainest name.

    Without a query all, as they stand.
    """
    found = found or shelf()
    if not words_of(query):
        return found.cards
    best: dict[Card, int] = {}
    for words in phrasings(query, found.synonyms):
        for card in found.with_words(words):
            best[card] = max(best.get(card, 0), _score(card, words))
    if any(score > SCATTERED for score in best.values()):
        best = {card: score for card, score in best.items() if score > SCATTERED}
    return sorted(best, key=lambda card: (-best[card], len(card.name), card.code))


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
        for card in _like(word, found):
            hits[card] = hits.get(card, 0) + 1
    best = sorted(hits, key=lambda card: (-hits[card], len(card.name)))
    return [card for card in best[:limit] if hits[card] * 2 >= len(asked)]


def _like(word: str, among: Shelf) -> set[Card]:
    """The cards that have this word or one spelt like it."""
    spelt = [word] if among.with_words([word]) else []
    spelt = spelt or difflib.get_close_matches(word, among.beginning_like(word), 3, 0.8)
    return {card for one in spelt for card in among.with_words([one])}
