"""Nhập danh mục từ tệp: upload, review by cell, confirm all or nothing, history, roll back."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from catalog.exchange import book, history, workbook
from catalog.exchange.formats import SafeXLSX
from catalog.exchange.reading import UnreadableFile
from catalog.exchange.uploads import FOLDER, PrivateUpload, redeem, ticket
from catalog.models import CatalogImport


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
    """The history of imports; «add» is the upload screen."""

    list_display = ["filename", "by", "at", "state", "added", "changed"]
    list_filter = ["state"]
    list_select_related = ["by"]
    search_fields = ["filename", "sha256"]
    change_form_template = "catalog/admin/import_done.html"
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).defer("before")

    @admin.display(description=gettext_lazy("thêm"))
    def added(self, done):
        return len(done.report.get("added", []))

    @admin.display(description=gettext_lazy("đổi"))
    def changed(self, done):
        return len(done.report.get("changed", []))

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_fields(self, request, obj=None):
        return ["filename", "sha256", "by", "at", "state"]

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("mau/", view(self.template_view), name="catalog_catalogimport_template"),
            path("xuat/", view(self.export_view), name="catalog_catalogimport_export"),
            path(
                "xac-nhan/",
                view(require_POST(self.confirm_view)),
                name="catalog_catalogimport_confirm",
            ),
            path(
                "<int:pk>/hoan-tac/",
                view(require_POST(self.roll_back_view)),
                name="catalog_catalogimport_roll_back",
            ),
            *super().get_urls(),
        ]

    def add_view(self, request, form_url="", extra_context=None):
        """Upload and review: nothing is written here."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            upload = form.cleaned_data["file"]
            data = upload.read()
            try:
                report = workbook.run(data, upload.name, by=request.user)
            except UnreadableFile as error:
                form.add_error("file", str(error))
            else:
                kept = PrivateUpload()
                kept.save(data)
                return self._page(
                    request,
                    "catalog/admin/import_review.html",
                    _("Xem lại trước khi nhập"),
                    report=report,
                    filename=upload.name,
                    ticket=ticket(kept.name, request.user),
                )
        return self._page(
            request, "catalog/admin/import_upload.html", _("Nhập danh mục từ tệp"), form=form
        )

    def template_view(self, request):
        """The empty workbook to fill in."""
        return self._workbook(request, book.template, "mau-danh-muc.xlsx")

    def export_view(self, request):
        """The whole catalogue as a workbook: edit it and upload it again."""
        name = f"danh-muc-{timezone.localdate():%Y-%m-%d}.xlsx"
        return self._workbook(request, book.catalogue, name)

    def _workbook(self, request, make, name: str) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        answer = HttpResponse(make(), content_type=SafeXLSX.CONTENT_TYPE)
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    def confirm_view(self, request):
        """Apply what was reviewed, all or nothing; the file is checked again as it is now."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        name = redeem(request.POST.get("ticket", ""), request.user)
        path = name and f"{FOLDER}/{name}"
        if not path or not default_storage.exists(path):
            self.message_user(
                request, _("Tệp đã quá hạn xác nhận. Hãy tải lên lại."), messages.WARNING
            )
            return redirect("admin:catalog_catalogimport_add")
        with default_storage.open(path) as kept:
            data = kept.read()
        filename = request.POST.get("filename", "")[:255] or name
        report = workbook.run(data, filename, by=request.user, apply=True)
        if not report.applied:
            return self._page(
                request,
                "catalog/admin/import_review.html",
                _("Xem lại trước khi nhập"),
                report=report,
                filename=filename,
                ticket=request.POST["ticket"],
            )
        default_storage.delete(path)
        self.message_user(request, _("Đã nhập danh mục."), messages.SUCCESS)
        return redirect("admin:catalog_catalogimport_change", report.import_id)

    def roll_back_view(self, request, pk: int):
        """Hoàn tác: the catalogue is again what it was before that import."""
        if not request.user.has_perm("catalog.change_catalogimport"):
            raise PermissionDenied
        done = CatalogImport.objects.filter(pk=pk).first()
        if done is None:
            raise Http404
        try:
            history.roll_back(done)
        except history.CannotRollBack as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.message_user(request, _("Đã hoàn tác lần nhập."), messages.SUCCESS)
        return redirect("admin:catalog_catalogimport_change", pk)

    def _page(self, request, template: str, title: str, **context):
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            **context,
        }
        return TemplateResponse(request, template, context)
