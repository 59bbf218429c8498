"""The portal's home: search, audiences, sectors, life events, look-up, news, figures."""

import collections

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from cms.catalogue import listing
from cms.models.news import NewsPage
from cms.models.public import PublicPage


class HomePage(PublicPage):
    """The front page of the portal (trang chủ)."""

    hero_title = models.CharField(_("câu chào"), max_length=160)
    hero_text = models.CharField(_("lời dẫn"), max_length=255, blank=True)
    popular = ParentalManyToManyField(
        "catalog.Procedure",
        blank=True,
        related_name="+",
        verbose_name=_("thủ tục thường dùng"),
    )

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
        entries = listing()
        sectors = collections.Counter(entry.procedure.sector for entry in entries)
        events = collections.Counter(
            event for entry in entries for event in entry.procedure.life_events.all()
        )
        popular = {procedure.pk for procedure in self.popular.all()}
        return context | {
            "entries": entries,
            "popular": [entry for entry in entries if entry.procedure.pk in popular],
            "persons": sum(entry.procedure.for_persons for entry in entries),
            "organisations": sum(entry.procedure.for_organisations for entry in entries),
            "sectors": sorted(sectors.items(), key=lambda item: item[0].order),
            "life_events": sorted(events.items(), key=lambda item: (item[0].order, item[0].name)),
            "online": sum(entry.version.takes_online for entry in entries),
            "full_online": sum(entry.version.service_level == 4 for entry in entries),
            "news": NewsPage.objects.live().order_by("-date", "-pk")[:3],
        }
