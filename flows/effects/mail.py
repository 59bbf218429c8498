"""Every mail of the house goes through the outbox: a mail server that is down delays, loses nothing."""

import datetime
import hashlib
from email.utils import format_datetime, parsedate_to_datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import sanitize_address
from django.db import transaction
from django.utils import timezone

from flows.effects.outbox import handler, promise
from flows.errors import EffectError
from flows.gateways import mail
from flows.models import Promise

EXPIRES = "Expiry-Date"


class OutboxEmailBackend(BaseEmailBackend):
    """Django's EMAIL_BACKEND: finished messages become promises, in the caller's transaction."""

    def send_messages(self, email_messages) -> int:
        sent = [message for message in email_messages if message.recipients()]
        with transaction.atomic():
            for message in sent:
                _promise(message)
        return len(sent)


def send_mail(to: str, subject: str, text: str, *, key: str, expires_at=None) -> None:
    """Promise one plain mail, once per key; after `expires_at` it is not sent any more (OTP)."""
    headers = {EXPIRES: format_datetime(expires_at)} if expires_at else {}
    with transaction.atomic():
        _promise(EmailMessage(subject, text, to=[to], headers=headers), key=key)


def raw_mail(to: str, subject: str, text: str, *, key: str) -> tuple[str, str, list[str]]:
    """(message, sender, recipients); a second try carries the same Message-ID as the first."""
    host = sanitize_address(settings.DEFAULT_FROM_EMAIL, "utf-8").rpartition("@")[2].rstrip(">")
    number = hashlib.sha256(key.encode()).hexdigest()[:32]
    message = EmailMessage(subject, text, to=[to], headers={"Message-ID": f"<{number}@{host}>"})
    return _raw(message)


def _raw(message: EmailMessage) -> tuple[str, str, list[str]]:
    sender = message.extra_headers.get("From", message.from_email)
    return (
        message.message().as_string(),
        sanitize_address(sender, "utf-8"),
        [sanitize_address(one, "utf-8") for one in message.recipients()],
    )


def _promise(message: EmailMessage, *, key: str = "") -> None:
    raw, sender, recipients = _raw(message)
    promise(
        "mail",
        key=key or f"mail:{hashlib.sha256(raw.encode()).hexdigest()}",
        raw=raw,
        sender=sender,
        recipients=recipients,
        expires_at=message.extra_headers.get(EXPIRES, ""),
    )


@handler("mail", secret=True)
def keep_mail(kept: Promise) -> None:
    refuse_expired(kept.payload.get("expires_at"))
    mail.deliver(
        kept.payload["raw"],
        sender=kept.payload["sender"],
        recipients=kept.payload["recipients"],
        key=kept.key,
    )


def refuse_expired(moment: str) -> None:
    """A code that came too late would only confuse: EffectError for good."""
    if not moment:
        return
    try:
        end = datetime.datetime.fromisoformat(moment)
    except ValueError:
        end = parsedate_to_datetime(moment)
    if end <= timezone.now():
        raise EffectError("Đã quá hạn dùng, không gửi nữa.", permanent=True)
