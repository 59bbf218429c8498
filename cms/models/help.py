"""Help: how to register, file, follow; what the rights are (trợ giúp)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.blocks import BodyBlock
from cms.models.public import PublicPage


class HelpIndexPage(PublicPage):
    """The list of help pages (`/tro-giup/`)."""

    intro = models.TextField(_("lời dẫn"), blank=True)
    intro_en = models.TextField(_("lời dẫn tiếng Anh"), blank=True)

    ENGLISH = ("title", "intro")

    content_panels = [*PublicPage.content_panels, FieldPanel("intro")]

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.HelpPage"]
    max_count = 1
    template = "cms/help_index_page.html"

    class Meta:
        verbose_name = _("trang trợ giúp chung")

    def get_context(self, request, *args, **kwargs):
        pages = HelpPage.objects.child_of(self).live()
        return super().get_context(request, *args, **kwargs) | {"pages": pages}


class HelpPage(PublicPage):
    """One subject of help (bài hướng dẫn)."""

    summary = models.CharField(_("tóm tắt"), max_length=255)
    body = StreamField(BodyBlock(), verbose_name=_("nội dung"))
    summary_en = models.CharField(_("tóm tắt tiếng Anh"), max_length=255, blank=True)
    body_en = StreamField(BodyBlock(), verbose_name=_("nội dung tiếng Anh"), blank=True)

    ENGLISH = ("title", "summary", "body")

    content_panels = [*PublicPage.content_panels, FieldPanel("summary"), FieldPanel("body")]
    search_fields = [
        *PublicPage.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
    ]

    parent_page_types = ["cms.HelpIndexPage"]
    subpage_types = []
    template = "cms/text_page.html"

    class Meta:
        verbose_name = _("bài hướng dẫn")
        verbose_name_plural = _("bài hướng dẫn")

    @property
    def lead(self) -> str:
        return self.said["summary"]
