"""Parcels for the postal carrier: what waits to be listed, the day's lists, each on paper and as a file."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.models import Agency
from catalog.permissions import posts_of
from flows.console.books import XLSX
from flows.console.readonly import ReadOnlyAdmin
from flows.errors import DossierError
from flows.models import CarrierColumn, PostBatch
from flows.services import consigning


@admin.register(CarrierColumn)
class CarrierColumnAdmin(ReadOnlyAdmin):
    """The columns of the carrier's file, set up by whoever runs the exchange."""

    list_display = ["order", "heading", "content", "text"]
    list_display_links = ["heading"]

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("flows.run_exchange")

    has_add_permission = has_delete_permission = has_change_permission = has_view_permission


@require_http_methods(["GET", "POST"])
def screen(request):
    """One day: its lists, and what is sent and stands in none; a list is made at the press of a button."""
    if not request.user.has_perm("flows.return_result"):
        raise PermissionDenied
    offices = Agency.objects.filter(
        pk__in={post.department.agency_id for post in posts_of(request.user)}
    )
    if request.method == "POST":
        agency = get_object_or_404(offices, pk=request.POST.get("agency") or None)
        try:
            batch = consigning.make_list(agency, by=request.user)
            return redirect("admin:consignment_sheet", batch.pk)
        except DossierError as error:
            messages.error(request, str(error))
            return redirect("admin:consignments")
    day = parse_date(request.GET.get("ngay", "")) or timezone.localdate()
    lists = PostBatch.objects.visible_to(request.user).filter(day=day)
    context = {
        **admin.site.each_context(request),
        "title": _("Bàn giao kết quả cho bưu chính"),
        "day": day,
        "lists": lists.select_related("agency", "made_by").annotate(parcels=Count("deliveries")),
        "waiting": [
            (office, list(consigning.unlisted(office).select_related("dossier")))
            for office in offices[:5]
        ],
    }
    return TemplateResponse(request, "console/consignments.html", context)


@require_safe
def sheet(request, pk: int):
    """One list: the sheet that the carrier signs; `?tep=xlsx` or `csv` is the file in its columns."""
    if not request.user.has_perm("flows.return_result"):
        raise PermissionDenied
    found = PostBatch.objects.visible_to(request.user).select_related("agency", "made_by", "issued")
    batch = get_object_or_404(found, pk=pk)
    if request.GET.get("tep") == "xlsx":
        return _file(consigning.as_workbook(batch), XLSX, f"{batch.code}.xlsx")
    if request.GET.get("tep") == "csv":
        return _file(consigning.as_csv(batch), "text/csv; charset=utf-8", f"{batch.code}.csv")
    context = {
        **admin.site.each_context(request),
        "title": _("Phiếu bàn giao kết quả cho bưu chính"),
        "batch": batch,
        "sent": consigning.parcels_of(batch),
    }
    return TemplateResponse(request, "console/consignment_sheet.html", context)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f"attachment; filename=buu-chinh-{name}"
    answer["Cache-Control"] = "no-store"
    return answer
