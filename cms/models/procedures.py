"""The procedure index: search, filters, pages (danh mục thủ tục)."""

from django.core.paginator import Paginator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.catalogue import Choice, entries
from cms.models.public import PublicPage
from cms.models.words import MissedSearch
from cms.search import near, ranked

PER_PAGE = 20


class ProcedureIndexPage(PublicPage):
    """All procedures in force (`/thu-tuc/`); one procedure is a view of its own, see cms/urls.py."""

    intro = models.TextField(_("lời dẫn"), blank=True)
    intro_en = models.TextField(_("lời dẫn tiếng Anh"), blank=True)

    ENGLISH = ("title", "intro")

    content_panels = [*PublicPage.content_panels, FieldPanel("intro")]

    parent_page_types = ["cms.HomePage"]
    subpage_types = []
    max_count = 1
    template = "cms/procedure_index_page.html"

    class Meta:
        verbose_name = _("danh mục thủ tục")

    def get_context(self, request, *args, **kwargs):
        choice = Choice.from_query(request.GET)
        found = ranked(choice.query)
        if choice.query and not found:
            MissedSearch.objects.remember(choice.query)
        page_obj = Paginator(choice.narrow(found), PER_PAGE).get_page(request.GET.get("page"))
        page_obj.object_list = entries(page_obj.object_list)
        facets = choice.facets(found)
        return super().get_context(request, *args, **kwargs) | {
            "choice": choice,
            "facets": facets,
            "chosen": choice.labels(facets),
            "near": entries(near(choice.query)) if not found else [],
            "page_obj": page_obj,
        }
