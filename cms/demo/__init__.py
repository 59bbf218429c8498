"""The demo portal: its page tree, made through Wagtail as an editor would make it."""

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from wagtail.models import Page, Site

from catalog.models import Procedure
from cms import editors
from cms.demo import about, english, finder, helping, news
from cms.models import (
    ContentPage,
    Faq,
    FinderPage,
    FooterLink,
    HelpIndexPage,
    HelpPage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    PortalSettings,
    ProcedureIndexPage,
    Synonym,
    TermsOfUse,
)

POPULAR = ("1.002051", "1.014166", "1.002179", "1.002759", "1.014163", "1.014171")
SYNONYMS = {
    "BHXH": "bảo hiểm xã hội",
    "BHYT": "bảo hiểm y tế",
    "BHTN": "bảo hiểm thất nghiệp",
    "TNLĐ": "tai nạn lao động",
    "BNN": "bệnh nghề nghiệp",
    "nghỉ đẻ": "thai sản",
    "nghỉ sinh": "thai sản",
    "tiền tuất": "tử tuất",
    "tử tuất": "trợ cấp tuất",
    "hưu trí": "lương hưu",
    "nghỉ hưu": "lương hưu",
    "mất sổ": "cấp lại sổ",
    "mất thẻ": "cấp lại thẻ",
}


def build(by) -> HomePage:
    """Home with everything below it, published in the name of `by`; what exists is left alone."""
    editors.set_up()
    home = HomePage.objects.first() or _home(by)
    tree = [
        (
            home,
            ProcedureIndexPage(slug="thu-tuc", title="Thủ tục hành chính", intro=about.PROCEDURES),
        ),
        (home, NewsIndexPage(slug="tin-tuc", title="Tin tức", intro=about.NEWS)),
        (home, HelpIndexPage(slug="tro-giup", title="Trợ giúp", intro=about.HELP)),
    ]
    index = {page.slug: _publish(parent, page, by) for parent, page in tree}
    today = timezone.localdate()
    for age, words in news.NEWS:
        page = NewsPage(date=today - datetime.timedelta(days=age), **words)
        _publish(index["tin-tuc"], page, by)
    for words in helping.PAGES:
        _publish(index["tro-giup"], HelpPage(**words), by)
    _finder(home, finder.TREE, by, advice=finder.ADVICE)
    _faqs()
    pages = [_publish(home, ContentPage(**words), by) for words in about.PAGES]
    _footer(pages)
    _terms()
    for term, means in SYNONYMS.items():
        Synonym.objects.get_or_create(term=term, defaults={"means": means})
    return home


def _terms() -> None:
    """The first version in force says what the page of the terms says."""
    words = next(page for page in about.PAGES if page["slug"] == "dieu-khoan")
    said = (
        f"<h2>{value['text']}</h2>" if kind == "heading" else value for kind, value in words["body"]
    )
    first = {"in_force_from": datetime.date(2026, 11, 1), "text": "".join(said)}
    TermsOfUse.objects.get_or_create(version="2026-11", defaults=first)


def _home(by) -> HomePage:
    """The home page in place of Wagtail's own welcome page, at the address of BASE_URL."""
    root = Page.get_first_root_node()
    welcome = list(root.get_children())
    home = HomePage(slug="trang-chu", **about.HOME, **english.PAGES["trang-chu"])
    root.add_child(instance=home)
    home.popular.set(Procedure.objects.filter(code__in=POPULAR))
    _checked(home).save_revision(user=by).publish(user=by)
    address = urlsplit(settings.BASE_URL)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "root_page": home,
            "hostname": address.hostname,
            "port": address.port or (443 if address.scheme == "https" else 80),
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )
    for page in welcome:
        Page.objects.get(pk=page.pk).delete()
    return HomePage.objects.get(pk=home.pk)


def _publish(parent, page, by):
    found = parent.get_children().filter(slug=page.slug).first()
    if found:
        return found.specific
    for name, words in english.PAGES.get(page.slug, {}).items():
        setattr(page, name, words)
    parent.add_child(instance=page)
    _checked(page).save_revision(user=by).publish(user=by)
    return page


def _checked(page):
    """Its English fits its Vietnamese, as a translator would say."""
    if page.title_en:
        page.english_for = page.vietnamese_print()
    return page


def _finder(parent, step, by, advice: str = "") -> None:
    """A step of the question tree with the steps below it."""
    title, slug, question, below = step
    page = FinderPage(
        title=title,
        slug=slug,
        question=question,
        advice=advice,
        title_en=english.FINDER[title],
        question_en=english.FINDER.get(question, ""),
        advice_en=english.ADVICE if advice else "",
    )
    codes = [one for one in below if isinstance(one, str)]
    page.procedures = list(Procedure.objects.filter(code__in=codes))
    page = _publish(parent, page, by)
    for one in below:
        if not isinstance(one, str):
            _finder(page, one, by)


def _faqs() -> None:
    if Faq.objects.exists():
        return
    for order, (question, answer, codes) in enumerate(finder.FAQS):
        faq = Faq(question=question, answer=answer, order=order)
        faq.question_en, faq.answer_en = english.FAQS[question]
        faq.procedures = list(Procedure.objects.filter(code__in=codes))
        faq.save()


def _footer(pages) -> None:
    house = PortalSettings.load()
    house.save()
    if not house.links.exists():
        FooterLink.objects.bulk_create(
            FooterLink(
                settings=house,
                page=page,
                label_en=english.PAGES.get(page.slug, {}).get("title_en", ""),
                sort_order=order,
            )
            for order, page in enumerate(pages)
            if page.slug != "ma-nguon"  # the footer has its link by itself
        )
