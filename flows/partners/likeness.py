"""How alike two names are: the words they share, rare ones counting more than common ones."""

import math
import re
from collections import Counter, defaultdict

from catalog.text import fold

LEAST = 40  # per cent: below it nothing is suggested
_WORD = re.compile(r"\w+")


def words(name: str) -> frozenset[str]:
    """«Cấp lại thẻ BHYT» and «Cấp lại thẻ bảo hiểm y tế» are the same words."""
    plain = fold(name)
    for short, long in (("bhxh", "bao hiem xa hoi"), ("bhyt", "bao hiem y te"), ("bhtn", "bao hiem that nghiep")):  # fmt: skip
        plain = plain.replace(short, long)
    return frozenset(_WORD.findall(plain))


class Names:
    """Named things to look among: {key: (code, name)}."""

    def __init__(self, named: dict):
        self.codes = {code: key for key, (code, _name) in named.items()}
        self.words = {key: words(name) for key, (_code, name) in named.items()}
        seen = Counter(word for held in self.words.values() for word in held)
        self.weight = {word: math.log(1 + len(named) / n) for word, n in seen.items()}
        self.holders = defaultdict(list)
        for key, held in self.words.items():
            for word in held:
                self.holders[word].append(key)

    def like(self, code: str, name: str) -> list[tuple[int, object]]:
        """(per cent, key), the most alike first; the same code counts as much as the name."""
        asked = words(name)
        shared: dict = defaultdict(float)
        for word in asked:
            for key in self.holders.get(word, ()):
                shared[key] += self.weight[word]
        whole = self._weight(asked)
        found = {
            key: 2 * weight / (whole + self._weight(self.words[key]))
            for key, weight in shared.items()
        }
        if (same := self.codes.get(code)) is not None:
            found[same] = (1 + found.get(same, 0)) / 2
        rated = sorted(((round(100 * one), key) for key, one in found.items()), reverse=True)
        return [(percent, key) for percent, key in rated if percent >= LEAST]

    def _weight(self, held: frozenset[str]) -> float:
        rare = max(self.weight.values(), default=1.0)
        return sum(self.weight.get(word, rare) for word in held)


def pairs(ours: dict, among: Names) -> dict:
    """{our key: (per cent, their key)}, each of theirs at most once, the most alike pairs first."""
    rated = [
        (percent, key, theirs)
        for key, (code, name) in ours.items()
        for percent, theirs in among.like(code, name)[:5]
    ]
    found, taken = {}, set()
    for percent, key, theirs in sorted(rated, key=lambda one: (-one[0], one[1])):
        if key not in found and theirs not in taken:
            found[key] = (percent, theirs)
            taken.add(theirs)
    return found
