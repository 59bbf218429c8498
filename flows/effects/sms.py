"""SMS through the outbox: one-time codes. Notices of dossiers have their own promises."""

import datetime
import unicodedata

from django.db import transaction

from flows.effects.mail import refuse_expired
from flows.effects.outbox import handler, promise
from flows.gateways import sms
from flows.models import Promise


def send_sms(to: str, text: str, *, key: str, expires_at: datetime.datetime | None = None) -> None:
    """Promise one SMS, once per key, in ASCII; after `expires_at` it is not sent any more (OTP)."""
    with transaction.atomic():
        promise(
            "sms",
            key=key,
            to=to,
            text=ascii_text(text),
            expires_at=expires_at.isoformat() if expires_at else "",
        )


def ascii_text(text: str) -> str:
    """Without diacritics: a message with them costs a provider more than twice the parts."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return plain.encode("ascii", "ignore").decode()


@handler("sms", secret=True)
def keep_sms(kept: Promise) -> None:
    refuse_expired(kept.payload.get("expires_at"))
    sms.deliver(kept.payload["to"], kept.payload["text"], key=kept.key)
