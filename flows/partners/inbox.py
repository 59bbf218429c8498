"""The inbox: a message is stored and acknowledged, then worked off by the worker through the services.

What the rules refuse is kept in quarantine with the reason, until a person corrects or drops it.
"""

import datetime
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from flows import tracking
from flows.audit.chain import digest
from flows.effects.outbox import handler, promise
from flows.errors import DossierError, EffectError
from flows.files import FileRefused
from flows.models import Dossier, InboundMessage, Promise, Token
from flows.partners import inbound_kinds
from flows.partners.idempotency import KeyReused

KIND = "inbox"
KEEP = datetime.timedelta(days=365)
READ_AGAIN_AFTER = datetime.timedelta(hours=1)
State = InboundMessage.State


@transaction.atomic
def store(token: Token, kind: str, message_id: str, body: dict, *, address: str) -> InboundMessage:
    """Keep what came, and promise to work it off. The same again gives the first one back; KeyReused
    when another body comes under a known `message_id`."""
    seal = digest({"kind": kind, "body": body})
    dossier = _told_dossier(token, body) if kind == InboundMessage.Kind.REPORT else None
    kept, is_new = InboundMessage.objects.get_or_create(
        system=token.system,
        message_id=message_id,
        defaults={
            "token": token, "kind": kind, "digest": seal, "body": body, "address": address[:45],
            "dossier": dossier,
        },
    )  # fmt: skip
    if is_new:
        _promise(kept)
    elif kept.digest != seal:
        raise KeyReused("Mã thông điệp này đã dùng cho một nội dung khác.")
    return kept


@transaction.atomic
def note_reading(message: InboundMessage, *, by) -> None:
    """Write down who looked at a message that is no dossier yet; once per person and hour."""
    kept, now = InboundMessage.objects.select_for_update().get(pk=message.pk), timezone.now()
    since = (now - READ_AGAIN_AFTER).isoformat()
    if any(one["by"] == by.pk and one["at"] > since for one in kept.readings):
        return
    kept.readings.append({"by": by.pk, "name": str(by), "at": now.isoformat()})
    kept.save(update_fields=["readings"])


def _told_dossier(token: Token, body: dict) -> Dossier | None:
    """Of which dossier a report speaks: reports on one dossier are worked off one after the other."""
    code = body.get("code")
    return tracking.find(code[:200]).within(token).first() if isinstance(code, str) else None


def _promise(message: InboundMessage) -> None:
    key = f"{KIND}:{message.pk}:{secrets.token_hex(6)}"
    promise(KIND, message.dossier, key=key, message=message.pk)


def _gave_up(kept: Promise) -> None:
    """Our own program broke on it again and again: a person shall look."""
    _settle(kept.payload["message"], State.QUARANTINE, "Chương trình gặp lỗi khi xử lý.")


@handler(KIND, ordered=True, gave_up=_gave_up)
def work_off(kept: Promise) -> None:
    """Do what one message says, in one transaction; what is refused goes into quarantine."""
    pk = kept.payload["message"]
    try:
        with transaction.atomic():
            message = (
                InboundMessage.objects.select_for_update(of=("self",))
                .select_related("system__account", "system__signer", "token__system")
                .get(pk=pk)
            )
            if message.state != State.WAITING:
                return
            dossier, outcome = inbound_kinds.WORKS[message.kind](message)
            message.dossier, message.outcome, message.errors = dossier, outcome[:500], []
            message.state, message.settled_at = State.DONE, timezone.now()
            message.body = inbound_kinds.without_files(message.body)
            if message.corrected is not None:
                message.corrected = inbound_kinds.without_files(message.corrected)
            message.save()
    except FileRefused as error:
        if error.passes:
            raise EffectError(str(error)) from error
        _settle(pk, State.QUARANTINE, str(error))
    except DossierError as error:
        _settle(pk, State.QUARANTINE, str(error), errors=getattr(error, "errors", []))


def _settle(pk: int, state: str, outcome: str, **more) -> None:
    waiting = InboundMessage.objects.filter(pk=pk, state=State.WAITING)
    waiting.update(state=state, outcome=outcome[:500], settled_at=timezone.now(), **more)


@transaction.atomic
def retry(message: InboundMessage, *, by, corrected: dict | None = None) -> None:
    """Work a message in quarantine off once more, as corrected by `by`; what came is kept beside it."""
    held = InboundMessage.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if held.state != State.QUARANTINE:
        raise DossierError(_("Thông điệp này không còn chờ sửa."))
    if corrected is not None and corrected != held.content:
        held.corrected = corrected
    if held.kind == InboundMessage.Kind.REPORT:
        held.dossier = _told_dossier(held.token, held.content)
    held.state, held.settled_by, held.settled_at = State.WAITING, by, None
    held.save()
    _promise(held)


@transaction.atomic
def drop(message: InboundMessage, *, by, reason: str) -> None:
    """Never work it off: with a reason, which the sender reads too."""
    if not reason.strip():
        raise DossierError(_("Hãy ghi lý do thôi xử lý."))
    waits = InboundMessage.objects.filter(
        pk=message.pk, state__in=[State.WAITING, State.QUARANTINE]
    )
    if not waits.update(
        state=State.DROPPED,
        outcome=reason.strip()[:500],
        settled_by=by,
        settled_at=timezone.now(),
    ):
        raise DossierError(_("Thông điệp này đã được xử lý."))


def forget_old(now=None) -> None:
    """What was settled a year ago is forgotten: the dossier's journal keeps what it did."""
    before = (now or timezone.now()) - KEEP
    InboundMessage.objects.filter(
        state__in=[State.DONE, State.DROPPED], settled_at__lt=before
    ).delete()
