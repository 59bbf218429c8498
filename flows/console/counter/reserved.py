"""Numbers for hours without network: blocks, their sheets, entering slips afterwards, the control report."""

import datetime

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from flows.console.counter.arrivals import DAY, OfficeForm, desk_of, page_of
from flows.errors import DossierError
from flows.models import NumberBlock, RefusedNumber, ReservedNumber
from flows.services import reserving

BLOCKS, REFUSED = 30, 20


class BlockForm(OfficeForm):
    prefix = "khoi"
    device = forms.CharField(
        label=gettext_lazy("Quầy, thiết bị"),
        max_length=80,
        help_text=gettext_lazy("Ví dụ: Quầy 2, máy in PN-07."),
        error_messages={"required": gettext_lazy("Hãy ghi quầy hoặc thiết bị dùng khối số.")},
    )
    day = forms.DateField(label=gettext_lazy("Ngày dùng"), widget=DAY)
    size = forms.IntegerField(
        label=gettext_lazy("Số lượng số"), min_value=1, max_value=reserving.LARGEST, initial=10
    )


class SlipForm(OfficeForm):
    prefix = "phieu"
    typed = forms.CharField(
        label=gettext_lazy("Số trên phiếu"),
        max_length=300,
        help_text=gettext_lazy("Quét mã QR, gõ cả mã hồ sơ hoặc chỉ số, ví dụ 0101."),
        error_messages={"required": gettext_lazy("Hãy ghi số trên phiếu.")},
    )
    day = forms.DateField(label=gettext_lazy("Ngày tiếp nhận"), widget=DAY)
    time = forms.TimeField(
        label=gettext_lazy("Giờ tiếp nhận"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": gettext_lazy("Hãy ghi giờ tiếp nhận trên phiếu.")},
    )

    def clean_typed(self):
        """A QR says the whole address of the look-up."""
        typed = self.cleaned_data["typed"]
        return typed.partition("ma=")[2].partition("&")[0] or typed

    def taken_at(self) -> datetime.datetime:
        typed = self.cleaned_data
        return timezone.make_aware(datetime.datetime.combine(typed["day"], typed["time"]))


@require_http_methods(["GET", "POST"])
def blocks(request):
    """Blocks with how they were used, what was refused, and the two forms."""
    agencies = desk_of(request)
    today = {"day": timezone.localdate().isoformat()}
    wants_block = "khoi-device" in request.POST
    block_form = BlockForm(request.POST if wants_block else None, agencies=agencies, initial=today)
    slip_form = SlipForm(
        request.POST if request.method == "POST" and not wants_block else None,
        agencies=agencies,
        initial=today,
    )
    form = block_form if wants_block else slip_form
    if request.method == "POST" and form.is_valid():
        try:
            return _issue(request, form) if wants_block else _enter(request, form)
        except DossierError as refusal:
            form.add_error(None, str(refusal))
    seen = NumberBlock.objects.visible_to(request.user)
    return page_of(
        request,
        "console/counter/reserved.html",
        _("Số dự phòng khi mất mạng"),
        form=form,
        block_form=block_form,
        slip_form=slip_form,
        blocks=seen.with_counts().select_related("agency", "issued_by")[:BLOCKS],
        refused=RefusedNumber.objects.visible_to(request.user).select_related("by")[:REFUSED],
    )


@require_safe
def block(request, pk: int):
    """One block: what became of each number."""
    found = _block(request, pk)
    return page_of(
        request,
        "console/counter/reserved_block.html",
        _("Khối số dự phòng"),
        numbered=found,
        numbers=found.numbers.select_related("dossier", "draft", "voided_by"),
    )


@require_POST
def print_unused(request, pk: int):
    """Anew the slips that are still blank, when a sheet was spoilt or some were used."""
    try:
        reserving.print_unused(_block(request, pk), by=request.user)
        messages.success(
            request, _("Đã lập phiếu trống cho các số chưa dùng; phiếu cũ hết hiệu lực.")
        )
    except DossierError as refusal:
        messages.error(request, str(refusal))
    return redirect("admin:reserved_block", pk)


@require_POST
def void(request, pk: int):
    """A number that was spoilt, with the reason."""
    desk_of(request)
    seen = NumberBlock.objects.visible_to(request.user)
    number = get_object_or_404(ReservedNumber.objects.filter(block__in=seen), pk=pk)
    try:
        reserving.void(number, by=request.user, reason=request.POST.get("reason", ""))
        messages.success(request, _("Đã hủy số %s.") % number.code)
    except DossierError as refusal:
        messages.error(request, str(refusal))
    return redirect("admin:reserved_block", number.block_id)


def number_of(request) -> ReservedNumber | None:
    """The number of the slip that the page enters, if it names one; its hour is known by then."""
    key = request.POST.get("number") or request.GET.get("so", "")
    if not key.isdigit():
        return None
    seen = NumberBlock.objects.visible_to(request.user)
    waiting = ReservedNumber.objects.filter(
        block__in=seen, state=ReservedNumber.State.UNUSED, taken_at__isnull=False
    )
    return get_object_or_404(waiting.select_related("block"), pk=key)


def _issue(request, form):
    typed = dict(form.cleaned_data)
    made = reserving.issue_block(typed.pop("agency"), by=request.user, **typed)
    messages.success(request, _("Đã cấp khối số %s.") % made)
    return redirect("admin:reserved_block", made.pk)


def _enter(request, form):
    typed = form.cleaned_data
    number = reserving.take_up(
        typed["agency"], by=request.user, typed=typed["typed"], taken_at=form.taken_at()
    )
    return redirect(f"{reverse('admin:counter')}?so={number.pk}")


def _block(request, pk: int) -> NumberBlock:
    desk_of(request)
    seen = NumberBlock.objects.visible_to(request.user).with_counts()
    return get_object_or_404(seen.select_related("agency__parent", "issued_by", "blanks"), pk=pk)
