"""The first access to an account that was opened at the desk: its holder chooses the password."""

from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from flows.errors import DossierError
from flows.services import opening
from home.accounts.fields import PASSWORD_HELP, PasswordField


class FirstAccessForm(forms.Form):
    """Who came by the link knows the number of the person it was meant for."""

    digits = forms.CharField(
        label=gettext_lazy("Bốn số cuối của số định danh cá nhân hoặc mã số thuế"),
        max_length=4,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-4"}
        ),
        error_messages={"required": gettext_lazy("Nhập bốn số cuối.")},
    )
    password = PasswordField(
        autocomplete="new-password", label=gettext_lazy("Mật khẩu mới"), help_text=PASSWORD_HELP
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self):
        validate_password(self.cleaned_data["password"], self.user)
        return self.cleaned_data["password"]


@never_cache
def take_over(request, code: str):
    """The page behind the link; opening it spends nothing, so that mail scanners do no harm."""
    user = opening.holder_of(code)
    if user is None:
        return render(request, "account/take_over_spent.html", status=410)
    form = FirstAccessForm(request.POST if request.method == "POST" else None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            if not opening.may_try(code):
                raise DossierError(_("Đã thử quá nhiều lần. Hãy thử lại vào ngày mai."))
            opening.take_over(code, **form.cleaned_data)
        except DossierError as refusal:
            form.add_error("digits", str(refusal))
        else:
            messages.success(request, _("Đã đặt mật khẩu. Ông/Bà đăng nhập được ngay."))
            return redirect("account_login")
    return render(request, "account/take_over.html", {"form": form})
