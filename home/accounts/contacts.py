"""The contacts of an account: proving them by a code, changing them. The flows are allauth's."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.views import (
    ChangePhoneView,
    ConfirmEmailVerificationCodeView,
    EmailView,
    _VerifyPhoneChangeView,
    _VerifyPhoneSignupView,
)
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, login_required
from django.shortcuts import redirect

from flows.errors import DossierError
from home.accounts import guessing, old_contact
from home.accounts.views import patiently


class Asks:
    """Another contact: the password once more, then codes to it and to the present one."""

    field = ""

    def form_valid(self, form):
        raise_if_reauthentication_required(self.request, app="allauth.account")
        contact = form.cleaned_data[self.field]
        if not guessing.may_ask_proof(contact):
            form.add_error(self.field, get_adapter().error_messages["rate_limited"])
            return self.form_invalid(form)
        try:
            old_contact.ask(self.request, form, contact)
        except DossierError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        return super().form_valid(form)


class AnotherEmailView(Asks, EmailView):
    field = "email"


class AnotherPhoneView(Asks, ChangePhoneView):
    field = "phone"


change_email = login_required(patiently(AnotherEmailView.as_view()))
change_phone = login_required(patiently(AnotherPhoneView.as_view()))


class Paced:
    """Another code goes to the contact after a minute, counted by who asks."""

    def _resend_form_valid(self, form):
        process = getattr(self, "process", None) or self._process
        contact = process.state.get("email") or process.state["phone"]
        if not guessing.may_ask_proof(contact):
            messages.warning(self.request, get_adapter().error_messages["rate_limited"])
            return redirect(self.request.get_full_path())
        try:
            old_contact.ask_again(self.request, contact)
        except DossierError as error:
            messages.warning(self.request, str(error))
        return super()._resend_form_valid(form)


class EmailCodeView(Paced, ConfirmEmailVerificationCodeView):
    """The code that proves an e-mail address."""


class NewcomersPhoneView(Paced, _VerifyPhoneSignupView):
    """The code that proves a telephone number, before the first sign-in."""


class ChangedPhoneView(Paced, _VerifyPhoneChangeView):
    """The code of another telephone number for the account."""


verify_email = login_not_required(patiently(EmailCodeView.as_view()))


@login_not_required
@patiently
def verify_phone(request):
    """The code of a telephone number. A changed number that counts now is shown in the profile;
    allauth would lead back to the form of the change."""
    if not request.user.is_authenticated:
        return NewcomersPhoneView.as_view()(request)
    before = request.user.phone, request.user.phone_verified
    answer = ChangedPhoneView.as_view()(request)
    if (request.user.phone, request.user.phone_verified) != before:
        return redirect("account_profile")
    return answer
