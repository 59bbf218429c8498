"""Contacts that somebody claimed and never proved (liên hệ chưa xác minh): they give way to whoever comes
after the code's life, so that nobody keeps a stranger's number or address by typing it."""

import datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone

from flows.services import opening

User = get_user_model()


def give_way(contact: str) -> None:
    """End the claims of this contact whose codes have run out; nobody has ever signed in with them."""
    lives = datetime.timedelta(seconds=settings.ACCOUNT_PHONE_VERIFICATION_TIMEOUT)
    same = Q(email__iexact=contact) if "@" in contact else Q(phone=contact)
    stale = User.objects.filter(
        same, is_staff=False, is_active=True, phone_verified=False, last_login=None,
        date_joined__lt=timezone.now() - lives,
    ).exclude(emailaddress__verified=True)  # fmt: skip
    for account in stale:
        if not opening.is_waiting(account):  # opened at a desk: its holder is on the way
            _end(account)


@transaction.atomic
def _end(account) -> None:
    try:
        with transaction.atomic():
            account.delete()
    except ProtectedError:  # an organisation has registered its certificate: that stays on record
        account.emailaddress_set.all().delete()
        account.email, account.phone, account.is_active = "", None, False
        account.set_unusable_password()
        account.save()
