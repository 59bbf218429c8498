"""The book of results (sổ đăng ký kết quả): what was issued under which number, and whether it stands."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.exchange.writing import Column, Page, workbook
from flows.console.site import handles_dossiers
from flows.models import BookEntry
from flows.models.dossier import fold_code

PAGE = 50
MOST = 20_000  # rows of one export
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def results(request):
    """One year of the book, searched by number or dossier code, all or only what (no longer) stands."""
    user = request.user
    if not handles_dossiers(user) and not user.has_perm("flows.inspect_dossier"):
        raise PermissionDenied
    year = request.GET.get("nam", "")
    year = int(year) if year.isdigit() and len(year) == 4 else timezone.localdate().year
    typed, view = request.GET.get("q", "").strip(), request.GET.get("xem", "")
    book = BookEntry.objects.visible_to(user).filter(year=year)
    if typed:
        code = fold_code(typed)
        book = book.filter(
            Q(issued__number__icontains=typed) | Q(issued__dossier__code_folded=code)
        )
    if view in {"hieu-luc", "thu-hoi"}:
        book = book.filter(issued__revoked_at__isnull=view == "hieu-luc")
    book = book.select_related("agency", "issued__dossier__procedure", "issued__issued_by")
    if "xlsx" in request.GET:
        return _sheet(book[:MOST], year)
    context = {
        **admin.site.each_context(request),
        "title": _("Sổ đăng ký kết quả"),
        "year": year,
        "typed": typed,
        "view": view,
        "page": Paginator(book, PAGE).get_page(request.GET.get("page")),
    }
    return TemplateResponse(request, "console/book.html", context)


def _sheet(book, year: int) -> HttpResponse:
    headings = [
        _("Số thứ tự"), _("Số, ký hiệu"), _("Ngày ban hành"), _("Cơ quan"), _("Mã hồ sơ"),
        _("Thủ tục"), _("Người ký"), _("Hiệu lực"), _("Lý do thu hồi"),
    ]  # fmt: skip
    rows = [
        [
            entry.number,
            entry.issued.number,
            timezone.localdate(entry.issued.issued_at),
            entry.agency.name,
            entry.issued.dossier.code,
            entry.issued.dossier.procedure.name,
            str(entry.issued.issued_by or ""),
            _("Còn hiệu lực") if entry.issued.is_valid else _("Đã thu hồi"),
            entry.issued.revoke_reason,
        ]
        for entry in book
    ]
    page = Page(str(year), [Column(heading) for heading in headings], rows)
    answer = HttpResponse(workbook([page]), content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename=so-ket-qua-{year}.xlsx"
    return answer
