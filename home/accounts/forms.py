"""The forms of the account pages, in our words; allauth's flows stay behind them."""

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.eforms import identifiers
from catalog.text import compose
from flows.services import certifying, opening
from home.accounts import claims, guessing, recovery
from home.accounts.adapter import is_staff
from home.accounts.certificates import RegisteringCertificate
from home.accounts.fields import (
    PASSWORD_HELP,
    CodeField,
    ContactField,
    PasswordField,
    PhoneField,
)
from home.accounts.old_contact import ConfirmsOld, KeepsOld

User = get_user_model()
FASTEST_SECONDS = 2  # nobody reads and fills in the form faster
SIGNER = signing.TimestampSigner(salt="home.register")


class SignInForm(allauth.LoginForm):
    """Either contact and the password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = ContactField()
        self.fields["password"] = PasswordField(autocomplete="current-password")


class RegisterForm(RegisteringCertificate, allauth.SignupForm):
    """A person: name, one contact, password. An organisation adds its tax code and its certificate."""

    field_order = [
        "kind", "tax_code", "full_name", "certificate", "no_certificate", "contact", "password1",
        "website", "opened",
    ]  # fmt: skip
    kind = forms.ChoiceField(
        choices=[("citizen", ""), ("organisation", "")], widget=forms.HiddenInput
    )
    tax_code = forms.CharField(
        label=gettext_lazy("Mã số thuế"),
        max_length=14,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    full_name = forms.CharField(
        max_length=160,
        error_messages={"required": gettext_lazy("Nhập họ và tên.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact = ContactField(
        help_text=gettext_lazy("Chỉ cần một trong hai. Mã xác minh sẽ được gửi tới đây.")
    )
    website = forms.CharField(required=False, label=gettext_lazy("Để trống ô này"))
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for unused in ("email", "phone"):
            self.fields.pop(unused)
        self.fields["password1"] = PasswordField(
            autocomplete="new-password", help_text=PASSWORD_HELP
        )
        self.fields["website"].widget.attrs.update({"autocomplete": "off", "tabindex": "-1"})
        self.fields["opened"].initial = SIGNER.sign("register")
        if self.is_for_organisation:
            self.fields["full_name"].label = _("Tên đơn vị, tổ chức")
            self.fields["full_name"].widget.attrs["autocomplete"] = "organization"
            self.fields["full_name"].error_messages["required"] = _("Nhập tên đơn vị, tổ chức.")
        else:
            self.fields["full_name"].label = _("Họ và tên")
            self.fields["full_name"].help_text = _("Đúng như trên căn cước.")
            for field in ("tax_code", "certificate", "no_certificate"):
                self.fields.pop(field)
        self.order_fields(self.field_order)

    @property
    def is_for_organisation(self) -> bool:
        chosen = self.data.get("kind") if self.is_bound else self.initial.get("kind")
        return chosen == User.Kind.ORGANISATION

    def clean_tax_code(self):
        return identifiers.tax_code(self.cleaned_data["tax_code"])

    def clean_full_name(self):
        return compose(self.cleaned_data["full_name"])

    def clean(self):
        contact = self.cleaned_data.get("contact", "")
        claims.give_way(contact)
        if "@" in contact:
            self.cleaned_data["email"] = self.validate_unique_email(contact)
        elif contact:
            self.cleaned_data["phone"] = contact
        cleaned = super().clean()
        self._check_pace()
        return cleaned

    def _check_pace(self):
        """Programs fill in a form at once; a person who is asked again has waited long enough."""
        try:
            SIGNER.unsign(self.cleaned_data.get("opened", ""), max_age=86400)
            SIGNER.unsign(self.cleaned_data["opened"], max_age=FASTEST_SECONDS)
        except signing.SignatureExpired:
            return
        except signing.BadSignature:
            pass
        self.data = self.data.copy()
        self.data["opened"] = SIGNER.sign("register")
        raise forms.ValidationError(
            _("Trang đã mở quá lâu hoặc được gửi quá nhanh. Hãy bấm «Đăng ký» lần nữa.")
        )

    def try_save(self, request):
        if self.cleaned_data.get("website"):  # a program filled in what people do not see
            return None, get_adapter().respond_email_verification_sent(request, None)
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])  # a known contact takes as long
        return super().try_save(request)

    @transaction.atomic
    def save(self, request):
        """The account with its certificate, or neither."""
        account = super().save(request)
        if certificate := self.cleaned_data.get("certificate"):
            certifying.register(account, certificate, by=account)
        return account


class ForgottenForm(allauth.ResetPasswordForm):
    """Where the recovery code goes. The answer is the same whether the account exists or not."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"] = ContactField()

    def clean_email(self):
        contact = self.cleaned_data["email"]
        if not guessing.may_ask_recovery(contact):
            raise forms.ValidationError(
                _("Đã yêu cầu nhiều mã cho liên hệ này. Hãy đợi 10 phút rồi thử lại.")
            )
        if "@" in contact:
            super().clean_email()
        else:
            self.users = list(
                User.objects.filter(phone=contact, phone_verified=True, is_active=True)
            )
        # Staff have their own door; an account opened at the desk waits for its link and digits.
        self.users = [
            user for user in self.users if not is_staff(user) and not opening.is_waiting(user)
        ]
        return contact

    def save(self, request, **kwargs):
        recovery.begin(request, self.users[0] if self.users else None)
        return super().save(request, **kwargs)


