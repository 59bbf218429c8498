"""Form fields of accounts: a contact of either kind, telephone numbers, passwords shown on demand."""

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from catalog.eforms import identifiers
from catalog.text import compose

PASSWORD_HELP = _("Ít nhất 8 ký tự. Không dùng mật khẩu dễ đoán hoặc trùng với thông tin của mình.")


class PhoneField(forms.CharField):
    """A telephone number typed in any way; the value is E.164."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Số điện thoại"))
        kwargs.setdefault("help_text", _("Ví dụ 0912 345 678."))
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))
        super().__init__(**kwargs)

    def clean(self, value):
        value = super().clean(value)
        return identifiers.phone(value) if value else value


class ContactField(forms.CharField):
    """An e-mail address (lower case) or a telephone number (E.164), in one field."""

    default_error_messages = {
        "required": _("Nhập thư điện tử hoặc số điện thoại."),
        "invalid": _(
            "Nhập thư điện tử, ví dụ ten@vidu.vn, hoặc số điện thoại, ví dụ 0912 345 678."
        ),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Thư điện tử hoặc số điện thoại"))
        kwargs.setdefault("max_length", 254)
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "username"}))
        super().__init__(**kwargs)

    def clean(self, value):
        value = compose(super().clean(value))
        try:
            if "@" in value:
                validate_email(value)
                return value.lower()
            return identifiers.phone(value)
        except forms.ValidationError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class PasswordField(forms.CharField):
    """A password: pasted freely, spaces kept, shown on demand."""

    def __init__(self, *, autocomplete: str, **kwargs):
        kwargs.setdefault("label", _("Mật khẩu"))
        kwargs.setdefault("error_messages", {"required": _("Nhập mật khẩu.")})
        kwargs["strip"] = False
        kwargs["widget"] = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(**kwargs)


class CodeField(forms.CharField):
    """A code from a message; spaces and hyphens do not matter."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Mã xác nhận"))
        kwargs.setdefault("error_messages", {"required": _("Nhập mã gồm 6 chữ số.")})
        kwargs.setdefault("max_length", 20)
        kwargs.setdefault("help_text", _("Sáu chữ số trong thư hoặc tin nhắn vừa gửi."))
        kwargs["widget"] = forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "class": "govuk-input--width-5",
            }
        )
        super().__init__(**kwargs)

    def clean(self, value):
        return "".join(mark for mark in super().clean(value) if mark.isdigit())
