"""The sheet of fees of one day (bảng đối soát): what was taken, given back, and what does not agree."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.exchange.writing import Column, Page, workbook
from flows.console.books import XLSX
from flows.console.site import handles_dossiers
from flows.models import Payment, Refund

MOST = 2000  # lines of one day on one sheet
TAKEN = (Payment.State.PAID, Payment.State.SURPLUS, Payment.State.REFUNDED)


@require_safe
def sheet(request):
    """One day: cash by clerk, online, given back, the balance; and what must be looked into."""
    user = request.user
    if not handles_dossiers(user) and not user.has_perm("flows.inspect_dossier"):
        raise PermissionDenied
    try:
        day = parse_date(request.GET.get("ngay", "")) or timezone.localdate()
    except ValueError:
        day = timezone.localdate()
    mine = Payment.objects.visible_to(user)
    known = mine.select_related("order__dossier", "taken_by", "receipt")
    taken = list(known.filter(settled_at__date=day, state__in=TAKEN).order_by("settled_at")[:MOST])
    refunds = list(
        Refund.objects.filter(payment__in=mine.order_by(), done_at__date=day)
        .select_related("payment__order__dossier", "asked_by", "decided_by")
        .order_by("done_at")[:MOST]
    )
    unclear = known.filter(
        Q(state=Payment.State.OPEN, expires_at__lt=timezone.now())
        | Q(state=Payment.State.SURPLUS)
        | ~Q(remark="")
        | Q(refunds__state__in=[Refund.State.ALLOWED, Refund.State.FAILED])
    ).distinct()
    if "xlsx" in request.GET:
        return _workbook(day, taken, refunds)
    context = {
        **admin.site.each_context(request),
        "title": _("Đối soát phí, lệ phí"),
        "day": day,
        "taken": taken,
        "refunds": refunds,
        "totals": totals(taken, refunds),
        "unclear": unclear[:MOST],
    }
    return TemplateResponse(request, "console/fees.html", context)


def totals(taken: list[Payment], refunds: list[Refund]) -> list[tuple[str, int, int]]:
    """(what, how many, đồng): cash of each clerk, online, given back, the balance of the day."""
    sums: dict[str, list[int]] = {}
    for payment in taken:
        name = str(payment.taken_by) if payment.taken_by else payment.get_method_display()
        label = _("Tiền mặt, %s thu") % name if payment.taken_by else name
        sums.setdefault(label, []).append(payment.amount)
    rows = [(label, len(each), sum(each)) for label, each in sorted(sums.items())]
    back = sum(refund.payment.amount for refund in refunds)
    rows.append((_("Hoàn trả"), len(refunds), -back))
    rows.append((_("Còn lại trong ngày"), len(taken), sum(each.amount for each in taken) - back))
    return rows


def _workbook(day, taken, refunds) -> HttpResponse:
    headings = [
        _("Lúc"), _("Mã hồ sơ"), _("Khoản thu"), _("Cách nộp"), _("Mã giao dịch"),
        _("Mã của cổng thanh toán"), _("Biên lai"), _("Người thu"), _("Số tiền (đồng)"),
    ]  # fmt: skip
    rows = [_line(payment, payment.settled_at, payment.amount) for payment in taken]
    rows += [_line(refund.payment, refund.done_at, -refund.payment.amount) for refund in refunds]
    page = Page(f"{day:%d-%m-%Y}", [Column(heading) for heading in headings], rows)
    answer = HttpResponse(workbook([page]), content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename=doi-soat-{day:%Y%m%d}.xlsx"
    return answer


def _line(payment: Payment, at, amount: int) -> list:
    return [
        f"{timezone.localtime(at):%H:%M}",
        payment.order.dossier.code,
        payment.order.name,
        payment.get_method_display(),
        payment.reference,
        payment.provider_number,
        payment.receipt.number if payment.receipt else "",
        str(payment.taken_by or ""),
        amount,
    ]
