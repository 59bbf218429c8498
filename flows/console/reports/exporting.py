"""The register and the usage as workbook or print: asked for on a page, written by the worker, told by e-mail."""

import datetime

from django.conf import settings
from django.contrib import admin, messages
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from flows.console.reports import usage
from flows.console.reports.asking import asked, question_of
from flows.console.reports.register import group_of, listed
from flows.console.reports.sheets import PRINTED_AT_MOST, entries, workbook
from flows.effects.mail import send_mail
from flows.effects.outbox import handler, promise
from flows.errors import EffectError
from flows.files.storing import keep_bytes
from flows.models import Export, Promise
from flows.papers.register import register_docx, register_pdf
from flows.papers.word import DOCX
from flows.reports.definitions import figure_named
from flows.services import printing

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEPT = datetime.timedelta(days=7)
PDF = "application/pdf"
PRINTS = {"pdf": (PDF, register_pdf), "docx": (DOCX, register_docx)}
USAGE = "su-dung"  # the kind of export that counts the logs; without a kind it is the register


@require_POST
def ask(request):
    """Promise the file; the same address as the register's says what goes in."""
    question, figure = asked(request), figure_named(request.GET.get("so", "received"))
    if figure is None:
        raise Http404
    if request.GET.get("dang") in PRINTS:
        behind = listed(request.user, question, figure.name, request.GET)
        if behind[: PRINTED_AT_MOST + 1].count() > PRINTED_AT_MOST:
            messages.error(
                request,
                _("Sổ in được nhiều nhất %d hồ sơ: hãy chọn kỳ ngắn hơn hoặc xuất Excel.")
                % PRINTED_AT_MOST,
            )
            return redirect(question.behind(figure.name))
    _promised(
        request,
        f"{figure.label}, {question.place}, {question.period.label}",
        {name: request.GET[name] for name in _PARTS if request.GET.get(name)},
    )
    return redirect("admin:exports")


@require_POST
def ask_usage(request):
    """Promise the workbook of the usage that the page shows."""
    asked_for = usage.question(request.user, request.GET)
    query = {name: request.GET[name] for name in ("ky", "co-quan", "gom") if request.GET.get(name)}
    _promised(
        request,
        f"{_('Sử dụng hệ thống')}, {asked_for.place}, {asked_for.period.label}",
        {"ky": asked_for.period.key, **query, "loai": USAGE},
    )
    return redirect("admin:exports")


def _promised(request, title: str, query: dict) -> None:
    with transaction.atomic():
        export = Export.objects.create(owner=request.user, title=title[:255], query=query)
        promise("export", key=f"export:{export.pk}", export=export.pk)
    messages.success(request, _("Tệp đang được lập. Khi xong, tệp có ở đây và có thư báo."))


_PARTS = ("so", "ky", "co-quan", "gom", "thu-tuc", "linh-vuc", "nguyen-nhan", "dang")


@require_safe
def exports(request):
    """The person's own exports, newest first."""
    context = {
        **admin.site.each_context(request),
        "title": _("Tệp đã xuất"),
        "exports": Export.objects.visible_to(request.user).prefetch_related("office_prints__by")[
            :50
        ],
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
    kind = export.file.content_type
    ending = {PDF: "pdf", DOCX: "docx"}.get(kind, "xlsx")
    if kind == PDF and request.method == "GET":
        printing.note_register(export, by=request.user)
    about = "su-dung" if export.query.get("loai") == USAGE else "so-theo-doi"
    name = f"{about}-{timezone.localtime(export.asked_at):%Y%m%d-%H%M}.{ending}"
    return FileResponse(
        export.file.file.open("rb"), as_attachment=True, filename=name, content_type=kind
    )


@handler("export")
def keep(kept: Promise) -> None:
    """Write the file as its owner may see the dossiers now, and tell the owner."""
    export = Export.objects.select_related("owner").get(pk=kept.payload["export"])
    if export.done_at:
        return
    if not export.owner.is_active:
        raise EffectError("Người xuất không còn hoạt động.", permanent=True)
    with override("vi"):
        content, kind, rows = _written(export)
    export.file, export.rows = keep_bytes(content, kind), rows
    export.done_at = timezone.now()
    with transaction.atomic():
        export.save()
        if export.owner.email:
            address = settings.BASE_URL + reverse("admin:exports")
            send_mail(
                export.owner.email,
                "Tệp đã lập xong",
                f"{export.title}: {rows} dòng.\nTải tại {address} trong {KEPT.days} ngày.",
                key=f"export-told:{export.pk}",
            )


def _written(export: Export) -> tuple[bytes, str, int]:
    """(content, its type, number of rows), as the owner may see it now."""
    if export.query.get("loai") == USAGE:
        content, rows = usage.sheets(usage.question(export.owner, export.query))
        return content, XLSX, rows
    question = question_of(export.owner, export.query)
    figure = figure_named(export.query.get("so", "received"))
    behind = listed(export.owner, question, figure.name, export.query)
    if form := PRINTS.get(export.query.get("dang", "")):
        kind, make = form
        lines = entries(behind)
        content = make(
            lines,
            agency=question.head,
            by=export.owner,
            group=group_of(question, export.query),
            counted=str(figure.label),
            period=question.period,
        )
        return content, kind, len(lines)
    content, rows = workbook(behind, export.title)
    return content, XLSX, rows


def drop_old() -> int:
    """Files older than a week go; that they were made stays on record. The sweep of files does the rest."""
    old = Export.objects.filter(asked_at__lt=timezone.now() - KEPT, file__isnull=False)
    return old.update(file=None)
