"""Webhooks: every change in reach becomes a promise for each address, kept in order per dossier.

An address that does not answer is left alone for a while; what is owed waits and leaves afterwards.
"""

import datetime
import hashlib
import hmac
import json
import secrets

from django.db import transaction
from django.utils import timezone

from flows.effects.outbox import handler, promise
from flows.errors import EffectError
from flows.gateways import webhook as gateway
from flows.models import Change, CodeCounter, Dossier, Promise, Token, Webhook, WebhookDelivery
from flows.partners import feed

KIND = "webhook"
PAUSE_AFTER = 5  # failures in a row
LONGEST_PAUSE = 15 * 60


def open_webhook(hook: Webhook) -> str:
    """Save a new address, told of what changes from now on; returns its secret, shown once."""
    feed.number()
    last = CodeCounter.objects.filter(series=feed.SERIES).values_list("last", flat=True).first()
    hook.secret, hook.position = secrets.token_hex(32), last or 0
    hook.save()
    return hook.secret


def fan_out() -> int:
    """Promise the changes that have come since to every address; returns how many deliveries."""
    feed.number()
    made = 0
    live = Token.objects.in_force().values("pk")
    for pk in Webhook.objects.filter(is_active=True, token__in=live).values_list("pk", flat=True):
        made += _fan_out_to(pk)
    return made


@transaction.atomic
def _fan_out_to(pk: int) -> int:
    hook = Webhook.objects.select_for_update(of=("self",)).select_related("token").get(pk=pk)
    head = Change.objects.filter(position__gt=hook.position).order_by("position")
    positions = list(head.values_list("position", flat=True)[: feed.AT_ONCE])
    if not positions:
        return 0
    reached = Dossier.objects.order_by().within(hook.token)
    changes = head.filter(position__lte=positions[-1], dossier__in=reached)
    for change in changes.select_related("dossier"):
        delivery = WebhookDelivery.objects.create(
            webhook=hook, change=change, dossier_id=change.dossier_id
        )
        _promise(delivery)
    hook.position = positions[-1]
    hook.save(update_fields=["position"])
    return len(changes)


def _promise(delivery: WebhookDelivery) -> None:
    key = f"{_prefix(delivery.webhook_id)}{delivery.pk}:{secrets.token_hex(6)}"
    promise(KIND, delivery.dossier, key=key, delivery=delivery.pk)


def _prefix(hook: int) -> str:
    return f"{KIND}:{hook}:"


def body_of(delivery: WebhookDelivery) -> bytes:
    """The same bytes at every try: the receiver knows an event it has had by `event_id`."""
    change = delivery.change
    told = {"type": "dossier.status", "cursor": str(change.position), **feed.told(change)}
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


def signature(secret: str, body: bytes) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


@handler(KIND)
def deliver(kept: Promise) -> None:
    """Call the address once, unless it rests or an earlier event of the dossier still waits."""
    delivery = WebhookDelivery.objects.select_related("webhook__token__system", "change").get(
        pk=kept.payload["delivery"]
    )
    if delivery.delivered_at:
        return
    hook = delivery.webhook
    _require_ready(hook, delivery)
    body = body_of(delivery)
    try:
        gateway.post(
            hook.url,
            body,
            {
                "X-Signature": signature(hook.secret, body),
                "X-Event-Id": str(delivery.change.event),
                "User-Agent": "bhxh-webhook/1",
            },
        )
    except EffectError as error:
        _failed(hook, delivery, str(error))
        raise
    _arrived(hook, delivery)


def _require_ready(hook: Webhook, delivery: WebhookDelivery) -> None:
    if not hook.is_active or not Token.objects.in_force().filter(pk=hook.token_id).exists():
        raise EffectError("Nơi nhận đã tắt, hoặc mã truy cập của nó đã hết hạn.")
    if hook.is_paused:
        raise EffectError("Bên nhận không trả lời nhiều lần; tạm dừng gọi.")
    earlier = hook.deliveries.filter(
        dossier=delivery.dossier_id,
        delivered_at=None,
        change__position__lt=delivery.change.position,
    )
    if earlier.exists():
        raise EffectError("Chờ sự kiện trước của cùng hồ sơ.")


@transaction.atomic
def _failed(hook: Webhook, delivery: WebhookDelivery, error: str) -> None:
    """Count it; from the fifth in a row the address rests, longer each time."""
    now = timezone.now()
    hook = Webhook.objects.select_for_update().get(pk=hook.pk)
    hook.failures += 1
    hook.failing_since = hook.failing_since or now
    if hook.failures >= PAUSE_AFTER:
        rest = min(LONGEST_PAUSE, 60 * 2 ** min(hook.failures - PAUSE_AFTER, 10))
        hook.paused_until = now + datetime.timedelta(seconds=rest)
    hook.save(update_fields=["failures", "failing_since", "paused_until"])
    delivery.attempts, delivery.error = delivery.attempts + 1, error[:300]
    delivery.save(update_fields=["attempts", "error"])


@transaction.atomic
def _arrived(hook: Webhook, delivery: WebhookDelivery) -> None:
    delivery.attempts, delivery.error = delivery.attempts + 1, ""
    delivery.delivered_at = timezone.now()
    delivery.save(update_fields=["attempts", "error", "delivered_at"])
    # What waited for this one, or for the address to live again, need not wait for its own turn.
    waiting = Promise.objects.filter(kind=KIND, done_at=None, failed_at=None)
    if hook.failures:
        resume(hook)
    else:
        waiting.filter(
            key__startswith=_prefix(hook.pk),
            dossier=delivery.dossier_id,
            next_at__gt=timezone.now(),
        ).update(next_at=timezone.now())


def resume(hook: Webhook) -> None:
    """Call the address again now; what is owed to it leaves at once, in order."""
    now = timezone.now()
    Webhook.objects.filter(pk=hook.pk).update(failures=0, failing_since=None, paused_until=None)
    owed = Promise.objects.filter(kind=KIND, done_at=None, key__startswith=_prefix(hook.pk))
    owed.update(next_at=now, failed_at=None, attempts=0)


@transaction.atomic
def replay(delivery: WebhookDelivery) -> None:
    """Send an event again, with the same event id; one that still waits simply leaves now."""
    waiting = Promise.objects.filter(
        kind=KIND, done_at=None, key__startswith=f"{_prefix(delivery.webhook_id)}{delivery.pk}:"
    )
    if waiting.update(next_at=timezone.now(), failed_at=None, attempts=0):
        return
    WebhookDelivery.objects.filter(pk=delivery.pk).update(delivered_at=None)
    _promise(delivery)
