"""Vietnamese text folded for searching: one rule for what is stored and for what is asked."""

import re
import unicodedata

_SPACE = re.compile(r"\s+")


def fold(value: str) -> str:
    """NFD, marks stripped, đ→d, casefolded, single spaces: «Cấp lại THẺ» → «cap lai the»."""
    decomposed = unicodedata.normalize("NFD", value)
    bare = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return _SPACE.sub(" ", bare.replace("đ", "d").replace("Đ", "D").casefold()).strip()


def compose(value: str) -> str:
    """NFC with outer space removed: the only form in which text is stored."""
    return (value if value.isascii() else unicodedata.normalize("NFC", value)).strip()