class NewPasswordForm(allauth.ResetPasswordKeyForm):
    """The new password, typed once and shown on demand."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"] = PasswordField(
            autocomplete="new-password", label=_("Mật khẩu mới"), help_text=PASSWORD_HELP
        )
        self.fields.pop("password2")

    def clean_password1(self):
        validate_password(self.cleaned_data["password1"], self.user)
        return self.cleaned_data["password1"]


class SetPasswordForm(NewPasswordForm, allauth.SetPasswordForm):
    """A first password, for an account that has none."""

    def __init__(self, user=None, *args, **kwargs):
        super().__init__(*args, user=user, **kwargs)


class ChangePasswordForm(allauth.ChangePasswordForm):
    """The present password and the new one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = PasswordField(
            autocomplete="current-password", label=_("Mật khẩu hiện tại")
        )
        self.fields["password1"] = PasswordField(
            autocomplete="new-password", label=_("Mật khẩu mới"), help_text=PASSWORD_HELP
        )
        self.fields.pop("password2")

    def clean_password1(self):
        validate_password(self.cleaned_data["password1"], self.user)
        return self.cleaned_data["password1"]


class PasswordAgainForm(allauth.ReauthenticateForm):
    """The password once more, before something sensitive."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"] = PasswordField(autocomplete="current-password")


class _CountedCode(allauth.BaseConfirmCodeForm):
    """A code that came to a contact. Tries are counted by code and contact: the session counts its own,
    but many sessions, or many requests at once, would try on and on."""

    scope, contact = "", ""
    code = CodeField()

    def clean_code(self):
        if not guessing.may_try(self.scope, self.contact, self.expected_code):
            raise get_adapter().validation_error("too_many_login_attempts")
        return super().clean_code()


class EmailCodeForm(ConfirmsOld, _CountedCode, allauth.ConfirmEmailVerificationCodeForm):
    scope = "email_code"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.contact = self.email or ""
        self.add_code(self.contact)


class PhoneCodeForm(ConfirmsOld, _CountedCode, allauth.VerifyPhoneForm):
    scope = "phone_code"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.contact = self.phone or ""
        self.add_code(self.contact)


class ResetCodeForm(_CountedCode, allauth.ConfirmPasswordResetCodeForm):
    scope = "reset_code"

    def __init__(self, *args, contact: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.contact = contact


class NewEmailForm(KeepsOld, allauth.AddEmailForm):
    """Another e-mail address for the account; it counts once its code is typed."""

    channel = "email"
    email = forms.EmailField(
        label=gettext_lazy("Thư điện tử mới"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.add_choice()

    def clean_email(self):
        claims.give_way(self.cleaned_data["email"])
        return super().clean_email()


class NewPhoneForm(KeepsOld, allauth.ChangePhoneForm):
    """Another telephone number for the account; it counts once its code is typed."""

    channel = "sms"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["phone"] = PhoneField(label=_("Số điện thoại mới"))
        self.add_choice()

    def clean_phone(self):
        claims.give_way(self.cleaned_data["phone"])
        return super().clean_phone()


class ProfileForm(forms.ModelForm):
    """What the account knows about its holder, and prefills in declarations."""

    class Meta:
        model = User
        fields = [
            "full_name",
            "identity_number",
            "social_insurance_number",
            "tax_code",
            "date_of_birth",
            "address",
        ]

    date_of_birth = forms.DateField(
        label=gettext_lazy("Ngày sinh"),
        help_text=gettext_lazy("Ngày/tháng/năm, ví dụ 27/3/1985."),
        required=False,
        input_formats=["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"],
        widget=forms.DateInput(
            format="%d/%m/%Y",
            attrs={"autocomplete": "bday", "class": "govuk-input--width-10"},
        ),
        error_messages={"invalid": gettext_lazy("Nhập ngày sinh đúng dạng ngày/tháng/năm.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        narrow = {"inputmode": "numeric", "class": "govuk-input--width-20"}
        self.fields["full_name"].required = True
        if self.instance.kind == User.Kind.ORGANISATION:
            self.fields["full_name"].label = _("Tên đơn vị, tổ chức")
            self.fields["tax_code"].required = True
            self.fields["tax_code"].widget.attrs.update(narrow)
            for personal in ("identity_number", "social_insurance_number", "date_of_birth"):
                self.fields.pop(personal)
        else:
            self.fields.pop("tax_code")
            self.fields["full_name"].widget.attrs["autocomplete"] = "name"
            self.fields["identity_number"].help_text = _("12 chữ số trên căn cước.")
            self.fields["identity_number"].widget.attrs.update(narrow)
            self.fields["social_insurance_number"].help_text = _(
                "10 chữ số trên thẻ BHYT, sổ BHXH."
            )
            self.fields["social_insurance_number"].widget.attrs.update(narrow)
        self.fields["address"].widget.attrs["autocomplete"] = "street-address"
        if self.instance.identity_verified_at:
            # What an identity has confirmed is not typed over; unlinking it opens the fields again.
            for confirmed in ("full_name", "identity_number"):
                self.fields[confirmed].disabled = True
                self.fields[confirmed].help_text = _("Đã được xác minh bằng định danh điện tử.")

    def clean_full_name(self):
        return compose(self.cleaned_data["full_name"])

    def clean_address(self):
        return compose(self.cleaned_data["address"])

    def clean_identity_number(self):
        value = self.cleaned_data["identity_number"]
        return identifiers.identity_number(value) if value else ""

    def clean_social_insurance_number(self):
        value = self.cleaned_data["social_insurance_number"]
        return identifiers.social_insurance_number(value) if value else ""

    def clean_tax_code(self):
        value = self.cleaned_data["tax_code"]
        return identifiers.tax_code(value) if value else ""
