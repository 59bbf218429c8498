"""What the editors put around every page: contacts, footer links, notices of today. Kept in memory."""

from django.core.cache import caches
from django.utils import timezone
from django.utils.translation import get_language

from cms.models import FooterLink, Notice, PortalSettings
from cms.page_cache import edition


def shell() -> dict:
    """`contact`, `links` as (label, address) and `notices`, read once per publication and day."""
    key = f"shell:{edition()}:{timezone.localdate()}:{get_language()}"
    return caches["pages"].get_or_set(key, _read, 24 * 60 * 60)


def _read() -> dict:
    links = list(FooterLink.objects.select_related("settings", "page"))
    return {
        "contact": links[0].settings if links else PortalSettings.load(),
        "links": [(str(link), link.page.url) for link in links if link.page.live],
        "notices": [
            (notice.tone, notice.title, notice.text, notice.link_page and notice.link_page.url)
            for notice in Notice.objects.showing().select_related("link_page")
        ],
    }
