"""What the editors put around every page: contacts, menu, footer links, notices of now. Kept in memory."""

import datetime

from django.core.cache import caches
from django.utils import timezone
from django.utils.translation import get_language

from cms.editions import edition
from cms.models import FooterLink, MenuLink, Notice, PortalSettings


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
    footer: dict[str, list] = {column: [] for column in FooterLink.Column.values}
    links = list(FooterLink.objects.select_related("settings", "page"))
    for link in links:
        if url := link.url_in(language):
            footer[link.column].append((*link.said_in(language), url))
    menu = [
        (*link.said_in(language), url)
        for link in MenuLink.objects.select_related("page")
        if (url := link.url_in(language))
    ]
    return {
        "contact": links[0].settings if links else PortalSettings.load(),
        "menu": menu,
        "footer": footer,
        "notices": [_notice(row) for row in Notice.objects.around().select_related("link_page")],
    }


def _notice(row: Notice) -> dict:
    far = timezone.now() + datetime.timedelta(days=3650)
    address = row.link_page.url if row.link_page and row.link_page.live else ""
    return {
        "begins": row.begins,
        "ends": row.ends or far,
        "shown": (row.tone, row.title, row.text, address),
    }
