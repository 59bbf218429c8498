"""What editors do with the catalogue: the words of a procedure, with drafts, review and preview."""

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, PublishingPanel
from wagtail.admin.ui.tables import LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from catalog.eforms import editing_views
from catalog.eforms.editing import EFormViewSet
from catalog.models import Procedure


class FactsPanel(HelpPanel):
    """The version in force, to be read only: the law is changed in the catalogue."""

    def __init__(self, template="catalog/editor/facts.html", **kwargs):
        super().__init__(template=template, **kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context=None):
            version = self.instance.version_on() if self.instance.pk else None
            return super().get_context_data(parent_context) | {"version": version}


class ProcedureIndexView(IndexView):
    """The list, searched without regard to diacritics."""

    def search_queryset(self, queryset):
        return queryset.matching(self.search_query) if self.is_searching else queryset

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("sector", "latest_revision")


class ProcedureViewSet(SnippetViewSet):
    """Editorial side of a procedure; name, sector and terms come from the catalogue."""

    model = Procedure
    icon = "doc-full"
    menu_label = _("Thủ tục")
    menu_order = 110
    add_to_admin_menu = True
    index_view_class = ProcedureIndexView
    list_display = ["code", "name", "sector", LiveStatusTagColumn(), UpdatedAtColumn()]
    list_filter = ["sector", "live", "for_persons", "for_organisations"]
    list_per_page = 30
    search_backend_name = None
    search_fields = ["search_text"]
    ordering = "code"
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("code", read_only=True),
                FieldPanel("name", read_only=True),
                FieldPanel("sector", read_only=True),
                FactsPanel(heading=_("Phiên bản đang có hiệu lực")),
            ],
            heading=_("Theo quyết định công bố"),
            help_text=_("Sửa ở Danh mục trong bàn làm việc; ở đây chỉ sửa lời hướng dẫn."),
        ),
        FieldPanel("summary"),
        FieldPanel("guidance"),
        MultiFieldPanel(
            [FieldPanel("summary_en"), FieldPanel("guidance_en")], heading=_("Tiếng Anh")
        ),
        FieldPanel("keywords"),
        FieldPanel("life_events", widget=CheckboxSelectMultiple),
        FieldPanel("related"),
        PublishingPanel(),
    ]


register_snippet(ProcedureViewSet)
register_snippet(EFormViewSet)


@hooks.register("register_admin_urls")
def screens_of_forms():
    return editing_views.urlpatterns
