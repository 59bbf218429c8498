"""Security keys of staff (khóa bảo mật, WebAuthn): asked to sign, checked, enrolled, taken off."""

import json
import time

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _
from django_otp_webauthn.exceptions import OTPWebAuthnApiError
from django_otp_webauthn.models import WebAuthnCredential
from webauthn.helpers.exceptions import WebAuthnException

SIGN_IN, ENROL = "key_sign_in", "key_enrolment"  # in the session: what was asked, until when
SECONDS = 300
# What a forged or broken answer makes the parsers and the check of the signature raise.
REFUSED = (WebAuthnException, OTPWebAuthnApiError, ValueError, KeyError, TypeError, AttributeError)


def ask(request, user: AbstractUser) -> str:
    """What the browser gives the person's keys to sign, as JSON; empty when there is none."""
    if not WebAuthnCredential.objects.filter(user=user, confirmed=True).exists():
        return ""
    options, state = _helper(request).authenticate_begin(user, require_user_verification=False)
    return _remember(request, SIGN_IN, options, state)


def check(request, user: AbstractUser, answer: str) -> WebAuthnCredential:
    """The key of this person that signed what was asked. Raises ValidationError."""
    state = _take(request, SIGN_IN)
    try:
        key = _helper(request).authenticate_complete(user, state, _read(answer))
    except REFUSED as error:
        raise _not_accepted() from error
    if not key.confirmed:
        raise _not_accepted()
    return key


def ask_new(request) -> str:
    """What the browser gives a key that is to be enrolled, as JSON."""
    options, state = _helper(request).register_begin(request.user)
    return _remember(request, ENROL, options, state)


@transaction.atomic
def enrol(request, answer: str, name: str) -> WebAuthnCredential:
    """One more key of the person who is signed in; they are told. Raises ValidationError."""
    state = _take(request, ENROL)
    try:
        with transaction.atomic():
            key = _helper(request).register_complete(request.user, state, _read(answer))
    except REFUSED as error:
        raise _not_accepted() from error
    key.name = name
    key.save(update_fields=["name"])
    _tell(
        request.user,
        _("Khóa bảo mật vừa được thêm"),
        _("Khóa bảo mật «%s» vừa được thêm vào tài khoản cán bộ của ông/bà.") % name,
    )
    return key


@transaction.atomic
def remove(key: WebAuthnCredential) -> None:
    """The key signs in no more; sessions it has opened end with it. The person is told."""
    key.delete()
    _tell(
        key.user,
        _("Khóa bảo mật vừa được gỡ"),
        _("Khóa bảo mật «%s» vừa được gỡ khỏi tài khoản cán bộ của ông/bà.") % key.name,
    )


def _helper(request):
    return WebAuthnCredential.get_webauthn_helper(request)


def _remember(request, name: str, options: dict, state: dict) -> str:
    request.session[name] = state | {"until": time.time() + SECONDS}
    return json.dumps(options)


def _take(request, name: str) -> dict:
    """What was asked, once: saved at once, so that no second answer finds it."""
    state = request.session.pop(name, None)
    request.session.save()
    if state is None or state["until"] < time.time():
        raise ValidationError(_("Yêu cầu ký đã quá lâu. Hãy bấm nút và chạm khóa lại."))
    return state


def _read(answer: str) -> dict:
    said = json.loads(answer)
    if not isinstance(said, dict):
        raise ValueError("an answer is an object")
    return said


def _not_accepted() -> ValidationError:
    return ValidationError(
        _("Khóa bảo mật này không được chấp nhận. Hãy thử lại hoặc dùng cách xác thực khác.")
    )


def _tell(user, subject: str, text: str) -> None:
    if user.email:
        warning = _("Nếu không phải ông/bà thực hiện, hãy báo ngay quản trị viên của cơ quan.")
        send_mail(subject, f"{text} {warning}", None, [user.email])
