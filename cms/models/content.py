"""A page of text: about, terms, privacy, accessibility, contact."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.blocks import BodyBlock
from cms.models.public import PublicPage


class ContentPage(PublicPage):
    """A page of text made of blocks (trang nội dung)."""

    intro = models.TextField(_("lời dẫn"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("nội dung"), blank=True)
    intro_en = models.TextField(_("lời dẫn tiếng Anh"), blank=True)
    body_en = StreamField(BodyBlock(), verbose_name=_("nội dung tiếng Anh"), blank=True)

    ENGLISH = ("title", "intro", "body")

    content_panels = [*PublicPage.content_panels, FieldPanel("intro"), FieldPanel("body")]
    search_fields = [
        *PublicPage.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
    ]

    parent_page_types = ["cms.HomePage", "cms.ContentPage"]
    subpage_types = ["cms.ContentPage"]
    template = "cms/text_page.html"

    class Meta:
        verbose_name = _("trang nội dung")
        verbose_name_plural = _("trang nội dung")

    @property
    def lead(self) -> str:
        return self.said["intro"]
