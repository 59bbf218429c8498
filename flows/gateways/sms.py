"""SMS by SMS_URL: JSON over HTTP (brand-name vendors) or SMPP; the development mailbox without it."""

import json
import urllib.error
import urllib.request

from django.conf import settings

from flows.errors import EffectError
from flows.gateways import mailbox, smpp

TIMEOUT = 15  # seconds
_AGAIN = {408, 409, 425, 429}  # client errors that pass by themselves


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The gateway's address is configured; nobody else gets the number and the text."""

    def redirect_request(self, *args, **kwargs):
        return None


_opener = urllib.request.build_opener(urllib.request.ProxyHandler(), _NoRedirect)


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
    request = urllib.request.Request(  # noqa: S310 the address is the operator's setting
        settings.SMS_URL,
        data=body,
        headers={
            "Content-Type": "application/json",
            "Authorization": f"Bearer {settings.SMS_TOKEN}",
            "Idempotency-Key": key,
        },
    )
    try:
        with _opener.open(request, timeout=TIMEOUT) as answer:
            said = json.loads(answer.read(64 * 1024) or b"{}")
    except urllib.error.HTTPError as error:
        permanent = 400 <= error.code < 500 and error.code not in _AGAIN
        raise EffectError(f"Cổng SMS trả lời lỗi {error.code}.", permanent=permanent) from error
    except ValueError:
        return ""  # taken (2xx), only without an id that we can read
    except OSError as error:
        raise EffectError(f"Cổng SMS chưa trả lời ({type(error).__name__}).") from error
    return str(said.get("id") or said.get("message_id") or "") if isinstance(said, dict) else ""
