"""Nhập danh mục từ tệp: upload, review by cell, a second person's approval, history, roll back."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from catalog.exchange import book, changesets, corrections, history, progress
from catalog.exchange.formats import SafeXLSX
from catalog.exchange.reading import UnreadableFile
from catalog.models import CatalogImport

_PER_PAGE = 100
_PARTS = {
    "loi": ("errors", gettext_lazy("Dòng sai")),
    "doi": ("changed", gettext_lazy("Thay đổi")),
    "them": ("added", gettext_lazy("Thêm mới")),
    "giu": ("same", gettext_lazy("Giữ nguyên")),
}
_TONES = {
    "uploaded": "blue", "checked": "grey", "proposed": "yellow", "approved": "blue", "applied": "green",
    "refused": "red", "failed": "red", "rolled_back": "purple",
}  # fmt: skip


class UploadForm(forms.Form):
    """The one file of an import."""

    file = forms.FileField(
        label=gettext_lazy("Tệp danh mục"),
        help_text=gettext_lazy(
            "Sổ tính .xlsx hoặc .ods nhiều trang, hoặc một tệp .csv; không quá 10 MB."
        ),
        error_messages={"required": gettext_lazy("Hãy chọn tệp cần nhập.")},
    )


@admin.register(CatalogImport)
class CatalogImportAdmin(admin.ModelAdmin):
    """The history of change sets; «add» is the upload screen, one of them the review screen."""

    change_list_template = "catalog/admin/imports.html"
    list_display = ["filename", "by", "at", "state", "decided_by", "added", "changed"]
    list_filter = ["state"]
    list_select_related = ["by", "decided_by"]
    search_fields = ["filename", "sha256"]
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).defer("before")

    @admin.display(description=gettext_lazy("thêm"))
    def added(self, change):
        return len(change.report.get("added", []))

    @admin.display(description=gettext_lazy("đổi"))
    def changed(self, change):
        return len(change.report.get("changed", []))

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view = self.admin_site.admin_view
        name = "catalog_catalogimport_{}".format
        return [
            path("mau/", view(self.template_view), name=name("template")),
            path("xuat/", view(self.export_view), name=name("export")),
            path("<int:pk>/so-loi/", view(self.corrections_view), name=name("corrections")),
            path("<int:pk>/xu-ly/", view(require_POST(self.act_view)), name=name("act")),
            *super().get_urls(),
        ]

    # Files ---------------------------------------------------------------------------------------

    def template_view(self, request):
        """The empty workbook to fill in."""
        return self._workbook(request, book.template, "mau-danh-muc.xlsx")

    def export_view(self, request):
        """The whole catalogue as a workbook: edit it and upload it again."""
        name = f"danh-muc-{timezone.localdate():%Y-%m-%d}.xlsx"
        return self._workbook(request, book.catalogue, name)

    def corrections_view(self, request, pk: int):
        """Sổ lỗi: the uploaded workbook with a comment in every failing cell."""
        change = get_object_or_404(self.get_queryset(request), pk=pk)

        def make():
            return corrections.corrections(
                changesets.read_file(change), change.filename, change.report["errors"],
                change.subject,
            )  # fmt: skip

        try:
            return self._workbook(request, make, f"sua-loi-{change.pk}.xlsx")
        except UnreadableFile as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect("admin:catalog_catalogimport_change", pk)

    def _workbook(self, request, make, name: str) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        answer = HttpResponse(make(), content_type=SafeXLSX.CONTENT_TYPE)
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    # Screens -------------------------------------------------------------------------------------

    def add_view(self, request, form_url="", extra_context=None):
        """Upload: the file is checked and kept, nothing of the catalogue is written."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            upload = form.cleaned_data["file"]
            try:
                change = changesets.receive(upload.read(), upload.name, by=request.user)
            except UnreadableFile as error:
                form.add_error("file", str(error))
            else:
                return redirect("admin:catalog_catalogimport_change", change.pk)
        return self._page(
            request, "catalog/admin/import_upload.html", _("Nhập danh mục từ tệp"), form=form
        )

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Review: what is wrong, changed, added, unchanged; the acts open to this person."""
        change = get_object_or_404(self.get_queryset(request), pk=object_id)
        if not self.has_view_permission(request, change):
            raise PermissionDenied
        rows = _rows(change.report)
        part = request.GET.get("phan", "")
        part = part if part in _PARTS else next((name for name in _PARTS if rows[name]), "doi")
        tabs = [
            (label, f"?phan={name}", len(rows[name]), name == part)
            for name, (_key, label) in _PARTS.items()
        ]
        return self._page(
            request, "catalog/admin/import_review.html",
            _title(change),
            change=change, part=part, tabs=tabs, tone=_TONES[change.state],
            rows=Paginator(rows[part], _PER_PAGE).get_page(request.GET.get("page")),
            percent=progress.percent(change.pk) if change.is_at_work else None,
            may_propose=change.by_id == request.user.pk,
            may_decide=self._may_decide(request) and change.by_id != request.user.pk,
            may_roll_back=self._may_decide(request),
        )  # fmt: skip

    def act_view(self, request, pk: int):
        """One act on a change set: propose, approve, refuse, roll_back."""
        change = get_object_or_404(self.get_queryset(request), pk=pk)
        act = request.POST.get("act")
        if act in {"approve", "roll_back"} or (act == "refuse" and change.by_id != request.user.pk):
            allowed = self._may_decide(request)
        else:
            allowed = self.has_add_permission(request)
        if not allowed:
            raise PermissionDenied
        try:
            done = self._act(act, change, request)
        except (changesets.NotAllowed, history.CannotRollBack) as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.message_user(request, done, messages.SUCCESS)
        return redirect("admin:catalog_catalogimport_change", pk)

    def _act(self, act: str | None, change: CatalogImport, request) -> str:
        if act == "propose":
            changesets.propose(change, by=request.user)
            return _("Đã gửi duyệt. Một người khác sẽ xem lại và duyệt.")
        if act == "approve":
            changesets.approve(change, by=request.user)
            return _("Đã duyệt. Hệ thống đang áp dụng vào danh mục.")
        if act == "refuse":
            changesets.refuse(change, by=request.user, reason=request.POST.get("reason", ""))
            return _("Đã khép lại lần nhập, danh mục không thay đổi.")
        if act == "roll_back":
            changesets.roll_back(change, by=request.user)
            return _("Đã hoàn tác lần nhập.")
        raise PermissionDenied

    def _may_decide(self, request) -> bool:
        return request.user.has_perm("catalog.change_catalogimport")

    def _page(self, request, template: str, title: str, **context):
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "list_url": reverse("admin:catalog_catalogimport_changelist"),
            **context,
        }
        return TemplateResponse(request, template, context)


def _rows(report: dict) -> dict[str, list[dict]]:
    """The lines of a report by part of the review screen, each with its sheet."""
    found: dict[str, list[dict]] = {"loi": report.get("errors", [])}
    for name, (key, _label) in _PARTS.items():
        if name != "loi":
            found[name] = [
                {**row, "sheet": sheet["name"]}
                for sheet in report.get("sheets", [])
                for row in sheet.get(key, [])
            ]
    return found


def _title(change: CatalogImport) -> str:
    if change.state == CatalogImport.State.UPLOADED:
        return _("Đang kiểm tra tệp")
    return _("Xem lại trước khi nhập") if change.is_open else _("Lần nhập danh mục")
