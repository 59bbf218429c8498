"""An account is closed by its owner (đóng tài khoản): nobody signs in with it, its acts keep their name."""

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import AccountEvent, User
from accounts.telling import tell


@transaction.atomic
def close(account: User) -> None:
    """Every way in ends at once; dossiers stay as long as the law keeps them. ValidationError for staff.

    Contacts and the confirmed identity become free, so that the person may open an account anew.
    """
    account = User.objects.select_for_update().get(pk=account.pk)
    if account.is_staff:
        raise ValidationError(_("Tài khoản cán bộ do quản trị viên đóng."))
    tell(
        account,
        _("Tài khoản đã được đóng"),
        _("Tài khoản của Ông/Bà đã đóng theo yêu cầu. Hồ sơ đã nộp được lưu giữ theo quy định."),
    )
    account.note(AccountEvent.Act.CLOSED, by=account, email=account.email, phone=account.phone)
    for rows in (EmailAddress, SocialAccount):
        rows.objects.filter(user=account).delete()
    account.known_devices.all().delete()
    for session in UserSession.objects.filter(user=account):
        session.end()
    account.is_active = account.phone_verified = False
    account.email, account.phone, account.identity_verified_at = "", None, None
    account.set_unusable_password()
    account.save()
