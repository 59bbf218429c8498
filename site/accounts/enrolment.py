"""Hand-over codes: without one nobody sets up a second factor, not even with the right password."""

import datetime
import secrets

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone
from django_otp import devices_for_user

from accounts.models import EnrolmentCode, User

LIFE = datetime.timedelta(days=3)
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that look like another on paper
LENGTH = 10


@transaction.atomic
def issue(user: User, *, by: User | None) -> str:
    """A new code to hand over in person, good for three days and once.

    It withdraws earlier codes and the second factor the person has: so a lost phone is replaced.
    """
    if not user.is_staff:
        raise ValueError("a hand-over code is for staff")
    for device in devices_for_user(user, confirmed=None):
        device.delete()
    user.enrolment_codes.filter(used_at=None).delete()
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    EnrolmentCode.objects.create(
        user=user,
        code_hash=make_password(code),
        issued_by=by,
        expires_at=timezone.now() + LIFE,
    )
    return code


def find(user: User, code: str) -> EnrolmentCode | None:
    """The code's row when it is this person's, unused and in time."""
    typed = code.strip().upper().replace("-", "").replace(" ", "")
    waiting = user.enrolment_codes.filter(used_at=None, expires_at__gt=timezone.now())
    return next((row for row in waiting if check_password(typed, row.code_hash)), None)


def use_up(row: EnrolmentCode) -> bool:
    """Marks the code used; False when another request was faster."""
    return bool(
        EnrolmentCode.objects.filter(pk=row.pk, used_at=None).update(used_at=timezone.now())
    )
