"""The branches of an organisation (chi nhánh, đơn vị trực thuộc): add one, end one."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from catalog.eforms import identifiers
from flows.errors import DossierError
from flows.models import Branch
from flows.services import branching
from home.accounts.mandates import managed_by


class BranchForm(forms.Form):
    """A unit with a code of its own at the social insurance."""

    name = forms.CharField(
        label=gettext_lazy("Tên chi nhánh, đơn vị trực thuộc"),
        max_length=120,
        error_messages={"required": gettext_lazy("Nhập tên chi nhánh, đơn vị trực thuộc.")},
    )
    insurance_number = forms.CharField(
        label=gettext_lazy("Mã đơn vị BHXH"),
        help_text=gettext_lazy("Mã do cơ quan BHXH quản lý chi nhánh cấp, ví dụ TC0123Z."),
        max_length=10,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
        error_messages={"required": gettext_lazy("Nhập mã đơn vị BHXH của chi nhánh.")},
    )
    address = forms.CharField(label=gettext_lazy("Địa chỉ"), required=False, max_length=255)

    def clean_insurance_number(self):
        return identifiers.unit_code(self.cleaned_data["insurance_number"])


@never_cache
@login_required
def add(request):
    """Add one to the organisation that `?cho=` names, or to the own account."""
    principal = _organisation(request)
    form = BranchForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            branch = branching.add(principal, by=request.user, **form.cleaned_data)
        except DossierError as error:
            form.add_error("insurance_number", str(error))
        else:
            messages.success(request, _("Đã thêm %s. Khi nộp hồ sơ, chọn nộp cho ai.") % branch)
            return redirect("account_mandates")
    return render(request, "account/branch.html", {"form": form, "principal": principal})


@require_POST
@login_required
def end(request, pk):
    """No filing for it any more; what was filed stays."""
    mine = Branch.objects.visible_to(request.user).select_related("organisation")
    found = get_object_or_404(mine, pk=pk)
    branching.end(found, by=request.user)
    messages.success(request, _("%s không còn trong danh sách nộp hồ sơ.") % found)
    return redirect("account_mandates")


def _organisation(request):
    managed = {str(one.pk): one for one in managed_by(request.user)}
    found = managed.get(request.GET.get("cho", ""), request.user)
    if found.kind != found.Kind.ORGANISATION or request.user.is_staff:
        raise Http404
    return found
