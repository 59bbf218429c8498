"""SMS by SMS_URL: JSON over HTTP (brand-name vendors) or SMPP; the development mailbox without it."""

import json

from django.conf import settings

from flows.errors import EffectError
from flows.gateways import calling, mailbox, smpp


def deliver(to: str, text: str, *, key: str, report: bool = False) -> str:
    """Send one message; returns the provider's id. The key keeps the provider from sending twice (by
    SMPP only where the centre looks at it: there a lost answer is not sent again). `report`: the operator shall tell what became of it.

    EffectError, permanent when the gateway says that this message will never go (4xx).
    """
    if not settings.SMS_URL:
        return mailbox.put("sms", to, "", text, key=key)
    if settings.SMS_URL.startswith(("smpp://", "smpps://")):
        return smpp.deliver(to, text, key=key, report=report)
    body = json.dumps({"to": to, "text": text, "sender": settings.SMS_SENDER}).encode()
    headers = {"Authorization": f"Bearer {settings.SMS_TOKEN}", "Idempotency-Key": key}
    status, answer = calling.call("POST", settings.SMS_URL, body, headers, who="Cổng SMS")
    if not 200 <= status < 300:
        raise EffectError(f"Cổng SMS trả lời lỗi {status}.", permanent=not calling.passes(status))
    try:
        said = json.loads(answer)
    except ValueError:
        return ""  # taken (2xx), only without an id that we can read
    return str(said.get("id") or said.get("message_id") or "") if isinstance(said, dict) else ""
