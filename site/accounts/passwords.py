"""What a password must not be; no rules of composition."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CITIZEN_LENGTH, STAFF_LENGTH = 8, 12
OUR_NAMES = ("baohiemxahoi", "bhxh", "dichvucong", "matkhau")


class LongEnoughValidator:
    """Eight characters for citizens, twelve for staff."""

    def validate(self, password, user=None):
        least = STAFF_LENGTH if getattr(user, "is_staff", False) else CITIZEN_LENGTH
        if len(password) < least:
            raise ValidationError(
                _("Mật khẩu cần ít nhất %(least)d ký tự."),
                code="password_too_short",
                params={"least": least},
            )

    def get_help_text(self):
        return _("Mật khẩu cần ít nhất %(citizen)d ký tự; của cán bộ ít nhất %(staff)d.") % {
            "citizen": CITIZEN_LENGTH,
            "staff": STAFF_LENGTH,
        }


class NotOurNameValidator:
    """The service's own name with some digits is what everybody tries first."""

    def validate(self, password, user=None):
        rest = letters = "".join(sign for sign in password.casefold() if sign.isalpha())
        for name in OUR_NAMES:
            rest = rest.replace(name, "")
        if letters and not rest:
            raise ValidationError(
                _("Mật khẩu không được chỉ là tên dịch vụ kèm chữ số. Hãy thêm từ khác."),
                code="password_our_name",
            )

    def get_help_text(self):
        return _("Mật khẩu không được chỉ là tên dịch vụ kèm chữ số.")
