"""What a person types or brings to confirm: a code, a signed file, the key at a remote service."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flows.models import Declaration
from flows.services import declaring, signing_on_phone, signing_remotely
from flows.services.signing_remotely import Offer, PinRefused, Provider
from home.accounts.fields import CodeField


class CodeForm(forms.Form):
    """The one-time code of an act."""

    code = CodeField()


class SignedFileForm(forms.Form):
    """The declaration as the signing software gave it back."""

    signed = forms.FileField(
        label=gettext_lazy("Tờ khai đã ký số"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={
            "required": gettext_lazy("Chọn tệp tờ khai đã ký."),
            "empty": gettext_lazy("Tệp rỗng (0 byte). Hãy chọn lại tệp đã ký."),
        },
    )

    def __init__(self, *args, is_xml: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if is_xml:
            self.fields["signed"].widget.attrs["accept"] = ".xml,application/xml,text/xml"

    def sign(self, declaration):
        """The declaration with this file verified and kept. Raises DossierError."""
        return declaring.take_signed(declaration, self.cleaned_data["signed"])

    def refuse(self, error) -> None:
        self.add_error("signed", str(error))


class RemoteAccountForm(forms.Form):
    """The service where the organisation keeps its key (ký số từ xa), and under which account."""

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


class OnceInput(forms.TextInput):
    """A text that is typed anew each time."""

    def get_context(self, name, value, attrs):
        return super().get_context(name, None, attrs)


class RemoteKeyForm(forms.Form):
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
        widget=OnceInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "class": "govuk-input--width-5",
            }
        ),
    )

    def __init__(self, *args, provider: Provider, account: str, offers: dict[str, Offer], **kwargs):
        super().__init__(*args, prefix="remote", **kwargs)
        self.provider, self.account, self.offers = provider, account, offers
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
        for field, wanted, missing in (
            ("pin", "wants_pin", _("Nhập mã PIN.")),
            ("code", "wants_code", _("Nhập mã OTP.")),
        ):
            asked = [getattr(offer, wanted) for offer in offers.values()]
            if not any(asked):
                del self.fields[field]
                continue
            self.fields[field].required = all(asked)
            self.fields[field].error_messages["required"] = missing

    def clean(self):
        typed = super().clean() or {}
        offer = self.offers.get(typed.get("certificate", ""))
        for field, wanted in (("pin", "wants_pin"), ("code", "wants_code")):
            missing = offer and getattr(offer, wanted) and not typed.get(field)
            if missing and not self.has_error(field):
                self.add_error(field, self.fields[field].error_messages["required"])
        return typed

    def sign(self, declaration: Declaration) -> Declaration:
        """The declaration signed by the service, verified and kept. DossierError, AskedOnPhone."""
        typed = self.cleaned_data
        name = typed["certificate"]
        if self.offers[name].is_on_phone:
            return signing_on_phone.ask(declaration, self.provider, account=self.account, name=name)
        return signing_remotely.sign(
            declaration,
            self.provider,
            account=self.account,
            name=name,
            pin=typed.get("pin", ""),
            code=typed.get("code", ""),
        )

    def refuse(self, error) -> None:
        self.add_error("pin" if isinstance(error, PinRefused) else None, str(error))


class PhoneAnswerForm(forms.Form):
    """Has the signer answered on the phone? Nothing is typed here."""

    def sign(self, declaration: Declaration) -> Declaration:
        """The declaration that the signer allowed. DossierError, AskedOnPhone."""
        return signing_on_phone.ask_again(declaration)
