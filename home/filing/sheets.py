"""A table of the form filled in from a spreadsheet: template, upload, what is to be mended."""

from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.eforms import tables
from flows.errors import DossierError
from flows.services import table_rows
from home.batches.shown import as_workbook
from home.filing.access import draft_page
from home.filing.papers import refuse_oversized
from home.filing.steps import lock_of, place_of, section_of


def table_page(view):
    """The own draft, the section and the table in it, when it is asked and may come from a sheet."""

    @draft_page
    @wraps(view)
    def inner(request, draft, section_key, question_key):
        _spec, section = section_of(draft, section_key)
        found = {table.key: table for table in table_rows.tables_of(draft, section)}
        if question_key not in found:
            raise Http404
        return view(request, draft, section, found[question_key])

    return inner


@refuse_oversized
@table_page
def sheet(request, draft, section, table):
    """The table's sheet. A refused file changes nothing; right rows stay, wrong ones are told."""
    refused = ""
    if request.method == "POST":
        try:
            _take(request, draft, section, table)
        except DossierError as error:
            draft.refresh_from_db(fields=["lock", "answers", "left_rows"])
            refused = str(error)
        else:
            return redirect(request.get_full_path())
    where = {"code": draft.procedure.code, "key": draft.key, "section_key": section.key}
    context = {
        "draft": draft,
        "section": section,
        "table": table,
        "refused": refused,
        "count": len(draft.answers.get(table.key) or []),
        "most": tables.row_limits(table)[1],
        "max_mb": settings.FILE_MAX_MB,
        "waiting": table_rows.waiting(draft, table),
        "where": where,
        "back_url": _back(request, reverse("home:section", kwargs=where), table),
        **place_of(draft, section.key),
    }
    return render(request, "home/filing/sheet.html", context)


def _back(request, url: str, table) -> str:
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return f"{url}{query}#id_{tables.count_name(table.key)}"


def _take(request, draft, section, table) -> None:
    file = request.FILES.get("file")
    if file is None:
        raise DossierError(_("Chọn tệp bảng tính rồi bấm «Tải lên»."))
    taken = table_rows.take(
        draft, section, table, file.read(), file.name,
        by=request.user, lock=lock_of(request, draft), instead=request.POST.get("how") == "instead",
    )  # fmt: skip
    told = _("Đã đọc bảng tính: thêm %(added)d dòng đúng, %(wrong)d dòng chưa đúng.")
    tell = messages.warning if taken.wrong and not taken.added else messages.success
    tell(request, told % {"added": taken.added, "wrong": taken.wrong})
    if taken.repeated:
        messages.info(request, _("Bỏ qua %d dòng giống hệt dòng đã có.") % taken.repeated)
    if taken.unknown:
        messages.warning(
            request, _("Các cột không thuộc bảng nên không đọc: %s.") % "; ".join(taken.unknown)
        )


@require_safe
@table_page
def template(request, draft, section, table):
    """The empty workbook of the table."""
    name = f"mau-{draft.procedure.code}-{table.key}.xlsx"
    return as_workbook(table_rows.template(draft, table), name)


@require_safe
@table_page
def corrections(request, draft, section, table):
    """The wrong rows alone, to be mended and uploaded again."""
    return as_workbook(table_rows.corrections(draft, table), f"chua-dung-{table.key}.xlsx")
