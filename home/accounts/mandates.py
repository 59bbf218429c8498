"""Who acts for whom: the organisation's people, parents for children, authorised persons."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from catalog.eforms import identifiers
from catalog.models import Procedure
from flows.errors import DossierError
from flows.files import store
from flows.models import Branch, Mandate
from flows.services import mandating

_DATES = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]


def _day(label, **options) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=_DATES,
        help_text=gettext_lazy("Ngày/tháng/năm, ví dụ 31/12/2026."),
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"class": "govuk-input--width-10"}),
        error_messages={
            "required": gettext_lazy("Nhập ngày kết thúc."),
            "invalid": gettext_lazy("Nhập ngày đúng dạng ngày/tháng/năm."),
        },
        **options,
    )


class InviteForm(forms.Form):
    """Somebody who shall act for an organisation or a person."""

    email = forms.EmailField(
        label=gettext_lazy("Thư điện tử của người làm thay"),
        help_text=gettext_lazy("Người này đăng nhập bằng tài khoản cá nhân có thư điện tử đó."),
        error_messages={"required": gettext_lazy("Nhập thư điện tử của người làm thay.")},
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Quyền"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn quyền.")},
    )
    procedures = forms.CharField(
        label=gettext_lazy("Chỉ với các thủ tục"),
        help_text=gettext_lazy("Mã thủ tục, cách nhau bằng dấu phẩy. Để trống: mọi thủ tục."),
        required=False,
        max_length=400,
    )
    basis = forms.CharField(
        label=gettext_lazy("Căn cứ"),
        help_text=gettext_lazy("Ví dụ: giấy giới thiệu, giấy ủy quyền số, ngày."),
        max_length=255,
        error_messages={"required": gettext_lazy("Ghi căn cứ, ví dụ giấy ủy quyền số, ngày.")},
    )
    valid_to = _day(gettext_lazy("Đến hết ngày"), required=False)
    paper = forms.FileField(
        label=gettext_lazy("Văn bản kèm theo"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    branches = forms.ModelMultipleChoiceField(
        Branch.objects.none(),
        label=gettext_lazy("Chỉ với các chi nhánh, đơn vị trực thuộc"),
        help_text=gettext_lazy("Không đánh dấu: cả tổ chức."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, principal, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_organisation = principal.kind == principal.Kind.ORGANISATION
        standing = Branch.objects.standing().filter(organisation=principal)
        self.fields["branches"].queryset = standing
        if not standing.exists():
            del self.fields["branches"]
        roles = Mandate.Role.choices if self.is_organisation else Mandate.Role.choices[1:]
        self.fields["role"].choices = roles
        if not self.is_organisation:
            self.fields["valid_to"].required = self.fields["paper"].required = True
            self.fields["paper"].error_messages["required"] = _("Đính kèm văn bản ủy quyền.")

    def clean_procedures(self):
        codes = [code.strip() for code in self.cleaned_data["procedures"].split(",")]
        wanted = {code for code in codes if code}
        found = list(Procedure.objects.filter(code__in=wanted))
        if unknown := wanted - {procedure.code for procedure in found}:
            raise forms.ValidationError(_("Không có thủ tục %s.") % ", ".join(sorted(unknown)))
        return found

    def clean_valid_to(self):
        return _not_past(self.cleaned_data["valid_to"])

    def clean_paper(self):
        return _stored(self.cleaned_data["paper"])


class ChildForm(forms.Form):
    """A child for whom the parent or guardian files."""

    name = forms.CharField(
        label=gettext_lazy("Họ và tên của con, người được giám hộ"),
        max_length=160,
        error_messages={"required": gettext_lazy("Nhập họ và tên.")},
    )
    identifier = forms.CharField(
        label=gettext_lazy("Số định danh cá nhân"),
        help_text=gettext_lazy("12 chữ số, ghi trên giấy khai sinh hoặc căn cước."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-20"}),
        error_messages={"required": gettext_lazy("Nhập số định danh cá nhân gồm 12 chữ số.")},
    )
    basis = forms.CharField(
        label=gettext_lazy("Căn cứ"),
        help_text=gettext_lazy("Ví dụ: giấy khai sinh số, ngày; quyết định cử người giám hộ."),
        max_length=255,
        error_messages={"required": gettext_lazy("Ghi căn cứ, ví dụ giấy khai sinh số, ngày.")},
    )
    valid_to = _day(gettext_lazy("Đến hết ngày (ngày con đủ 18 tuổi)"))
    paper = forms.FileField(
        label=gettext_lazy("Giấy khai sinh hoặc quyết định giám hộ"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"required": gettext_lazy("Đính kèm giấy khai sinh hoặc quyết định.")},
    )

    def clean_identifier(self):
        return identifiers.identity_number(self.cleaned_data["identifier"])

    def clean_valid_to(self):
        return _not_past(self.cleaned_data["valid_to"])

    def clean_paper(self):
        return _stored(self.cleaned_data["paper"])


def _not_past(day):
    if day and day < timezone.localdate():
        raise forms.ValidationError(_("Ngày kết thúc đã qua. Hãy chọn ngày khác."))
    return day


def _stored(uploaded):
    """The paper checked and kept as any upload; the form says what is wrong with it."""
    if not uploaded:
        return None
    try:
        return store(uploaded)
    except DossierError as error:
        raise forms.ValidationError(str(error)) from None


@never_cache
@login_required
def mandates(request):
    """What I may do for others, who may do what for me, and for the organisations that I manage."""
    citizens_only(request)
    rows = Mandate.objects.visible_to(request.user).select_related("principal", "holder")
    rows = list(rows.prefetch_related("procedures", "branches"))
    context = {
        "held": [row for row in rows if row.holder_id == request.user.pk],
        "given": [row for row in rows if row.holder_id != request.user.pk],
        "principals": managed_by(request.user),
    }
    return render(request, "account/mandates.html", context)


@never_cache
@login_required
def invite(request):
    """Invite by e-mail; `?cho=` names the organisation for which an owner invites."""
    citizens_only(request)
    principals = {str(one.pk): one for one in managed_by(request.user)}
    principal = principals.get(request.GET.get("cho", ""), request.user)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = InviteForm(principal, *given)
    if request.method == "POST" and form.is_valid():
        kind = Mandate.Kind.MEMBER if form.is_organisation else Mandate.Kind.PROXY
        try:
            mandating.invite(principal=principal, by=request.user, kind=kind, **form.cleaned_data)
        except DossierError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã gửi lời mời tới %s.") % form.cleaned_data["email"])
            return redirect("account_mandates")
    return render(request, "account/invite.html", {"form": form, "principal": principal})


@never_cache
@login_required
def child(request):
    """Name a child with the paper that shows it."""
    if request.user.is_staff or request.user.kind == request.user.Kind.ORGANISATION:
        raise Http404
    form = ChildForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            mandating.declare_child(by=request.user, **form.cleaned_data)
        except DossierError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã ghi nhận. Khi nộp hồ sơ, hãy chọn nộp cho ai."))
            return redirect("account_mandates")
    return render(request, "account/child.html", {"form": form})


@never_cache
@login_required
def accept(request, invitation):
    """The invitation, and the button that takes it on."""
    citizens_only(request)
    found = get_object_or_404(
        Mandate.objects.select_related("principal"), invitation=invitation, ended_at=None
    )
    if request.method == "POST":
        try:
            mandating.accept(found, by=request.user)
        except DossierError as error:
            messages.error(request, str(error))
            return redirect("account_accept", invitation=invitation)
        messages.success(
            request, _("Đã nhận. Từ nay Ông/Bà làm thay được cho %s.") % found.for_whom
        )
        return redirect("account_mandates")
    return render(request, "account/accept.html", {"mandate": found})


@require_POST
@login_required
def end(request, pk):
    """End it at once."""
    found = get_object_or_404(Mandate.objects.visible_to(request.user), pk=pk)
    try:
        mandating.end(found, by=request.user)
    except DossierError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã chấm dứt. Quyền xem và làm thay hết ngay lúc này."))
    return redirect("account_mandates")


def managed_by(user) -> list:
    """The own account, and the organisations that the person is an owner of."""
    return [user, *(row.principal for row in Mandate.objects.owned_by(user))]


def citizens_only(request) -> None:
    if request.user.is_staff:
        raise Http404
