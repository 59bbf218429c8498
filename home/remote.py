"""The part of the signing page where a service signs (ký số từ xa): account, certificate, PIN and code.

Plain forms one after the other; between them the session keeps what was found, never a secret.
"""

from dataclasses import asdict

from django import forms
from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flows.errors import DossierError
from flows.models import Declaration
from flows.services import signing_remotely
from flows.services.signing_remotely import Offer, PinRefused, Provider

_KEPT = "remote_signing"
_BUTTON, _FIND, _SEND, _OTHER, _SIGN = "remote", "find", "send", "other", "sign"


class AccountForm(forms.Form):
    """Where the organisation keeps its key, and under which account."""

    provider = forms.ChoiceField(
        label=gettext_lazy("Nhà cung cấp dịch vụ ký số"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn nhà cung cấp dịch vụ ký số.")},
    )
    account = forms.CharField(
        label=gettext_lazy("Tài khoản tại nhà cung cấp"),
        help_text=gettext_lazy(
            "Mã số thuế, số định danh hoặc tên đăng nhập đã đăng ký với nhà cung cấp; không phải mật khẩu."
        ),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"}),
        error_messages={"required": gettext_lazy("Nhập tài khoản tại nhà cung cấp.")},
    )

    def __init__(self, *args, providers: dict[str, Provider], **kwargs):
        super().__init__(*args, prefix="remote", **kwargs)
        self.fields["provider"].choices = [(one.code, one.name) for one in providers.values()]
        if len(providers) == 1:
            self.fields["provider"].widget = forms.HiddenInput()
            self.initial["provider"] = next(iter(providers))

    def refuse(self, error) -> None:
        self.add_error("account", str(error))


class KeyForm(forms.Form):
    """Which certificate signs, and what opens its key; nothing typed here is shown again."""

    certificate = forms.ChoiceField(
        label=gettext_lazy("Chứng thư số"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn chứng thư số.")},
    )
    pin = forms.CharField(
        label=gettext_lazy("Mã PIN của chứng thư"),
        help_text=gettext_lazy("Chỉ chuyển tới nhà cung cấp cho lần ký này, Cổng không lưu lại."),
        required=False,
        strip=False,
        max_length=64,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "class": "govuk-input--width-10"}),
    )
    code = forms.CharField(
        label=gettext_lazy("Mã OTP của nhà cung cấp"),
        required=False,
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "class": "govuk-input--width-5",
            }
        ),
    )

    def __init__(self, *args, part: "RemotePart", **kwargs):
        super().__init__(*args, prefix="remote", **kwargs)
        self.part, offers = part, part.offers
        self.fields["certificate"].choices = [
            (
                offer.name,
                _("%(signer)s, do %(issuer)s cấp, hết hạn %(until)s (%(name)s)") % vars(offer),
            )
            for offer in offers.values()
        ]
        if len(offers) == 1:
            self.fields["certificate"].widget = forms.HiddenInput()
            self.initial["certificate"] = next(iter(offers))
        for field, wanted in (("pin", "wants_pin"), ("code", "wants_code")):
            asked = [getattr(offer, wanted) for offer in offers.values()]
            if not any(asked):
                del self.fields[field]
            elif all(asked):  # no «(không bắt buộc)» on it
                self.fields[field].required = True
        for field, sentence in (("pin", _("Nhập mã PIN.")), ("code", _("Nhập mã OTP."))):
            if field in self.fields:
                self.fields[field].error_messages["required"] = sentence

    def clean(self):
        typed = super().clean() or {}
        offer = self.part.offers.get(typed.get("certificate", ""))
        for field, wanted in (("pin", "wants_pin"), ("code", "wants_code")):
            missing = offer and getattr(offer, wanted) and not typed.get(field)
            if missing and not self.has_error(field):
                self.add_error(field, self.fields[field].error_messages["required"])
        return typed

    def sign(self, declaration: Declaration) -> Declaration:
        """The declaration signed by the service, verified and kept. Raises DossierError."""
        typed = self.cleaned_data
        return signing_remotely.sign(
            declaration,
            self.part.provider,
            account=self.part.account,
            name=typed["certificate"],
            pin=typed.get("pin", ""),
            code=typed.get("code", ""),
        )

    def refuse(self, error) -> None:
        self.add_error("pin" if isinstance(error, PinRefused) else None, str(error))


