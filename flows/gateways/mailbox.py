"""The development twin of mail and SMS gateways: what was "delivered", to be read by people."""

import json

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from catalog.eforms.identifiers import phone


def put(channel: str, to: str, subject: str, body: str, *, key: str) -> str:
    """Deliver one message into the box; returns its key as the provider's id."""
    settings.MESSAGES_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    line = {
        "channel": channel,
        "to": to,
        "subject": subject,
        "body": body,
        "sent_at": timezone.now().isoformat(),
        "key": key,
    }
    with (settings.MESSAGES_DIR / "messages.jsonl").open("a", encoding="utf-8") as box:
        box.write(json.dumps(line, ensure_ascii=False) + "\n")
    return key


def read(to: str = "", *, limit: int = 100) -> list[dict]:
    """Messages to this address (all without one), newest first; a key counts once, as at a provider."""
    path = settings.MESSAGES_DIR / "messages.jsonl"
    if not path.exists():
        return []
    found, asked = {}, _written(to)
    with path.open(encoding="utf-8") as box:
        for line in box:
            message = json.loads(line)
            key = message.pop("key")
            if not to or message["to"].casefold() in asked:
                same = (message["channel"], message["to"], message["body"], key)
                found.setdefault(same, message)
    return list(found.values())[::-1][:limit]


def _written(to: str) -> set[str]:
    """An address as it may have been written down: a telephone number with its country too."""
    typed = to.strip().casefold()
    try:
        return {typed, phone(typed)}
    except ValidationError:
        return {typed}
