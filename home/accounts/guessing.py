"""Guessing is held back, and its owner is not barred by it (chống dò mã).

Anybody may ask for a code to somebody else's contact and type wrong ones. So what a stranger uses up
leaves the owner a way in: a sent code is looked at once more even after the tries of the day are gone,
and where the account was signed in lately there is a budget of its own. Figures: docs/security.md.
"""

from allauth.account.models import EmailAddress
from allauth.core import context, ratelimit
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Sum
from django.utils import timezone

from flows import limits

User = get_user_model()
CODES_A_DAY = 20  # typed for one contact, right or wrong, in whatever session
TRIES = 5  # of one sent code, in whatever copies of its session
MESSAGES_PER_HOUR = 10  # with codes, to one contact, whoever asks for them
AT_HOME_PER_HOUR = 5  # beside those, asked for where the account was signed in lately
ASKED, ASKED_SECONDS = 3, 600  # recoveries of one contact from one address
WRONG_PASSWORDS = 15  # for one contact, from all addresses within the time of a lock
HOUR, DAY = 3600, 86400


def may_try(scope: str, contact: str, code: str, resent: int = 0) -> bool:
    """Whether what was typed is looked at: five times for a sent code, twenty times a day for the
    contact, and beyond those each sent code once.

    `code` is what was sent; nothing was sent to a contact that nobody has: its session stands for it.
    """
    sent = f"{contact}:{code or context.request.session.session_key}:{resent}"
    is_first = limits.hit(f"{scope}_first", sent, 1, DAY)
    if not limits.hit(f"{scope}_sent", sent, TRIES, DAY):
        return False
    return limits.hit(scope, contact, CODES_A_DAY, DAY) or is_first


def may_send(contact: str) -> bool:
    """Whether one more message with a code goes to the contact this hour."""
    if limits.hit("account_message", contact, MESSAGES_PER_HOUR, HOUR):
        return True
    if not is_at_home(contact):
        return False
    return limits.hit("account_message_home", from_here(contact), AT_HOME_PER_HOUR, HOUR)


def may_ask_proof(contact: str) -> bool:
    """Whether this address has a code sent that proves the contact: once a minute, whatever others ask."""
    here = from_here(contact)
    return ratelimit.consume(context.request, action="prove_contact", key=here)


def may_ask_recovery(contact: str) -> bool:
    """Whether a recovery of this contact is asked for once more from this address."""
    return limits.hit("recovery_asked", from_here(contact), ASKED, ASKED_SECONDS)


def is_hunted(contact: str) -> bool:
    """Whether passwords of this contact failed so often, wherever from, that the right one counts at
    home alone; whoever is not at home hears the same of a contact that nobody has."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    failed = AccessAttempt.objects.filter(username=contact, attempt_time__gte=since)
    number = failed.aggregate(all=Sum("failures_since_start"))["all"] or 0
    return number >= WRONG_PASSWORDS and not is_at_home(contact)


def is_at_home(contact: str) -> bool:
    """Whether the account of this contact was signed in from this address lately."""
    holder = holder_of(contact)
    return holder is not None and holder.is_at_home(context.request)


def from_here(contact: str) -> str:
    """The contact as this address asks about it: what others ask elsewhere does not count."""
    return f"{contact} {limits.client_address(context.request)}"


def holder_of(contact: str):
    """Whose verified contact it is: one that nobody has proved may be a stranger's account."""
    if "@" in contact:
        found = EmailAddress.objects.filter(email=contact, verified=True).first()
        return found and found.user
    return User.objects.filter(phone=contact, phone_verified=True).first()
