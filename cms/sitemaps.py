"""sitemap.xml: the pages of the editors and the procedures in force."""

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap as PageSitemap

from cms.catalogue import listing

__all__ = ["PageSitemap", "ProcedureSitemap"]


class ProcedureSitemap(Sitemap):
    """Every procedure people can ask for today."""

    protocol = settings.BASE_URL.split(":", 1)[0]

    def items(self):
        return [entry.procedure for entry in listing()]

    def location(self, item):
        return reverse("cms:procedure", args=[item.code])

    def lastmod(self, item):
        return item.last_published_at
