"""The list before the signature: template, upload, what is right and what is to be mended."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.exchange import form_sheet
from flows.errors import DossierError
from flows.services import batch_rows, readiness
from home.batches.shown import as_workbook, listing
from home.filing.access import draft_page
from home.filing.papers import refuse_oversized
from home.filing.steps import TO_CHECK, place_of


def batch_page(view):
    """The own draft of a batch, with its case chosen."""

    @draft_page
    def inner(request, draft, *args, **kwargs):
        if not draft.is_batch:
            raise Http404
        if draft.case is None:
            messages.info(request, _("Chọn trường hợp nộp hồ sơ trước khi tải bảng tính."))
            return redirect("home:choice", code=draft.procedure.code, key=draft.key)
        return view(request, draft, *args, **kwargs)

    return inner


@refuse_oversized
@batch_page
def rows(request, draft):
    """The list and its file. A refused file changes nothing."""
    batch, refused = draft.batch, ""
    if request.method == "POST":
        try:
            _act(request, batch)
        except DossierError as error:
            refused = str(error)
        else:
            return redirect(request.get_full_path())
    found = listing(request, batch)
    states = found["counts"]
    context = {
        "draft": draft,
        "batch": batch,
        "refused": refused,
        "most": settings.BATCH_MAX_ROWS,
        "max_mb": settings.FILE_MAX_MB,
        "to_file": batch.rows.to_file(batch).count(),
        "to_mend": batch.rows.to_mend().count(),
        "twins": states.get("twin", 0) or batch.files_twins,
        "to_check": request.GET.get("ve") == TO_CHECK,
        "next_url": reverse(
            "home:check" if request.GET.get("ve") == TO_CHECK else "home:papers",
            kwargs={"code": draft.procedure.code, "key": draft.key},
        ),
        **found,
        **place_of(draft, readiness.ROWS),
    }
    return render(request, "home/batches/rows.html", context)


def _act(request, batch) -> None:
    if "clear" in request.POST:
        batch_rows.clear(batch)
        messages.success(request, _("Đã xóa danh sách. Hãy tải bảng tính lên lại."))
        return
    if "twins" in request.POST:
        batch_rows.file_twins(batch, wanted=request.POST["twins"] == "1")
        return
    file = request.FILES.get("file")
    if file is None:
        raise DossierError(_("Chọn tệp bảng tính rồi bấm «Tải lên»."))
    unknown = batch_rows.take(batch, file.read(), file.name, by=request.user)
    right = batch.rows.to_file(batch).count()
    wrong = batch.rows.to_mend().count()
    told = _("Đã đọc bảng tính: %(right)d dòng đúng, %(wrong)d dòng chưa đúng.")
    messages.success(request, told % {"right": right, "wrong": wrong})
    if unknown:
        messages.warning(
            request, _("Các cột không thuộc tờ khai nên không đọc: %s.") % "; ".join(unknown)
        )


@require_safe
@batch_page
def template(request, draft):
    """The empty workbook of the case's form."""
    case = draft.case
    title = f"{draft.procedure.name} – {case.name}"
    made = form_sheet.template(batch_rows.spec_of(case), title)
    return as_workbook(made, f"mau-{draft.procedure.code}-{case.code}.xlsx")


@require_safe
@batch_page
def corrections(request, draft):
    """The wrong rows alone, to be mended and uploaded again."""
    made = batch_rows.corrections(draft.batch)
    return as_workbook(made, f"chua-dung-{draft.batch.number}.xlsx")


@require_safe
@batch_page
def row(request, draft, pk):
    """Everything that one row declares, as it would be filed."""
    found = get_object_or_404(draft.batch.rows, pk=pk)
    spec = batch_rows.spec_of(draft.case)
    parts = [
        (section.title, [(question.label, text, None) for question, text in lines])
        for section, lines in spec.review(found.answers)
    ]
    return render(request, "home/batches/row.html", {"draft": draft, "row": found, "parts": parts})