class RemotePart:
    """What the page shows of it, and what its buttons do before the one that signs."""

    def __init__(self, request, declaration: Declaration):
        self.request, self.declaration = request, declaration
        self.providers = signing_remotely.providers()
        self._read()
        pressed = request.POST.get(_BUTTON, "") if self.providers else ""
        self.signs = pressed == _SIGN and bool(self.offers)
        self.is_asked = bool(pressed) and not self.signs
        self.pressed = pressed
        self.form = self._form(request.POST if pressed in (_FIND, _SIGN) else None)

    @property
    def address(self) -> str:
        return f"{self.request.get_full_path()}#ky-so-tu-xa"

    @property
    def only(self) -> Provider | None:
        """The only service there is to choose."""
        return next(iter(self.providers.values())) if len(self.providers) == 1 else None

    @property
    def chosen(self) -> Offer | None:
        """The only certificate there is to choose."""
        return next(iter(self.offers.values())) if len(self.offers) == 1 else None

    @property
    def sends_code(self) -> bool:
        return any(offer.sends_code for offer in self.offers.values())

    def prepared(self) -> bool:
        """Do what was asked before signing; False when the page must show what was wrong."""
        if self.pressed == _FIND:
            return self._find()
        if self.pressed == _SEND and self.offers:
            self._send_code()
        elif self.pressed == _OTHER:
            self._keep(offers=[])
        return True

    def _read(self) -> None:
        kept = self.request.session.get(_KEPT, {}) if self.providers else {}
        is_of_this = kept.get("declaration") == self.declaration.token
        found = kept.get("offers", []) if is_of_this else []
        self.kept = kept
        self.provider = self.providers.get(kept.get("provider", ""))
        self.account = kept.get("account", "")
        self.offers = {one["name"]: Offer(**one) for one in found} if self.provider else {}

    def _form(self, data) -> forms.Form | None:
        if not self.providers:
            return None
        if self.offers:
            return KeyForm(data, part=self, initial={"certificate": self.kept.get("certificate")})
        known = self.kept or signing_remotely.remembered(self.request.user)
        initial = {name: known.get(name, "") for name in ("provider", "account")}
        return AccountForm(data, providers=self.providers, initial=initial)

    def _find(self) -> bool:
        self.offers = {}
        form = self.form = self._form(self.request.POST)
        if not form.is_valid():
            return False
        provider = self.providers[form.cleaned_data["provider"]]
        account = form.cleaned_data["account"]
        try:
            found = signing_remotely.offers(self.declaration, provider, account)
        except DossierError as error:
            form.refuse(error)
            return False
        self._keep(
            provider=provider.code,
            account=account,
            certificate="",
            offers=[asdict(one) for one in found],
        )
        return True

    def _send_code(self) -> None:
        name = self.request.POST.get("remote-certificate", "")
        if name not in self.offers:
            messages.error(self.request, _("Chọn chứng thư số trước khi nhận mã OTP."))
            return
        self._keep(certificate=name)
        try:
            signing_remotely.send_code(self.declaration, self.provider, name)
        except DossierError as error:
            messages.error(self.request, str(error))
        else:
            messages.success(
                self.request, _("Nhà cung cấp đã gửi mã OTP. Hãy nhập mã cùng mã PIN.")
            )

    def _keep(self, **changes) -> None:
        kept = {**self.kept, "declaration": self.declaration.token, **changes}
        self.request.session[_KEPT] = kept
