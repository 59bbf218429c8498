"""sitemap.xml: the pages of the editors and the procedures in force."""

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils.translation import override
from wagtail.contrib.sitemaps import Sitemap as PageSitemap
from wagtail.models import Page

from catalog.models import Procedure
from cms.models.english import InEnglish
from cms.shelf import shelf

__all__ = ["EnglishSitemap", "PageSitemap", "ProcedureSitemap"]


class EnglishSitemap(Sitemap):
    """The pages that are there in English."""

    protocol = settings.BASE_URL.split(":", 1)[0]

    def items(self):
        pages = Page.objects.live().public().specific()
        return [page for page in pages if isinstance(page, InEnglish) and page.has_english]

    def location(self, item):
        with override("en"):
            return item.relative_url(None) or item.url

    def lastmod(self, item):
        return item.last_published_at


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
