"""Sign-in by a code sent to a verified contact (đăng nhập bằng mã), without the password."""

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.core import context, ratelimit
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse

from flows import limits
from flows.services import opening
from home.accounts import guessing
from home.accounts.adapter import is_staff
from home.accounts.fields import CodeField, ContactField
from home.accounts.views import patiently


class ContactForm(allauth.RequestLoginCodeForm):
    """Where a sign-in code goes. The answer is the same whether the account exists or not."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields = {"contact": ContactField()}

    def clean_contact(self):
        contact = self.cleaned_data["contact"]
        here = guessing.from_here(contact)
        if not ratelimit.consume(context.request, action="request_login_code", key=here):
            raise get_adapter().validation_error("rate_limited")
        self._user = self._holder(contact)
        self.cleaned_data["email" if "@" in contact else "phone"] = contact
        return contact

    @staticmethod
    def _holder(contact: str):
        """Who may come in with a code to this contact."""
        user = guessing.holder_of(contact)
        # Staff have their own door; an account opened at the desk waits for its link and digits.
        if user is None or not user.is_active or is_staff(user) or opening.is_waiting(user):
            return None
        return user


class CodeForm(allauth.ConfirmLoginCodeForm):
    code = CodeField()


class CodeView(ConfirmLoginCodeView):
    """The code that signs in: typed once, and tried only so often."""

    def _verify_form_valid(self, form):
        # The session counts tries too, but twenty requests at once would read it alike.
        spent = f"{self._contact}:{self._process.code}:{self._process.state['at']}"
        if not limits.hit("login_code_spent", spent, 1, 86400):
            return redirect("account_request_login_code")
        return super()._verify_form_valid(form)

    def _resend_form_valid(self, form):
        here = guessing.from_here(self._contact)
        if ratelimit.consume(self.request, action="request_login_code", key=here):
            return super()._resend_form_valid(form)
        messages.warning(self.request, get_adapter().error_messages["rate_limited"])
        return redirect(self.request.get_full_path())

    def post(self, request, *args, **kwargs):
        if request.POST.get("action") == "other":
            self._process.abort()
            return redirect(self.passthrough_next_url(reverse("account_request_login_code")))
        if self._action == "verify" and not self._may_try():
            self._process.abort()
            messages.error(request, get_adapter().error_messages["too_many_login_attempts"])
            return redirect("account_request_login_code")
        return super().post(request, *args, **kwargs)

    def _may_try(self) -> bool:
        resent = self._process.state["resend_count"]
        return guessing.may_try("login_code", self._contact, self._process.code, resent)

    @property
    def _contact(self) -> str:
        return self._process.state.get("email") or self._process.state["phone"]


ask = patiently(RequestLoginCodeView.as_view())
enter = patiently(CodeView.as_view())
