"""The portal's home: search, audiences, sectors, life events, look-up, news, figures."""

import collections

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from cms.models.finder import FinderPage
from cms.models.news import NewsPage
from cms.models.public import PublicPage
from cms.shelf import shelf


class HomePage(PublicPage):
    """The front page of the portal (trang chủ)."""

    hero_title = models.CharField(_("câu chào"), max_length=160)
    hero_text = models.CharField(_("lời dẫn"), max_length=255, blank=True)
    hero_title_en = models.CharField(_("câu chào tiếng Anh"), max_length=160, blank=True)
    hero_text_en = models.CharField(_("lời dẫn tiếng Anh"), max_length=255, blank=True)
    popular = ParentalManyToManyField(
        "catalog.Procedure",
        blank=True,
        related_name="+",
        verbose_name=_("thủ tục thường dùng"),
    )

    ENGLISH = ("title", "hero_title", "hero_text")

    content_panels = [
        *PublicPage.content_panels,
        MultiFieldPanel(
            [FieldPanel("hero_title"), FieldPanel("hero_text")], heading=_("Đầu trang")
        ),
        FieldPanel("popular"),
    ]

    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    template = "cms/home_page.html"

    class Meta:
        verbose_name = _("trang chủ")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        found = shelf()
        cards = found.cards
        sectors = collections.Counter(card.sector for card in cards)
        events = collections.Counter(
            found.life_events[code] for card in cards for code in card.life_events
        )
        popular = {procedure.pk for procedure in self.popular.all()}
        return context | {
            "count": len(cards),
            "popular": [card for card in cards if card.pk in popular],
            "persons": sum(card.for_persons for card in cards),
            "organisations": sum(card.for_organisations for card in cards),
            "sectors": sorted(sectors.items(), key=lambda item: item[0].order),
            "life_events": sorted(events.items(), key=lambda item: (item[0].order, item[0].name)),
            "online": sum(card.takes_online for card in cards),
            "full_online": sum(card.level == 4 for card in cards),
            "finder": FinderPage.objects.child_of(self).live().first(),
            "news": NewsPage.objects.live().order_by("-date", "-pk")[:3],
        }
