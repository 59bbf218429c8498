"""Finding a procedure: folded words, synonyms, a rank people expect, near misses for typing errors."""

import difflib
import re

from catalog.text import fold
from cms.catalogue import Entry
from cms.models.words import Synonym

_WORD = re.compile(r"[a-z0-9.]+")
_VARIANTS = 12


def words_of(text: str) -> list[str]:
    return [word.strip(".") for word in _WORD.findall(fold(text)) if word.strip(".")]


def phrasings(query: str) -> list[list[str]]:
    """The query and the same with synonyms put in, either way («the bhyt» ~ «the bao hiem y te»)."""
    said = [" ".join(words_of(query))]
    pairs = [
        (" ".join(words_of(term)), " ".join(words_of(means)))
        for term, means in Synonym.objects.values_list("term", "means")
    ]
    for one, other in pairs + [(other, one) for one, other in pairs]:
        for phrase in list(said):
            changed = re.sub(rf"\b{re.escape(one)}\b", other, phrase)
            if one and changed not in said and len(said) < _VARIANTS:
                said.append(changed)
    return [phrase.split() for phrase in said]


def _score(entry: Entry, words: list[str]) -> int:
    """0 when a word is missing; else the higher the better: code, name's start, name, keywords, rest."""
    procedure = entry.procedure
    phrase, code = " ".join(words), procedure.code.casefold()
    if phrase in {code, code.replace(".", "")}:
        return 100
    if not all(word in procedure.search_text for word in words):
        return 0
    name = " ".join(words_of(procedure.name))
    if name.startswith(phrase):
        return 80
    if f" {phrase}" in name:
        return 70
    if all(f" {word}" in f" {name}" for word in words):
        return 60
    if all(word in fold(f"{name} {procedure.keywords}") for word in words):
        return 40
    return 20


def ranked(query: str, entries: list[Entry]) -> list[Entry]:
    """The entries that have every word of the query, best first, among equals the plainest name.

    Without a query all, as they stand.
    """
    if not words_of(query):
        return entries
    said = phrasings(query)
    scores = [(max(_score(entry, words) for words in said), entry) for entry in entries]
    best = sorted(
        (pair for pair in scores if pair[0]),
        key=lambda pair: (-pair[0], len(pair[1].procedure.name)),
    )
    return [entry for _, entry in best]


def near(query: str, entries: list[Entry], limit: int = 5) -> list[Entry]:
    """The entries whose code or words come closest to a query that found nothing."""
    asked = words_of(query)
    phrase = " ".join(asked)

    def likeness(entry: Entry) -> float:
        code = difflib.SequenceMatcher(None, phrase, entry.procedure.code).ratio()
        words = set(entry.procedure.search_text.split())
        close = [bool(difflib.get_close_matches(word, words, 1, 0.8)) for word in asked]
        return max(code if phrase[:1].isdigit() else 0, sum(close) / max(len(close), 1))

    scored = sorted(((likeness(entry), entry) for entry in entries), key=lambda pair: -pair[0])
    return [entry for score, entry in scored[:limit] if score >= 0.5]
