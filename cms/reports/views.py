"""The reports as screens of the editor, under its own Reports menu."""

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.reports.ageing import stale
from cms.reports.english import translations
from cms.reports.links import broken_links


class Report(WagtailAdminTemplateMixin, TemplateView):
    """A table of findings; each row leads to where it is mended.

    A report gives `rows()`: the thing, then a cell for each further column.
    """

    template_name = "cms/editor/report.html"
    header_icon = "clipboard-list"
    columns: list = []
    empty = ""

    rows: Callable[[], list[tuple]]

    def get_breadcrumbs_items(self):
        home = {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")}
        return [home, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        edit = AdminURLFinder(self.request.user)
        rows = [
            (row[0], edit.get_edit_url(row[0]) or _at_the_desk(row[0], self.request.user), row[1:])
            for row in self.rows()
        ]
        return super().get_context_data(**kwargs) | {
            "rows": rows,
            "columns": self.columns,
            "empty": self.empty,
        }


def _at_the_desk(thing, user) -> str:
    """Where the console keeps it, for who may look there; of a version, what stands against it."""
    kind = thing._meta
    if kind.app_label != "catalog" or not user.has_perm(f"catalog.view_{kind.model_name}"):
        return ""
    screen = "check" if kind.model_name == "procedureversion" else "change"
    return reverse(f"admin:catalog_{kind.model_name}_{screen}", args=[thing.pk])


class BrokenLinks(Report):
    page_title = _("Liên kết hỏng")
    header_icon = "link"
    columns = [_("Nơi có liên kết"), _("Liên kết"), _("Vì sao")]
    empty = _("Mọi liên kết trong cổng đều dẫn tới nơi có thật.")

    def rows(self):
        return [(row.holder, row.label, row.reason) for row in broken_links()]


class EnglishState(Report):
    page_title = _("Bản tiếng Anh")
    header_icon = "site"
    columns = [_("Nội dung"), _("Loại"), _("Tình trạng"), _("Xuất bản lần cuối")]

    def rows(self):
        """What needs a translator first stands first."""
        return [
            (thing, thing._meta.verbose_name.capitalize(), state.label, _day(thing))
            for thing, state in translations()
        ]


def _day(thing) -> str:
    published = getattr(thing, "last_published_at", None)
    return f"{timezone.localtime(published):%d/%m/%Y}" if published else ""


class StaleContent(Report):
    page_title = _("Nội dung cần xem lại")
    header_icon = "time"
    columns = [_("Nội dung"), _("Từ ngày"), _("Vì sao")]
    empty = _("Không có nội dung nào cần xem lại.")

    def rows(self):
        return [(row.thing, f"{row.since:%d/%m/%Y}", row.reason) for row in stale()]
