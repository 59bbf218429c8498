"""A forgotten password (quên mật khẩu): the code is void once password or contact change meanwhile."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.password_reset_by_code import PasswordResetVerificationProcess
from allauth.account.views import CompletePasswordResetView, ConfirmPasswordResetCodeView
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac

_STOOD = "recovery_began_with"  # in the session


def begin(request, user) -> None:
    """Keep what the account was when the code was asked for; nobody's account is nothing."""
    request.session[_STOOD] = _standing(user) if user else ""


class _OfThatAccount:
    """Who has set a password or another contact since then has ended this recovery."""

    def dispatch(self, request, *args, **kwargs):
        process = PasswordResetVerificationProcess.resume(request)
        if process and process.user and request.session.get(_STOOD) != _standing(process.user):
            process.abort()
            messages.error(request, get_adapter().error_messages["invalid_password_reset"])
            return redirect("account_reset_password")
        return super().dispatch(request, *args, **kwargs)


class CodeView(_OfThatAccount, ConfirmPasswordResetCodeView):
    """The code from the message."""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"contact": self._process.state["email"]}


class NewPasswordView(_OfThatAccount, CompletePasswordResetView):
    """The new password, after the code."""


def _standing(user) -> str:
    said = f"{user.password}|{user.email}|{user.phone}"
    return salted_hmac("home.recovery", said, algorithm="sha256").hexdigest()


enter = CodeView.as_view()
renew = NewPasswordView.as_view()
