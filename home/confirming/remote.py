"""The part of the signing page where a service signs (ký số từ xa): account, certificate, then PIN and code
or the signer's own phone.

Plain forms one after the other; between them the session keeps what was found, never a secret.
"""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from flows.errors import DossierError
from flows.models import Declaration
from flows.services import signing_on_phone, signing_remotely
from flows.services.signing_on_phone import AskedOnPhone
from flows.services.signing_remotely import Offer, Provider
from home.confirming.forms import PhoneAnswerForm, RemoteAccountForm, RemoteKeyForm

_KEPT = "remote_signing"
_BUTTON, _FIND, _SEND, _OTHER, _SIGN = "remote", "find", "send", "other", "sign"
_CHECK, _STOP = "check", "stop"


class RemotePart:
    """What the page shows of it, and what its buttons do before the one that signs."""

    def __init__(self, request, declaration: Declaration):
        self.request, self.declaration = request, declaration
        self.providers = signing_remotely.providers()
        self._read()
        pressed = request.POST.get(_BUTTON, "") if self.providers else ""
        self.phone = signing_on_phone.waiting(declaration) if self.providers else None
        self.checks = pressed == _CHECK and bool(self.providers)
        self.signs = self.checks or (pressed == _SIGN and bool(self.offers))
        self.is_asked = bool(pressed) and not self.signs
        self.pressed = pressed
        self.form = (
            PhoneAnswerForm(request.POST)
            if self.checks
            else self._form(request.POST if pressed in (_FIND, _SIGN) else None)
        )

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
    def asked(self) -> Provider | None:
        """The service that asks the signer on the phone now."""
        return self.providers.get(self.phone.provider) if self.phone else None

    @property
    def signs_on_phone(self) -> bool:
        return any(offer.is_on_phone for offer in self.offers.values())

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
        elif self.pressed == _STOP:
            signing_on_phone.forget(self.declaration)
            messages.success(
                self.request,
                _(
                    "Đã bỏ lượt ký. Nếu bấm đồng ý trên điện thoại sau lúc này, không có gì được ký."
                ),
            )
        return True

    def go(self, url: str) -> HttpResponse:
        """On to the next page; a script that asks in between is told where."""
        if self._by_script:
            return JsonResponse({"to": url})
        return redirect(url)

    def wait(self, asked: AskedOnPhone) -> HttpResponse:
        """Back to the page that waits for the phone."""
        if self.checks and self._by_script:
            return JsonResponse({"to": ""})
        if asked.is_silent:
            messages.warning(
                self.request, _("Chưa hỏi được nhà cung cấp. Lượt ký vẫn còn, hãy kiểm tra lại.")
            )
        elif self.checks:
            messages.info(self.request, _("Điện thoại chưa trả lời."))
        return redirect(self.address)

    @property
    def _by_script(self) -> bool:
        return self.request.headers.get("Accept") == "application/json"

    def _read(self) -> None:
        kept = self.request.session.get(_KEPT, {}) if self.providers else {}
        if kept.get("tax_code") != self.declaration.tax_code:
            kept = {}
        self.kept = kept
        self.provider = self.providers.get(kept.get("provider", ""))
        self.account = kept.get("account", "")
        is_of_this = self.provider and kept["declaration"] == self.declaration.token
        self.offers = {one["name"]: Offer(**one) for one in kept["offers"]} if is_of_this else {}

    def _form(self, data) -> RemoteAccountForm | RemoteKeyForm | None:
        if not self.providers:
            return None
        if self.offers:
            return RemoteKeyForm(
                data,
                provider=self.provider,
                account=self.account,
                offers=self.offers,
                initial={"certificate": self.kept.get("certificate")},
            )
        known = self.kept or signing_remotely.remembered(self.declaration)
        initial = {name: known.get(name, "") for name in ("provider", "account")}
        return RemoteAccountForm(data, providers=self.providers, initial=initial)

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
        of = {"declaration": self.declaration.token, "tax_code": self.declaration.tax_code}
        self.request.session[_KEPT] = self.kept | of | changes
