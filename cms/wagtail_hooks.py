"""What editors keep beside the pages: notices, questions, forms, synonyms, lost searches; their reports."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.models import WorkflowState
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.models import Faq, FormFile, MissedSearch, Notice, Synonym, TermsOfUse
from cms.reports.views import BrokenLinks, EnglishState, StaleContent


class NoticeViewSet(SnippetViewSet):
    model = Notice
    icon = "warning"
    menu_label = _("Thông báo")
    menu_order = 120
    add_to_admin_menu = True
    list_display = ["title", "tone", "starts_on", "starts_at", "ends_on", "ends_at"]


class TermsViewSet(SnippetViewSet):
    """A version that people have agreed to stays as it is."""

    model = TermsOfUse
    icon = "doc-full"
    menu_label = _("Điều khoản sử dụng")
    menu_order = 125
    add_to_admin_menu = True
    list_display = ["version", "in_force_from"]


class SynonymViewSet(SnippetViewSet):
    model = Synonym
    icon = "openquote"
    menu_label = _("Từ đồng nghĩa")
    list_display = ["term", "means"]
    search_fields = ["term", "means"]


class MissedSearchViewSet(SnippetViewSet):
    """Read and cleared, never written by hand."""

    model = MissedSearch
    icon = "search"
    menu_label = _("Không có kết quả")
    list_display = ["asked", "times", "last_at"]
    list_export = ["asked", "times", "last_at"]
    inspect_view_enabled = True
    copy_view_enabled = False
    panels = [FieldPanel("asked", read_only=True), FieldPanel("times", read_only=True)]


class FaqViewSet(SnippetViewSet):
    model = Faq
    icon = "help"
    menu_label = _("Hỏi đáp")
    list_display = ["question", "order"]
    search_fields = ["question", "answer"]


class FormFileViewSet(SnippetViewSet):
    model = FormFile
    icon = "download"
    menu_label = _("Mẫu đơn")
    list_display = ["code", "name"]
    search_fields = ["code", "name"]


class BesideProceduresGroup(SnippetViewSetGroup):
    """What the page of a procedure shows beside the law."""

    menu_label = _("Kèm theo thủ tục")
    menu_icon = "folder-open-inverse"
    menu_order = 115
    items = (FaqViewSet, FormFileViewSet)


class SearchGroup(SnippetViewSetGroup):
    menu_label = _("Từ tìm kiếm")
    menu_icon = "search"
    menu_order = 130
    items = (SynonymViewSet, MissedSearchViewSet)


@hooks.register("register_admin_urls")
def report_addresses():
    return [
        path("reports/lien-ket-hong/", BrokenLinks.as_view(), name="cms_broken_links"),
        path("reports/tieng-anh/", EnglishState.as_view(), name="cms_english"),
        path("reports/can-xem-lai/", StaleContent.as_view(), name="cms_stale"),
    ]


@hooks.register("register_reports_menu_item")
def broken_links_item():
    return MenuItem(_("Liên kết hỏng"), reverse("cms_broken_links"), icon_name="link", order=710)


@hooks.register("register_reports_menu_item")
def stale_item():
    return MenuItem(_("Nội dung cần xem lại"), reverse("cms_stale"), icon_name="time", order=720)


@hooks.register("register_reports_menu_item")
def english_item():
    return MenuItem(_("Bản tiếng Anh"), reverse("cms_english"), icon_name="site", order=730)


register_snippet(NoticeViewSet)
register_snippet(TermsViewSet)
register_snippet(BesideProceduresGroup)
register_snippet(SearchGroup)


@hooks.register("before_edit_page")
@hooks.register("before_edit_snippet")
def tell_what_was_asked(request, edited) -> None:
    """Who opens what was sent back reads the reviewer's reason above it, not in a history."""
    state = request.method == "GET" and getattr(edited, "current_workflow_state", None)
    if not state or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return
    asked = state.current_task_state
    words = {"who": asked.finished_by, "reason": asked.comment}
    if asked.comment:
        messages.warning(request, _("%(who)s yêu cầu sửa: %(reason)s") % words)
    else:
        messages.warning(request, _("%(who)s yêu cầu sửa, không ghi lý do.") % words)
