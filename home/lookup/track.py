"""The public look-up: exactly the items of Article 12, the same answer for every wrong guess."""

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from flows import limits, tracking
from flows.partners import freshness


class TrackForm(forms.Form):
    """The code as anybody types it, and the check."""

    ma = forms.CharField(
        label=_("Mã số hồ sơ hoặc số hồ sơ"),
        help_text=_(
            "In ở đầu giấy tiếp nhận, ví dụ 000.00.01.G24-261122-0001. Không cần gõ đúng dấu chấm, gạch."
        ),
        max_length=120,
        error_messages={"required": _("Nhập mã số hồ sơ.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    kt = forms.CharField(
        label=_("Mã kiểm tra"),
        help_text=_(
            "8 chữ số in trên giấy, hoặc 4 số cuối của số điện thoại hay số định danh đã khai."
        ),
        max_length=20,
        error_messages={"required": _("Nhập mã kiểm tra.")},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-10"}
        ),
    )


@never_cache
@require_safe
def track(request):
    """A GET form: the address with code and check is the one in the slip's QR."""
    asked = "ma" in request.GET
    form = TrackForm(request.GET if "kt" in request.GET else None, initial=request.GET.dict())
    context = {"form": form, "asked": False, "found": None}
    if asked and form.is_bound and form.is_valid():
        if not tracking.may_look_up(limits.client_address(request)):
            response = render(request, "home/lookup/too_many.html", status=429)
            response["Retry-After"] = "60"
            return response
        context["asked"] = True
        found = tracking.lookup(form.cleaned_data["ma"], form.cleaned_data["kt"])
        context["found"] = found
        context["sources"] = freshness.sources_of(found["code"]) if found else []
    return render(request, "home/lookup/track.html", context)
