"""sitemap.xml: the pages of the editors and the procedures in force."""

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap as PageSitemap

from catalog.models import Procedure
from cms.shelf import shelf

__all__ = ["PageSitemap", "ProcedureSitemap"]


class ProcedureSitemap(Sitemap):
    """Every procedure people can ask for today."""

    protocol = settings.BASE_URL.split(":", 1)[0]

    def items(self):
        cards = shelf().cards
        return Procedure.objects.filter(pk__in=[card.pk for card in cards]).only(
            "code", "last_published_at"
        )

    def location(self, item):
        return reverse("cms:procedure", args=[item.code])

    def lastmod(self, item):
        return item.last_published_at
