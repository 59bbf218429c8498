"""Telling the holder of an account: by e-mail, or by SMS who has no e-mail."""

from allauth.account.adapter import get_adapter
from django.core.mail import send_mail

from accounts.models import User


def tell(account: User, subject: str, text: str) -> None:
    """One message, to the contact that the account has; nobody without a verified one is reached."""
    if account.email:
        send_mail(subject, text, None, [account.email])
    elif account.phone and account.phone_verified:
        get_adapter().send_sms(account.phone, f"{subject}. {text}")
