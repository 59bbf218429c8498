"""What the editors wrote, as words to search: help, questions, news, notices. Kept like the shelf.

An answer inside a page is found by itself and opened where it stands.
"""

import dataclasses
import datetime
import functools
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from catalog.text import fold
from cms.concordance import Concordance, anchor, plain, without_markup
from cms.editions import edition
from cms.models.content import ContentPage
from cms.models.forms import Faq
from cms.models.help import HelpPage
from cms.models.news import NewsPage
from cms.models.notice import Notice

_NOT_WORDS = {"id", "type", "level", "image", "decorative"}  # of a block's raw value
NOTICES = 60  # the notices' page shows as many


class Kind(models.TextChoices):
    """The groups of results, in the order they are shown below the procedures."""

    QUESTION = "hoi-dap", _("Câu hỏi thường gặp")
    HELP = "huong-dan", _("Hướng dẫn và thông tin của cổng")
    NEWS = "tin-tuc", _("Tin tức")
    NOTICE = "thong-bao", _("Thông báo")


@dataclasses.dataclass(eq=False, slots=True)
class Text:
    """One text that can be found, in both languages, with its addresses."""

    kind: Kind
    words_vi: tuple[str, str]  # title and summary
    words_en: tuple[str, str] | None  # none: English readers get the Vietnamese
    address_vi: str
    address_en: str
    day: datetime.date | None
    title: str  # folded
    own_words: str
    all_words: str
    code: str = ""

    @property
    def _is_english(self) -> bool:
        return get_language() == "en" and self.words_en is not None

    @property
    def name(self) -> str:
        return (self.words_en if self._is_english and self.words_en else self.words_vi)[0]

    @property
    def summary(self) -> str:
        return (self.words_en if self._is_english and self.words_en else self.words_vi)[1]

    @property
    def address(self) -> str:
        return self.address_en if get_language() == "en" else self.address_vi

    @property
    def language(self) -> str:
        return "en" if self._is_english else "vi"

    @property
    def vi(self) -> SafeString:
        """`lang="vi"` where an English page shows Vietnamese words."""
        plain_here = get_language() == "vi" or self._is_english
        return SafeString("" if plain_here else 'lang="vi"')


@dataclasses.dataclass(frozen=True)
class Library:
    """Every text, newest first within its kind."""

    texts: list[Text]

    @functools.cached_property
    def words(self) -> Concordance[Text]:
        return Concordance(self.texts)


_kept: tuple[tuple, Library | None] = ((), None)


def library() -> Library:
    """The library of the present edition and day."""
    global _kept
    key = (edition(), timezone.localdate())
    if _kept[0] != key or _kept[1] is None:
        _kept = (key, read(key[1]))
    return _kept[1]


def read(day: datetime.date) -> Library:
    """The texts of a day, from the database: one query for each kind of row."""
    texts = [*_questions(day)]
    for model, kind in ((HelpPage, Kind.HELP), (ContentPage, Kind.HELP), (NewsPage, Kind.NEWS)):
        for page in model.objects.live().order_by("-first_published_at", "-pk"):
            texts += _of_page(page, kind)
    return Library([*texts, *_notices()])


def _text(kind, vi, en, addresses, *, beside="", day=None) -> Text:
    """`vi` and `en` are title and summary; `beside` are words searched after these."""
    own = plain(fold(" ".join([*vi, *(en or ())])))
    return Text(
        kind=kind,
        words_vi=vi,
        words_en=en,
        address_vi=addresses[0],
        address_en=addresses[1],
        day=day,
        title=plain(fold(vi[0])),
        own_words=own,
        all_words=f"{own} {plain(fold(beside))}",
    )


def _in_both(address) -> tuple[str, str]:
    """What it returns for readers of either language."""
    found = []
    for language in (settings.LANGUAGE_CODE, "en"):
        with override(language):
            found.append(address())
    return found[0], found[1]


def _of_page(page, kind: Kind) -> Iterator[Text]:
    """A page and the questions it answers."""
    addresses = _in_both(lambda: page.url or "")
    lead = "intro" if isinstance(page, ContentPage) else "summary"
    english = (page.title_en, getattr(page, f"{lead}_en")) if page.has_english else None
    bodies = [page.body.raw_data, page.body_en.raw_data if english else []]
    yield _text(
        kind,
        (page.title, getattr(page, lead)),
        english,
        addresses,
        beside=" ".join(words for body in bodies for words in _words(list(body))),
        day=page.date if isinstance(page, NewsPage) else None,
    )
    asked = [_asked(body) for body in bodies]
    paired = len(asked[0]) == len(asked[1])
    for place, (question, answer) in enumerate(asked[0]):
        other = asked[1][place] if paired else None
        marks = anchor(question), anchor(other[0] if other else question)
        ends = [f"{address}#{mark}" for address, mark in zip(addresses, marks, strict=True)]
        yield _text(Kind.QUESTION, (question, answer), other, ends)


def _asked(body: Iterable) -> list[tuple[str, str]]:
    """The questions of a body with their answers."""
    return [
        (item["value"]["question"], without_markup(item["value"]["answer"]))
        for block in body
        if block["type"] == "questions"
        for item in block["value"]["questions"]
    ]


def _words(value) -> Iterator[str]:
    """Every text inside a block's raw value."""
    if isinstance(value, str):
        yield without_markup(value)
    elif isinstance(value, list):
        for part in value:
            yield from _words(part)
    elif isinstance(value, dict):
        for name, part in value.items():
            if name not in _NOT_WORDS:
                yield from _words(part)


def _questions(day: datetime.date) -> Iterator[Text]:
    """The questions about procedures, each where the first of its procedures stands."""
    about = Faq.procedures.through.objects.filter(
        models.Q(procedure__repealed_on__isnull=True) | models.Q(procedure__repealed_on__gt=day),
        procedure__live=True,
    )
    order = ("faq__order", "faq", "procedure__code")
    rows = about.select_related("faq").annotate(code=models.F("procedure__code")).order_by(*order)
    first: dict[Faq, str] = {}
    for row in rows:
        first.setdefault(row.faq, row.code)
    for faq, code in first.items():
        page, mark = (
            _in_both(lambda code=code: reverse("cms:procedure", args=[code])),
            anchor(faq.question),
        )
        yield _text(
            Kind.QUESTION,
            (faq.question, without_markup(faq.answer)),
            (faq.question_en, without_markup(faq.answer_en)) if faq.question_en else None,
            [f"{address}#{mark}" for address in page],
        )


def _notices() -> Iterator[Text]:
    addresses = _in_both(lambda: reverse("cms:notices"))
    for notice in Notice.objects.all()[:NOTICES]:
        yield _text(
            Kind.NOTICE,
            (notice.title, notice.text),
            (notice.title_en, notice.text_en) if notice.title_en else None,
            [f"{address}#thong-bao-{notice.pk}" for address in addresses],
            day=notice.starts_on,
        )
