"""The register as an Excel workbook: asked for on a page, written by the worker, told by e-mail."""

import datetime
import io

from django.conf import settings
from django.contrib import admin, messages
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from flows.console.reports.asking import asked, question_of
from flows.console.reports.register import listed, with_holders
from flows.effects.mail import send_mail
from flows.effects.outbox import handler, promise
from flows.errors import EffectError
from flows.files.storing import keep_bytes
from flows.models import Export, Promise
from flows.reports.definitions import FIGURES

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEPT = datetime.timedelta(days=7)
AT_ONCE = 500
HEADINGS = (
    "TT", "Mã hồ sơ", "Số hồ sơ của cơ quan", "Thủ tục", "Chủ hồ sơ", "Địa chỉ", "Điện thoại",
    "Cách nộp", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày có kết quả", "Ngày trả kết quả",
    "Cách nhận kết quả", "Tình trạng", "Đang ở", "Người giữ", "Trễ (ngày)",
    "Ngày trễ theo đơn vị giữ hồ sơ",
)  # fmt: skip
WIDTHS = (6, 28, 20, 14, 26, 36, 15, 16, 14, 14, 14, 14, 18, 20, 28, 24, 10, 50)


@require_POST
def ask(request):
    """Promise the file; the same address as the register's says what goes in."""
    question, figure = asked(request), FIGURES.get(request.GET.get("so", "received"))
    if figure is None:
        raise Http404
    with transaction.atomic():
        export = Export.objects.create(
            owner=request.user,
            title=f"{figure.label}, {question.place}, {question.period.label}"[:255],
            query={name: request.GET[name] for name in _PARTS if request.GET.get(name)},
        )
        promise("export", key=f"export:{export.pk}", export=export.pk)
    messages.success(request, _("Tệp Excel đang được lập. Khi xong, tệp có ở đây và có thư báo."))
    return redirect("admin:exports")


_PARTS = ("so", "ky", "co-quan", "thu-tuc", "linh-vuc")


@require_safe
def exports(request):
    """The person's own exports, newest first."""
    context = {
        **admin.site.each_context(request),
        "title": _("Tệp đã xuất"),
        "exports": Export.objects.visible_to(request.user)[:50],
        "kept_days": KEPT.days,
    }
    return TemplateResponse(request, "console/reports/exports.html", context)


@never_cache
@require_safe
def download(request, pk: int):
    """The file, to its owner alone."""
    export = get_object_or_404(
        Export.objects.visible_to(request.user).select_related("file"), pk=pk, file__isnull=False
    )
    name = f"so-theo-doi-{timezone.localtime(export.asked_at):%Y%m%d-%H%M}.xlsx"
    return FileResponse(
        export.file.file.open("rb"), as_attachment=True, filename=name, content_type=XLSX
    )


@handler("export")
def keep(kept: Promise) -> None:
    """Write the workbook as its owner may see the dossiers now, and tell the owner."""
    export = Export.objects.select_related("owner").get(pk=kept.payload["export"])
    if export.done_at:
        return
    if not export.owner.is_active:
        raise EffectError("Người xuất không còn hoạt động.", permanent=True)
    with override("vi"):
        question = question_of(export.owner, export.query)
        figure = export.query.get("so", "received")
        content, rows = workbook(listed(export.owner, question, figure, export.query), export.title)
    export.file, export.rows = keep_bytes(content, XLSX), rows
    export.done_at = timezone.now()
    with transaction.atomic():
        export.save()
        if export.owner.email:
            address = settings.BASE_URL + reverse("admin:exports")
            send_mail(
                export.owner.email,
                "Tệp Excel đã lập xong",
                f"{export.title}: {rows} hồ sơ.\nTải tại {address} trong {KEPT.days} ngày.",
                key=f"export-told:{export.pk}",
            )


def workbook(dossiers, title: str) -> tuple[bytes, int]:
    """(the .xlsx, number of rows). Every text is a text: what begins with = never is a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sổ theo dõi")
    for number, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_text(sheet, title, bold=True)])
    sheet.append([_text(sheet, heading, bold=True) for heading in HEADINGS])
    count = 0
    for start in range(0, dossiers.count(), AT_ONCE):
        for dossier in with_holders(list(dossiers[start : start + AT_ONCE])):
            count += 1
            sheet.append(
                [
                    count,
                    *(_text(sheet, value) for value in _cells(dossier)),
                    dossier.days_late,
                    _text(sheet, "; ".join(f"{unit}: {days}" for unit, days in dossier.late_by)),
                ]
            )
    content = io.BytesIO()
    book.save(content)
    return content.getvalue(), count


def _cells(dossier) -> list[str]:
    return [
        dossier.code, dossier.office_number or "", dossier.procedure.code, dossier.applicant_name,
        dossier.applicant_address, dossier.applicant_phone, dossier.get_channel_display(),
        _day(dossier.received_at), _day(dossier.due_at), _day(dossier.finished_at),
        _day(dossier.returned_at), dossier.get_result_channel_display(), dossier.get_state_display(),
        str(dossier.current_department or ""), str(dossier.holder or ""),
    ]  # fmt: skip


def _text(sheet, value: str, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=str(value))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _day(moment) -> str:
    return date_format(timezone.localtime(moment), "d/m/Y") if moment else ""


def drop_old() -> int:
    """Files older than a week go; that they were made stays on record. The sweep of files does the rest."""
    old = Export.objects.filter(asked_at__lt=timezone.now() - KEPT, file__isnull=False)
    return old.update(file=None)
