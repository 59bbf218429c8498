"""What the editors put around every page: contacts, menu, footer links, notices of now. Kept in memory."""

import datetime

from django.core.cache import caches
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Page

from catalog.models.spoken import said
from cms.editions import edition
from cms.models import FooterLink, MenuLink, Notice, PortalSettings
from cms.together import together

_OF_PAGE = ("title", "live", "url_path", "locale")  # what a link asks of its page


def shell() -> dict:
    """`contact`; `menu` and `footer` (by column) as (label, its language, address); `notices`."""
    kept, now = _kept(), timezone.now()
    showing = [row["shown"] for row in kept["notices"] if row["begins"] <= now < row["ends"]]
    return kept | {"notices": showing}


def next_change() -> datetime.datetime | None:
    """When the next notice of today begins or ends, if one does."""
    now = timezone.now()
    moments = [row[name] for row in _kept()["notices"] for name in ("begins", "ends")]
    return min((moment for moment in moments if moment > now), default=None)


def _kept() -> dict:
    """Read once per publication, day and language."""
    key = f"shell:{edition()}:{timezone.localdate()}:{get_language()}"
    return caches["pages"].get_or_set(key, _read, 24 * 60 * 60)


def _read() -> dict:
    language = get_language() or "vi"
    links_to = Q(pk__in=FooterLink.objects.values("page")) | Q(
        pk__in=MenuLink.objects.values("page")
    )
    around = Notice.objects.around()
    houses, links, menu, notices, pages = together(
        PortalSettings.objects.all(),
        FooterLink.objects.all(),
        MenuLink.objects.all(),
        around,
        Page.objects.filter(links_to | Q(pk__in=around.values("link_page"))).only(*_OF_PAGE),
    )
    at = {page.pk: page for page in pages}
    for link in (*links, *menu):
        link.page = at.get(link.page_id)
    for row in notices:
        row.link_page = at.get(row.link_page_id)
    footer: dict[str, list] = {column: [] for column in FooterLink.Column.values}
    for link in links:
        if url := link.url_in(language):
            footer[link.column].append((*link.said_in(language), url))
    return {
        "contact": houses[0] if houses else PortalSettings.load(),
        "menu": [(*link.said_in(language), url) for link in menu if (url := link.url_in(language))],
        "footer": footer,
        "notices": [_notice(row) for row in notices],
    }


def _notice(row: Notice) -> dict:
    far = timezone.now() + datetime.timedelta(days=3650)
    address = row.link_page.url if row.link_page and row.link_page.live else ""
    return {
        "begins": row.begins,
        "ends": row.ends or far,
        "shown": (row.tone, said(row, "title"), said(row, "text"), address),
    }
