"""Another telephone number or e-mail address for the account is confirmed from the one before too, while
its holder still reaches that (xác nhận từ liên hệ đang dùng, Article 11.1); who does not says so."""

import hashlib

from allauth.account.models import EmailAddress
from allauth.core import context
from django import forms
from django.utils.translation import gettext as _

from catalog.eforms.identifiers import contact_as_read
from flows.errors import DossierError
from flows.models import Challenge
from flows.services import confirming
from home.accounts.fields import CodeField

_ASKED = "old_contact"  # in the session: {channel, old, new} while the old one is asked
PURPOSE = Challenge.Purpose.CONTACT


def in_use(user, channel: str) -> str:
    """The verified contact of this kind that would be replaced."""
    if user is None or not user.is_authenticated:
        return ""
    if channel == "sms":
        return (user.phone or "") if user.phone_verified else ""
    mails = EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True)
    return user.email if user.email and mails.exists() else ""


class KeepsOld(forms.Form):
    """The part of a form for another contact that says whether the present one is still reached."""

    channel = ""

    def add_choice(self) -> None:
        if old := in_use(self.user, self.channel):
            self.fields["old_lost"] = forms.BooleanField(
                required=False,
                label=_("Không còn nhận được mã ở %s") % contact_as_read(old),
                help_text=_(
                    "Nếu còn dùng, hãy để trống: mã được gửi tới cả liên hệ cũ và mới. Liên hệ cũ "
                    "luôn được báo khi đổi xong."
                ),
            )


def ask(request, form, new: str) -> None:
    """Send the code to the present contact, unless it is lost or there is none. DossierError."""
    request.session.pop(_ASKED, None)
    old = in_use(request.user, form.channel)
    if not old or form.cleaned_data.get("old_lost"):
        return
    _send(request.user, {"channel": form.channel, "old": old, "new": new})
    request.session[_ASKED] = {"channel": form.channel, "old": old, "new": new}


def ask_again(request, new: str) -> None:
    """A new code to the present contact together with that to the new one. DossierError."""
    if asked := _asked(new):
        _send(request.user, asked)


class ConfirmsOld(forms.Form):
    """The part of a form with the code of the new contact that takes the code of the present one."""

    def add_code(self, new: str) -> None:
        self.asked = _asked(new)
        if self.asked:
            was, will = (contact_as_read(self.asked[name]) for name in ("old", "new"))
            self.fields["code"].label = _("Mã gửi tới %s (liên hệ mới)") % will
            self.fields["old_code"] = CodeField(
                label=_("Mã gửi tới %s (đang dùng)") % was,
                help_text=_(
                    "Sáu chữ số trong thư hoặc tin nhắn vừa gửi; mã này hết hạn sau 5 phút."
                ),
            )

    def clean(self):
        cleaned = super().clean()
        if "old_code" in self.fields and not self.errors:
            try:
                self._use(self.cleaned_data["old_code"])
            except confirming.CodeSpent as refusal:
                again = _(
                    "Mã này không còn dùng được. Hãy quay lại nhập số mới để nhận hai mã khác."
                )
                # A page of a telephone number sends no code again.
                self.add_error(
                    "old_code", again if self.asked["channel"] == "sms" else str(refusal)
                )
            except DossierError as refusal:
                self.add_error("old_code", str(refusal))
        return cleaned

    def _use(self, code: str) -> None:
        of = _bound(context.request.user, self.asked)
        sent_to = (self.asked["channel"], self.asked["old"])
        confirming.use(confirming.check(context.request.user, code=code, contact=sent_to, **of))
        context.request.session.pop(_ASKED, None)


def _asked(new: str) -> dict | None:
    """What is asked of the present contact for exactly this new one."""
    asked = context.request.session.get(_ASKED)
    return (
        asked if asked and asked["new"] == new and context.request.user.is_authenticated else None
    )


def _bound(user, asked: dict) -> dict:
    """The code confirms this one change of this account alone."""
    digest = hashlib.sha256(f"{asked['old']} {asked['new']}".encode()).hexdigest()
    return {"purpose": PURPOSE, "subject": f"account:{user.pk}", "digest": digest}


def _send(user, asked: dict) -> None:
    summary = _("đổi liên hệ của tài khoản sang %s") % contact_as_read(asked["new"])
    sent_to = (asked["channel"], asked["old"])
    confirming.send_code(user, summary=summary, contact=sent_to, **_bound(user, asked))
