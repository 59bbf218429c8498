"""Opening an account for somebody at the desk (Article 11); the clerk never learns a password."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from catalog.eforms import identifiers
from catalog.text import compose
from flows.errors import DossierError
from flows.services import opening

User = get_user_model()


class OpeningForm(forms.Form):
    """Who it is, as on the paper shown, and where the initial access goes."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Tài khoản của"),
        choices=[(User.Kind.CITIZEN, gettext_lazy("Cá nhân")), (User.Kind.ORGANISATION, gettext_lazy("Tổ chức, đơn vị"))],
        initial=User.Kind.CITIZEN,
        widget=forms.RadioSelect,
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("Họ và tên, hoặc tên đơn vị"),
        help_text=gettext_lazy("Đúng như trên căn cước hoặc giấy đăng ký."),
        max_length=160,
    )
    identifier = forms.CharField(
        label=gettext_lazy("Số định danh cá nhân, hoặc mã số thuế của đơn vị"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-20"}),
    )
    contact = forms.CharField(
        label=gettext_lazy("Thư điện tử hoặc số điện thoại"),
        help_text=gettext_lazy("Đường dẫn đặt mật khẩu được gửi tới đây, theo đăng ký của người dân."),
        max_length=254,
    )  # fmt: skip
    seen = forms.BooleanField(
        label=gettext_lazy("Tôi đã đối chiếu bản chính căn cước hoặc giấy tờ của đơn vị."),
        error_messages={"required": gettext_lazy("Hãy đối chiếu giấy tờ trước khi mở tài khoản.")},
    )

    def clean_name(self):
        return compose(self.cleaned_data["name"])

    def clean_contact(self):
        typed = self.cleaned_data["contact"].strip()
        if "@" not in typed:
            return identifiers.phone(typed)
        validate_email(typed)
        return typed.lower()

    def clean(self):
        data = super().clean()
        read = identifiers.identity_number
        if data.get("kind") == User.Kind.ORGANISATION:
            read = identifiers.tax_code
        try:
            data["identifier"] = read(data.get("identifier", ""))
        except ValidationError as error:
            if "identifier" not in self.errors:
                self.add_error("identifier", error)
        return data


@require_http_methods(["GET", "POST"])
def account(request):
    """The form; after it the clerk knows where the access went, and nothing else."""
    if not request.user.has_perm("flows.file_for_person"):
        raise PermissionDenied
    form = OpeningForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = {
            name: form.cleaned_data[name] for name in ("kind", "name", "identifier", "contact")
        }
        try:
            opening.open_account(by=request.user, **given)
        except DossierError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _(
                    "Đã mở tài khoản. Đường dẫn đặt mật khẩu được gửi tới %s, dùng được trong 3 ngày."
                )
                % given["contact"],
            )
            return redirect("admin:open_account")
    context = {
        **admin.site.each_context(request), "title": _("Mở tài khoản tại quầy"), "form": form,
    }  # fmt: skip
    return TemplateResponse(request, "console/counter/account.html", context)
