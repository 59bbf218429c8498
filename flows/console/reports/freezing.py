"""Closed national reports in the console: close one, read it, take it as PDF or workbook."""

from django.contrib import admin, messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalog.exchange.writing import Column, Page, workbook
from catalog.models import Agency
from flows.console.reports.asking import Asked
from flows.console.reports.exporting import XLSX
from flows.errors import DossierError
from flows.models import FrozenReport
from flows.papers.word import DOCX
from flows.reports.freezing import (
    differences,
    freeze,
    may_freeze,
    report_docx,
    tables_to_open,
)
from flows.reports.period import Period, choices
from flows.reports.reach import agencies_of

SHOWN = 100


def frozen_reports(request):
    """Those of the person's agencies, newest first; leaders and inspectors close another one."""
    agencies = agencies_of(request.user)
    if request.method == "POST":
        return _close(request, agencies)
    found = FrozenReport.objects.filter(agency__in=agencies).select_related("agency", "frozen_by")
    context = {
        **admin.site.each_context(request),
        "title": _("Báo cáo đã chốt"),
        "asked": Asked(choices()[0], agencies, None),
        "reports": [(report, _period(report)) for report in found.defer("data")[:SHOWN]],
        "kinds": FrozenReport.Kind.choices,
        "periods": [period for period in choices() if period.is_over],
        "agencies": agencies,
        "may_freeze": may_freeze(request.user),
    }
    return TemplateResponse(request, "console/reports/frozen_list.html", context)


def _close(request, agencies: list[Agency]):
    """The report that was asked for: closed now, or closed before."""
    kind, period = request.POST.get("loai", ""), Period.of(request.POST.get("ky", ""))
    agency = next((one for one in agencies if str(one.pk) == request.POST.get("co-quan")), None)
    if kind not in FrozenReport.Kind or period is None or agency is None:
        raise Http404
    try:
        report = freeze(kind, period, agency, by=request.user)
    except DossierError as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:frozen_reports")
    at = timezone.localtime(report.frozen_at)
    messages.success(request, _("Báo cáo đã chốt lúc %s.") % f"{at:%H:%M %d/%m/%Y}")
    return redirect("admin:frozen_report", report.pk)


@require_safe
def frozen_report(request, pk: int):
    """The figures as they were closed, and what has been corrected since."""
    report = _found(request, pk)
    question = Asked(Period.of(report.period), [], report.agency, with_below=True)
    context = {
        **admin.site.each_context(request),
        "title": report.get_kind_display(),
        "report": report,
        "tables": [_opening(table, question) for table in tables_to_open(report)],
        "period": _period(report),
        "differences": differences(report),
    }
    return TemplateResponse(request, "console/reports/frozen.html", context)


def _opening(table: dict, question: Asked) -> dict:
    """The table with every number as (number, the address of what it counts now)."""
    figures, rows = table.get("figures", []), table["rows"]
    groups = table.get("behind", [])

    def cells(row: list, group: dict | None) -> list[tuple]:
        named = [*(figures if group is not None else ()), *[""] * len(row)][: len(row)]
        return [
            (cell, question.behind(**{"figure": figure, **group}) if cell and figure else "")
            for cell, figure in zip(row, named, strict=True)
        ]

    return {
        **table,
        "rows": [
            cells(row, group)
            for row, group in zip(rows, [*groups, *[{}] * (len(rows) - len(groups))], strict=True)
        ],
        "total": cells(table["total"], {}),
    }


@never_cache
@require_safe
def frozen_file(request, pk: int, ending: str):
    """The PDF as it was made and sealed; the workbook and the Word document with the same closed
    figures."""
    report = _found(request, pk)
    name = f"{report.kind}-{report.period}-{report.agency.office_code}.{ending}"
    if ending == "pdf":
        if report.file is None:
            raise Http404(_("Bản PDF đang được lập; hãy tải lại sau ít phút."))
        return FileResponse(
            report.file.file.open("rb"),
            as_attachment=True,
            filename=name,
            content_type="application/pdf",
        )
    if ending == "docx":
        answer = HttpResponse(report_docx(report), content_type=DOCX)
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
    if ending != "xlsx":
        raise Http404
    pages = [
        Page(
            table["name"] or report.kind,
            [Column(head) for head, _width, _number in table["columns"]],
            [*table["rows"], *([table["total"]] if table["total"] else [])],
        )
        for table in report.data["tables"]
    ]
    answer = HttpResponse(workbook(pages), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _found(request, pk: int) -> FrozenReport:
    mine = FrozenReport.objects.filter(agency__in=agencies_of(request.user))
    return get_object_or_404(mine.select_related("agency__parent", "frozen_by", "file"), pk=pk)


def _period(report: FrozenReport) -> str:
    return Period.of(report.period).label
