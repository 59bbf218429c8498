"""Words that stand in Vietnamese and, where translated, in English beside it (`name`, `name_en`)."""

import dataclasses

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language


@dataclasses.dataclass(frozen=True)
class Said:
    """Words for the reader at hand; `lang` says, on an English page, which language they are."""

    text: str
    is_vietnamese: bool

    def __str__(self):
        return self.text

    @property
    def lang(self) -> SafeString:
        if get_language() == "vi":
            return SafeString("")
        return format_html('lang="{}"', "vi" if self.is_vietnamese else "en")

    @property
    def is_untranslated(self) -> bool:
        """Whether readers of another language meet these words in Vietnamese."""
        return bool(self.text) and self.is_vietnamese and get_language() != "vi"


def ours(text: str) -> Said:
    """A word of the interface, which is in the language of the page already."""
    return Said(text, False)


def said(thing, name: str) -> Said:
    """A field of a thing in the language of the page, Vietnamese where there is no other."""
    english = getattr(thing, f"{name}_en") if get_language() == "en" else ""
    return Said(english or getattr(thing, name), not english)
