"""An account opened at the desk (mở tài khoản tại quầy, Article 11.1): the clerk registers, the holder alone
gets the initial access, by e-mail or SMS, and chooses the password.
"""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, get_random_string
from django.utils.http import base36_to_int, int_to_base36
from django.utils.translation import gettext as _

from flows import limits
from flows.effects import send_mail, send_sms
from flows.errors import DossierError

User = get_user_model()
SENT_PER_DAY, TRIES = 5, 5
SHOWN_DIGITS = 4  # of the identity number or tax code, asked for beside the link


class _FirstAccess(PasswordResetTokenGenerator):
    """Good for three days and until a password is set; the password's hash is part of it."""

    key_salt = "flows.opening.first_access"


_access = _FirstAccess()


@transaction.atomic
def open_account(*, by, kind: str, name: str, identifier: str, contact: str):
    """The account, its access sent to the contact; an account that waits for its holder is told again.

    `identifier` is the identity number of a person, the tax code of an organisation; `contact` an
    e-mail address or a telephone number (E.164). DossierError when either is another account's.
    """
    if not by.has_perm("flows.file_for_person"):
        raise DossierError(_("Ông/Bà không có quyền mở tài khoản tại quầy."))
    field = "tax_code" if kind == User.Kind.ORGANISATION else "identity_number"
    found = _known(field, identifier, contact)
    if found is None:
        found = _made(kind, name, field, identifier, contact)
        found.note("opened", by=by, contact=contact)
    elif not _waits(found, field, identifier, contact):
        raise DossierError(
            _(
                "Đã có tài khoản với liên hệ hoặc số này. Hãy hướng dẫn người dân dùng «Quên mật khẩu» "
                "tại trang đăng nhập."
            )
        )
    if not limits.hit("first_access_sent", str(found.pk), SENT_PER_DAY, 86400):
        raise DossierError(_("Hôm nay đã gửi nhiều lần. Hãy gửi lại vào ngày mai."))
    _send(found, contact)
    return found


def holder_of(code: str):
    """The account that this link opens, or None when it was used, has run out or was never ours."""
    number, _dash, token = code.partition("-")
    try:
        user = User.objects.get(pk=base36_to_int(number), is_active=True, is_staff=False)
    except (ValueError, User.DoesNotExist):
        return None
    return user if _access.check_token(user, token) else None


@transaction.atomic
def take_over(code: str, *, digits: str, password: str):
    """The holder proves to be meant, and sets the first password; the contact counts as verified.

    Raises DossierError for a spent link, wrong digits, or too many tries.
    """
    user = holder_of(code)
    if user is None:
        raise DossierError(_("Đường dẫn này đã dùng hoặc đã hết hạn. Hãy đề nghị cơ quan gửi lại."))
    user = User.objects.select_for_update().get(pk=user.pk)
    known = user.tax_code or user.identity_number
    if not constant_time_compare(known[-SHOWN_DIGITS:], digits):
        raise DossierError(_("Bốn số cuối chưa đúng."))
    if not _access.check_token(user, code.partition("-")[2]):  # another window was faster
        raise DossierError(_("Đường dẫn này đã dùng. Hãy đăng nhập bằng mật khẩu vừa đặt."))
    user.set_password(password)
    user.phone_verified = bool(user.phone)
    user.save(update_fields=["password", "phone_verified"])
    if user.email:
        EmailAddress.objects.update_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )
    user.note("taken_over", by=user)
    return user


def is_waiting(user) -> bool:
    """Opened at a desk, and its holder has not come yet."""
    if user.has_usable_password() or not user.is_active:
        return False
    acts = set(user.account_events.values_list("act", flat=True))
    return "opened" in acts and "taken_over" not in acts


def may_try(code: str) -> bool:
    """Five tries a day for one link, whoever tries: four digits must not be guessed."""
    return limits.hit("first_access_try", code.partition("-")[0], TRIES, 86400)


def _known(field: str, identifier: str, contact: str):
    same = Q(phone=contact) | Q(email__iexact=contact) if contact else Q()
    return (
        User.objects.filter(same | Q(**{field: identifier}), is_staff=False).order_by("pk").first()
    )


def _waits(user, field: str, identifier: str, contact: str) -> bool:
    """Waits for exactly this person, by exactly this contact."""
    same = getattr(user, field) == identifier
    return same and contact in (user.phone, user.email) and is_waiting(user)


def _made(kind: str, name: str, field: str, identifier: str, contact: str):
    user = User(
        username=f"cd{get_random_string(12, '0123456789abcdef')}", kind=kind, full_name=name,
        **{field: identifier, "email" if "@" in contact else "phone": contact},
    )  # fmt: skip
    user.set_unusable_password()
    user.save()
    return user


def _send(user, contact: str) -> None:
    """The link alone: neither a password nor more of the person than the name."""
    code = f"{int_to_base36(user.pk)}-{_access.make_token(user)}"
    link = f"{settings.BASE_URL}{reverse('account_take_over', args=[code])}"
    text = _(
        "Tài khoản Cổng Dịch vụ công BHXH Việt Nam đã được mở. Mở đường dẫn này trong 3 ngày để đặt "
        "mật khẩu: %s"
    )
    key = f"first_access:{user.pk}:{timezone.now():%Y%m%d%H%M%S%f}"
    if "@" in contact:
        body = f"{_('Kính gửi %s,') % user}\n\n{text % link}"
        send_mail(contact, _("Tài khoản của Ông/Bà đã được mở"), body, key=key)
    else:
        send_sms(contact, text % link, key=key)
