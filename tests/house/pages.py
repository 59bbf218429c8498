"""What a page says, and in which language it says that it says it."""

import re
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
SILENT = {"script", "style", "template", "code", "kbd"}
SAID = {"title", "placeholder", "aria-label", "alt"}
# Letters that no English word has.
VIETNAMESE = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.IGNORECASE
)
ENGLISH = re.compile(
    r"\b(Submit|Save|Search|Delete|Password|Token|Next|Previous|Sign in|Log (in|out)|Cancel|Edit"
    r"|Import|Export|Toggle|Skip to|Breadcrumbs?|Select|Choose|Continue|Loading|Upload|Publish"
    r"|Preview|Status|Filters?|Show|Hide|Close|Help|Page|Pages|Images?|Documents?"
    r"|Reports|Settings|History|Workflows?|Home|Required|This field|Add|Update|Confirm)\b"
)

# Written into the templates of Django's admin and of Wagtail without gettext.
UNTRANSLATABLE = {"Search", "Actions"}


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.texts: list[tuple[str, str]] = []

    @property
    def language(self) -> str:
        return next((language for _tag, language in reversed(self.open) if language), "")

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        language = given.get("lang") or self.language
        if tag not in VOID:
            self.open.append((tag, given.get("lang") or ""))
        said = [given[name] for name in SAID & given.keys()]
        if tag == "input" and given.get("type") == "submit":
            said.append(given.get("value"))
        self.texts += [(language, text) for text in said if text]

    def handle_endtag(self, tag):
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index][0] == tag:
                del self.open[index:]
                return

    def handle_data(self, data):
        if data.strip() and not SILENT & {tag for tag, _language in self.open}:
            self.texts.append((self.language, " ".join(data.split())))


def texts_of(html: str) -> list[tuple[str, str]]:
    """Every text and spoken attribute of a page with the language it is marked with."""
    reader = _Reader()
    reader.feed(html)
    return reader.texts


def english_of(html: str) -> list[str]:
    """What still speaks English on a Vietnamese page."""
    return [
        said
        for lang, said in texts_of(html)
        if lang != "en" and said not in UNTRANSLATABLE and ENGLISH.search(said)
    ]


def vietnamese_of(html: str) -> list[str]:
    """What speaks Vietnamese on an English page without saying so (titles cannot say it)."""
    body = html[html.find("<body") :]
    return [said for lang, said in texts_of(body) if lang != "vi" and VIETNAMESE.search(said)]
