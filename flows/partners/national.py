"""Telling the National Public Service Portal (đồng bộ hồ sơ, tiến độ): every change of the feed, in order.

Each change becomes two messages in the outbox, kept one after the other for a dossier. A portal that
does not answer is left alone for a while; what is owed waits, and leaves when it lives again.
"""

import datetime
import secrets

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from flows.effects.outbox import handler, promise, promise_each
from flows.errors import DossierError, EffectError
from flows.gateways import national as gateway
from flows.models import Change, NationalLine, NationalMessage, Promise
from flows.partners import feed, national_fields

KIND = "national"
PAUSE_AFTER = 5  # failures in a row
LONGEST_PAUSE = 15 * 60
Service, State = NationalMessage.Service, NationalMessage.State


def line() -> NationalLine:
    return NationalLine.objects.get_or_create(pk=1)[0]


@transaction.atomic
def fan_out() -> int:
    """Promise the changes that have come since; returns how many. Nothing while not connected."""
    if not gateway.is_connected():
        return 0
    feed.number()
    line()
    held = NationalLine.objects.select_for_update().get(pk=1)
    head = Change.objects.filter(position__gt=held.position).order_by("position")
    changes = list(head[: feed.AT_ONCE])
    if not changes:
        return 0
    messages = NationalMessage.objects.bulk_create(
        NationalMessage(dossier_id=change.dossier_id, change=change, service=service)
        for change in changes
        for service in (Service.DOSSIER, Service.PROGRESS)
    )
    promise_each(
        [(one.dossier_id, KIND, f"{KIND}:{one.pk}:", {"message": one.pk}) for one in messages]
    )
    held.position = changes[-1].position
    held.save(update_fields=["position"])
    return len(changes)


@handler(KIND, ordered=True, patient=True)
def tell(kept: Promise) -> None:
    """Send one message, unless the line rests."""
    message = NationalMessage.objects.select_related("dossier__system").get(
        pk=kept.payload["message"]
    )
    if message.state != State.WAITING:
        return
    if line().is_paused:
        raise EffectError("Cổng quốc gia không trả lời nhiều lần; tạm dừng gửi.")
    try:
        _send(message)
    except gateway.Refused as error:
        _answered(message, State.REFUSED, str(error))
        raise
    except EffectError as error:
        _failed(message, str(error))
        raise
    _answered(message, State.SENT)


def _send(message: NationalMessage) -> None:
    data = [content_of(message)]
    if message.service == Service.PROGRESS:
        _call(message, data=data)
        return
    known = _is_known(message)
    try:
        _call(message, isUpdating=str(known), data=data)
    except gateway.Refused:
        # It may have taken the first one, and its answer was lost on the way.
        if known or not _call(message, "TraCuuHoSo", MaHoSo=data[0]["MaHoSo"]):
            raise
        _call(message, isUpdating="True", data=data)


def content_of(message: NationalMessage) -> dict:
    """The entry in the portal's field names, as it would leave now."""
    change = _change_of(message)
    if message.service == Service.PROGRESS:
        return national_fields.progress_fields(change)
    return national_fields.dossier_fields(change)


def _change_of(message: NationalMessage) -> Change:
    """The change that is told. Of a dossier the newest one that the portal has: one that is sent
    again sets nothing back."""
    told = [message.change_id]
    if message.service == Service.DOSSIER:
        sent = NationalMessage.objects.filter(
            dossier=message.dossier_id, service=Service.DOSSIER, state=State.SENT
        )
        told += sent.values_list("change", flat=True)
    changes = Change.objects.select_related(
        "dossier__procedure__sector", "dossier__case", "dossier__version", "dossier__system"
    )
    return changes.filter(pk__in=told).order_by("-position")[0]


def _is_known(message: NationalMessage) -> bool:
    """Whether the portal has this dossier: it came from there, or was taken there before."""
    sent = NationalMessage.objects.filter(
        dossier=message.dossier_id, service=Service.DOSSIER, state=State.SENT
    )
    return national_fields.comes_from_there(message.dossier) or sent.exists()


def _call(message: NationalMessage, service: str = "", **said):
    return ask(service or message.service, key=f"{KIND}:{message.pk}", **said)


def ask(service: str, *, key: str, **said):
    """One call in the session that is open; logged in anew, once, when it is no more."""
    if session := line().session:
        try:
            return gateway.call(session, service, key=key, **said)
        except gateway.SessionEnded:
            pass
    session = gateway.login()
    NationalLine.objects.filter(pk=1).update(session=session)
    return gateway.call(session, service, key=key, **said)


@transaction.atomic
def _answered(message: NationalMessage, state: str, error: str = "") -> None:
    """The portal lives: what waited for that leaves at once."""
    now = timezone.now()
    NationalMessage.objects.filter(pk=message.pk).update(
        state=state,
        attempts=F("attempts") + 1,
        error=error[:300],
        sent_at=now if state == State.SENT else None,
    )
    held = NationalLine.objects.select_for_update().get(pk=1)
    held.answered_at = now
    held.save(update_fields=["answered_at"])
    if held.failures:
        resume()


@transaction.atomic
def _failed(message: NationalMessage, error: str) -> None:
    """Count it; from the fifth in a row the line rests, longer each time."""
    now = timezone.now()
    held = NationalLine.objects.select_for_update().get(pk=1)
    held.failures += 1
    held.failing_since = held.failing_since or now
    if held.failures >= PAUSE_AFTER:
        rest = min(LONGEST_PAUSE, 60 * 2 ** min(held.failures - PAUSE_AFTER, 10))
        held.paused_until = now + datetime.timedelta(seconds=rest)
    held.save(update_fields=["failures", "failing_since", "paused_until"])
    NationalMessage.objects.filter(pk=message.pk).update(
        attempts=F("attempts") + 1, error=error[:300]
    )


def resume() -> None:
    """Call the portal again now; what waits leaves in order."""
    NationalLine.objects.filter(pk=1).update(failures=0, failing_since=None, paused_until=None)
    Promise.objects.filter(kind=KIND, done_at=None, failed_at=None).update(next_at=timezone.now())


@transaction.atomic
def send_again(message: NationalMessage) -> None:
    """Send a message once more, from the dossier as it was at that change: a refused one after its
    cause is mended, one that was taken to repair the portal's copy."""
    held = NationalMessage.objects.select_for_update().get(pk=message.pk)
    if held.state == State.DROPPED:
        raise DossierError(_("Đã thôi gửi thông điệp này."))
    waiting = Promise.objects.filter(
        kind=KIND, done_at=None, failed_at=None, key__startswith=f"{KIND}:{held.pk}:"
    )
    NationalMessage.objects.filter(pk=held.pk).update(state=State.WAITING, error="")
    if not waiting.update(next_at=timezone.now()):
        key = f"{KIND}:{held.pk}:{secrets.token_hex(6)}"
        promise(KIND, held.dossier, key=key, message=held.pk)


@transaction.atomic
def drop(message: NationalMessage, *, by, reason: str) -> None:
    """Never send it: with a reason. What the portal has taken cannot be dropped."""
    if not reason.strip():
        raise DossierError(_("Hãy ghi lý do thôi gửi."))
    open_ones = NationalMessage.objects.filter(
        pk=message.pk, state__in=[State.WAITING, State.REFUSED]
    )
    if not open_ones.update(state=State.DROPPED, dropped_by=by, reason=reason.strip()[:300]):
        raise DossierError(_("Thông điệp này không còn chờ gửi."))
