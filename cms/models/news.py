"""News and announcements (tin tức)."""

from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.blocks import BodyBlock
from cms.models.public import PublicPage

PER_PAGE = 10


class NewsIndexPage(PublicPage):
    """The list of news, newest first (`/tin-tuc/`)."""

    intro = models.TextField(_("lời dẫn"), blank=True)
    intro_en = models.TextField(_("lời dẫn tiếng Anh"), blank=True)

    ENGLISH = ("title", "intro")

    content_panels = [*PublicPage.content_panels, FieldPanel("intro")]

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsPage"]
    max_count = 1
    template = "cms/news_index_page.html"

    class Meta:
        verbose_name = _("trang tin tức chung")

    def get_context(self, request, *args, **kwargs):
        news = NewsPage.objects.child_of(self).live().order_by("-date", "-pk")
        page_obj = Paginator(news, PER_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {"page_obj": page_obj}


class NewsPage(PublicPage):
    """One piece of news (bài tin)."""

    date = models.DateField(_("ngày đăng"), default=timezone.localdate)
    summary = models.CharField(_("tóm tắt"), max_length=400)
    image = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ảnh"),
    )
    image_alt = models.CharField(
        _("mô tả ảnh"),
        max_length=255,
        blank=True,
        help_text=_("Để trống khi ảnh chỉ để trang trí."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("nội dung"))
    summary_en = models.CharField(_("tóm tắt tiếng Anh"), max_length=400, blank=True)
    body_en = StreamField(BodyBlock(), verbose_name=_("nội dung tiếng Anh"), blank=True)

    ENGLISH = ("title", "summary", "body")

    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("date"),
        FieldPanel("summary"),
        FieldPanel("image"),
        FieldPanel("image_alt"),
        FieldPanel("body"),
    ]
    search_fields = [
        *PublicPage.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("date"),
    ]

    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types = []
    template = "cms/news_page.html"

    class Meta:
        verbose_name = _("bài tin")
        verbose_name_plural = _("bài tin")
