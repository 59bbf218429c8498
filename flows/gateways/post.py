"""The postal carrier: consignments made over its JSON service, their events pulled or pushed, signed.

Without POST_URL the demo has a carrier of its own (`post_demo`); elsewhere numbers are typed in.
"""

import datetime
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from flows.errors import EffectError
from flows.gateways import calling, post_demo

FRESH = 300  # seconds that a push is good for
KINDS = {
    "accepted": "accepted",
    "in_transit": "in_transit",
    "delivered": "delivered",
    "returned": "came_back",
}


@dataclass(frozen=True)
class Event:
    """What happened to a consignment; `kind` as `PostEvent.Kind` has it."""

    number: str
    event_id: str
    kind: str
    at: datetime.datetime
    place: str = ""


def is_connected() -> bool:
    return bool(settings.POST_URL) or settings.DEMO


def create(consignment: dict, *, key: str) -> str:
    """Announce a consignment; returns the number for its label. The same key is one consignment.

    EffectError, permanent when the carrier will never take it (a wrong address).
    """
    if not settings.POST_URL:
        return post_demo.create(consignment)
    said = _call("POST", "/consignments", consignment, {"Idempotency-Key": key})
    number = str(said.get("number") or "")[:60]
    if not number:
        raise EffectError("Bưu chính nhận bưu gửi nhưng không cho số hiệu.")
    return number


def hand_over(manifest: dict, *, key: str) -> None:
    """Tell which consignments are handed over together. The same key is one list."""
    if settings.POST_URL:
        _call("POST", "/manifests", manifest, {"Idempotency-Key": key})
    else:
        post_demo.hand_over(manifest)


def events(number: str) -> list[Event]:
    """Everything the carrier knows of a consignment. EffectError when it does not say."""
    if not settings.POST_URL:
        told = post_demo.events(number)
    else:
        told = _call("GET", f"/consignments/{quote(number, safe='')}/events").get("events")
    found = [_event({"number": number, **one}) for one in told or [] if isinstance(one, dict)]
    return [event for event in found if event and event.number == number]


def signature(body: bytes, stamp: str) -> str:
    message = stamp.encode() + b"." + body
    return "sha256=" + hmac.new(settings.POST_SECRET.encode(), message, hashlib.sha256).hexdigest()


def is_signed(body: bytes, *, stamp: str, given: str) -> bool:
    """Is a push the carrier's own, and of these minutes?"""
    if not settings.POST_SECRET or not stamp.isdecimal() or len(stamp) > 12:
        return False
    is_fresh = abs(time.time() - int(stamp)) <= FRESH
    return is_fresh and hmac.compare_digest(signature(body, stamp).encode(), given.encode())


def read(told: list[dict]) -> list[Event]:
    """The events of a push; what is not understood is left aside."""
    return [event for event in map(_event, told) if event]


def _event(told: dict) -> Event | None:
    kind = KINDS.get(str(told.get("code", "")).lower())
    try:
        at = parse_datetime(str(told.get("at", "")))
    except ValueError:
        at = None
    if not kind or at is None or not told.get("id") or not told.get("number"):
        return None
    return Event(
        number=str(told["number"])[:60],
        event_id=str(told["id"])[:80],
        kind=kind,
        at=at if timezone.is_aware(at) else timezone.make_aware(at),
        place=str(told.get("place") or "")[:160],
    )


def _call(method: str, path: str, body: dict | None = None, headers: dict | None = None) -> dict:
    status, answer = calling.call(
        method,
        settings.POST_URL.rstrip("/") + path,
        json.dumps(body).encode() if body is not None else None,
        {"Authorization": f"Bearer {settings.POST_TOKEN}", **(headers or {})},
        who="Bưu chính",
    )
    if not 200 <= status < 300:
        raise EffectError(f"Bưu chính trả lời lỗi {status}.", permanent=not calling.passes(status))
    try:
        said = json.loads(answer or b"{}")
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise EffectError("Trả lời của bưu chính không đọc được.")
    return said
