"""Article 24 in the console: an office reports to the IT Centre; the Centre consolidates and exports."""

import datetime

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods

from catalog.exchange.writing import Column, Page, workbook
from catalog.models import Agency
from catalog.permissions import posts_of
from catalog.text import compose
from flows.console.books import XLSX
from flows.console.counter.arrivals import OfficeForm
from flows.console.steps.talking import FilesField
from flows.errors import DossierError
from flows.models import Proposal
from flows.models.feedback import consolidates
from flows.papers.tables import Column as PrintedColumn
from flows.papers.tables import Table
from flows.papers.word import DOCX, tables_docx
from flows.services import proposing

PAGE = 40
MOST = 5000


class ProposalForm(OfficeForm):
    category = forms.ChoiceField(
        label=gettext_lazy("Loại"),
        choices=Proposal.Category.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn loại vướng mắc, đề xuất.")},
    )
    article = forms.IntegerField(
        label=gettext_lazy("Điều của Quy chế"),
        min_value=1,
        max_value=proposing.ARTICLES,
        required=False,
        help_text=gettext_lazy("Để trống khi không gắn với một điều cụ thể."),
    )
    content = forms.CharField(
        label=gettext_lazy("Nội dung vướng mắc"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Hãy ghi nội dung vướng mắc.")},
    )
    solution = forms.CharField(
        label=gettext_lazy("Đề xuất"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    attachments = FilesField(label=gettext_lazy("Tệp kèm theo"), required=False)


class ConsolidateForm(forms.Form):
    state = forms.ChoiceField(label=gettext_lazy("Chuyển sang"), choices=Proposal.State.choices[1:])
    note = forms.CharField(
        label=gettext_lazy("Ý kiến của Trung tâm CNTT"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    decision = forms.CharField(
        label=gettext_lazy("Văn bản quyết định"), max_length=255, required=False
    )


@require_http_methods(["GET", "POST"])
def proposals(request):
    """The list (the Centre: of all offices; an office: its own) and the form that sends one."""
    agencies = {post.department.agency_id for post in posts_of(request.user)}
    if not agencies and not request.user.is_superuser:
        raise PermissionDenied
    centre = request.user.is_superuser or consolidates(request.user)
    act = request.POST.get("act", "")
    sending = ProposalForm(*_bound(request, act == "send"), agencies=agencies)
    consolidating = ConsolidateForm(request.POST if act == "consolidate" else None)
    if request.method == "POST" and _done(request, act, sending, consolidating):
        return redirect("admin:proposals")
    shown = _filtered(request, Proposal.objects.visible_to(request.user))
    if "xlsx" in request.GET:
        return _sheet(shown[:MOST])
    if "docx" in request.GET:
        return _document(request, shown[:MOST])
    context = {
        **admin.site.each_context(request),
        "title": _("Vướng mắc, đề xuất (Điều 24)"),
        "sending": sending,
        "consolidating": consolidating,
        "centre": centre,
        "state": request.GET.get("tinh-trang", ""),
        "article": request.GET.get("dieu", ""),
        "states": Proposal.State.choices,
        "articles": range(1, proposing.ARTICLES + 1),
        "page": Paginator(shown.prefetch_related("files"), PAGE).get_page(request.GET.get("page")),
    }
    status = 422 if sending.errors or consolidating.errors else 200
    return TemplateResponse(request, "console/feedback/proposals.html", context, status=status)


def _bound(request, is_bound: bool) -> tuple:
    return (request.POST, request.FILES) if is_bound else ()


def _done(request, act: str, sending, consolidating) -> bool:
    form = {"send": sending, "consolidate": consolidating}.get(act)
    if form is None or not form.is_valid():
        return False
    typed = {k: compose(v) if isinstance(v, str) else v for k, v in form.cleaned_data.items()}
    try:
        if act == "send":
            files = typed.pop("attachments")
            proposing.send(typed.pop("agency"), by=request.user, files=files, **typed)
            messages.success(request, _("Đã gửi Trung tâm Công nghệ thông tin."))
        else:
            chosen = [pk for pk in request.POST.getlist("chon") if pk.isdigit()]
            found = Proposal.objects.visible_to(request.user).filter(pk__in=chosen)
            moved = proposing.consolidate(found, by=request.user, **typed)
            messages.success(request, _("Đã chuyển %d mục; người gửi được báo.") % len(moved))
    except DossierError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _filtered(request, found):
    state, article = request.GET.get("tinh-trang", ""), request.GET.get("dieu", "")
    if state in Proposal.State.values:
        found = found.filter(state=state)
    if article.isdigit():
        found = found.filter(article=article)
    return found.select_related("agency", "sent_by")


def _table(found) -> tuple[list[str], list[list]]:
    """(headings, rows) of what goes with the submission to the Director General."""
    headings = [
        _("Đơn vị gửi"), _("Loại"), _("Điều của Quy chế"), _("Nội dung vướng mắc"), _("Đề xuất"),
        _("Ngày gửi"), _("Tình trạng"), _("Ý kiến của Trung tâm CNTT"), _("Văn bản quyết định"),
    ]  # fmt: skip
    rows = [
        [
            each.agency.name,
            each.get_category_display(),
            each.article,
            each.content,
            each.solution,
            timezone.localdate(each.sent_at),
            each.get_state_display(),
            each.note,
            each.decision,
        ]
        for each in found
    ]
    return headings, rows


def _sheet(found) -> HttpResponse:
    """The table as a workbook."""
    headings, rows = _table(found)
    page = Page(_("Vướng mắc, đề xuất"), [Column(heading) for heading in headings], rows)
    return _file(workbook([page]), XLSX, "xlsx")


def _document(request, found) -> HttpResponse:
    """The table as a Word document in the name of the person's agency, to be submitted."""
    with override("vi"):
        headings, rows = _table(found)
    mine = posts_of(request.user)
    agency = mine[0].department.agency if mine else Agency.objects.filter(parent=None).first()
    shown = [
        [str(number), *(_written(cell) for cell in row)] for number, row in enumerate(rows, start=1)
    ]
    content = tables_docx(
        "Bảng tổng hợp vướng mắc, đề xuất",
        agency=agency,
        lines=["Theo Điều 24 Quy chế hoạt động; trình Tổng Giám đốc xem xét, quyết định."],
        tables=[Table([PrintedColumn(head) for head in ("TT", *headings)], shown)],
        at=timezone.now(),
    )
    return _file(content, DOCX, "docx")


def _written(cell) -> str:
    if isinstance(cell, datetime.date):
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(cell)


def _file(content: bytes, kind: str, ending: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f"attachment; filename=vuong-mac-de-xuat.{ending}"
    return answer
