"""The outbox: promises made in the transaction of an act, kept by the worker afterwards."""

import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from flows.errors import DossierError, EffectError
from flows.models import Promise

LEASE = datetime.timedelta(seconds=90)
FIRST_WAIT = 5
LONGEST_WAIT = 15 * 60
# What waits in these is seen, sent again and given up in the list of its partner.
LISTED_APART = ("national", "webhook", "inbox")
MAX_ATTEMPTS = 300  # three days at the longest wait

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Handler:
    """How one kind of promise is kept.

    `ordered`: one after the other for the same dossier; `secret`: the payload holds a code or a
    link and is wiped when it has left; `patient`: tried until the outside takes or refuses it, however
    long it is away; `gave_up`: called when it is never tried again.
    """

    keep: Callable[[Promise], None]
    ordered: bool = False
    secret: bool = False
    patient: bool = False
    gave_up: Callable[[Promise], None] | None = None


_handlers: dict[str, Handler] = {}


def promise(kind: str, dossier=None, *, key: str, delay=None, **payload) -> None:
    """Write down, inside the act's transaction, what the worker shall do after it.

    The same `key` a second time does nothing. `delay` is a timedelta or seconds.
    """
    promise_all(dossier, [(kind, key, payload)], delay=delay)


def promise_all(dossier, rows: list[tuple[str, str, dict]], *, delay=None) -> None:
    """Several promises (kind, key, payload) of one act, in one statement."""
    promise_each([(dossier and dossier.pk, *row) for row in rows], delay=delay)


def promise_each(rows: list[tuple[int | None, str, str, dict]], *, delay=None) -> None:
    """Promises (dossier's pk, kind, key, payload) about several dossiers, in this order."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("promise() belongs inside a transaction")
    now = timezone.now()
    wait = datetime.timedelta(seconds=delay) if isinstance(delay, int | float) else delay
    due_at = now + wait if wait else now
    Promise.objects.bulk_create(
        (
            Promise(
                kind=kind, dossier_id=pk, key=key, payload=payload, created_at=now, next_at=due_at
            )
            for pk, kind, key, payload in rows
        ),
        ignore_conflicts=True,
    )


def handler(
    kind: str, *, ordered: bool = False, secret: bool = False, patient: bool = False, gave_up=None
):
    """Register the function that keeps promises of this kind.

    It may run twice for one promise, so it hands the promise's key on as the idempotency key; it
    raises EffectError when the outside did not answer, permanent when trying again is useless.
    """

    def register(keep):
        _handlers[kind] = Handler(keep, ordered, secret, patient, gave_up)
        return keep

    return register


def backoff(attempts: int) -> datetime.timedelta:
    """How long to wait after so many attempts: doubling from 5 seconds to a quarter of an hour."""
    return datetime.timedelta(seconds=min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(attempts - 1, 20)))


def due(now=None):
    """The promises whose time has come and that nobody holds."""
    now = now or timezone.now()
    waiting = Promise.objects.filter(done_at__isnull=True, failed_at__isnull=True)
    ordered = [kind for kind, found in _handlers.items() if found.ordered]
    earlier = waiting.filter(
        kind=OuterRef("kind"), dossier=OuterRef("dossier"), pk__lt=OuterRef("pk")
    )
    return (
        waiting.filter(next_at__lte=now)
        .filter(Q(lease_until__isnull=True) | Q(lease_until__lte=now))
        .exclude(Q(kind__in=ordered) & Q(dossier__isnull=False) & Exists(earlier.order_by()))
        .order_by("next_at", "pk")
    )


def keep_due(limit: int = 20) -> int:
    """Keep up to `limit` due promises, each claimed just before; returns how many were kept."""
    kept = 0
    for pk in list(due().values_list("pk", flat=True)[:limit]):
        if claimed := _claim(pk):
            kept += _keep(claimed)
    return kept


def retry(promise: Promise) -> bool:
    """Give a failed promise another life, with the same key (the operator's button).

    False when it is done, or when its secret was wiped: there is nothing left to send.
    """
    failed = Promise.objects.filter(pk=promise.pk, done_at=None, failed_at__isnull=False)
    return bool(
        failed.exclude(payload={}).update(
            failed_at=None, attempts=0, next_at=timezone.now(), lease_until=None, error=""
        )
    )


def try_again(promise: Promise) -> None:
    """Send what waits or has failed now. DossierError when nothing is left to send, or a worker
    holds it at this moment."""
    held = Q(lease_until__gt=timezone.now())
    waiting = Promise.objects.filter(pk=promise.pk, done_at=None, failed_at=None).exclude(held)
    if not waiting.update(next_at=timezone.now()) and not retry(promise):
        raise DossierError(_("Việc này đã xong, đang gửi, hoặc không còn gì để gửi."))


@transaction.atomic
def drop(promise: Promise, *, by, reason: str) -> None:
    """Never keep it: with a reason. What hangs on it hears of it; its secret is wiped."""
    if not reason.strip():
        raise DossierError(_("Hãy ghi lý do thôi gửi."))
    if promise.kind in LISTED_APART:
        raise DossierError(_("Hãy thôi gửi trong danh sách của đối tác này."))
    row = Promise.objects.select_for_update(of=("self",)).filter(pk=promise.pk, done_at=None)
    now = timezone.now()
    kept = row.exclude(lease_until__gt=now).first()
    if kept is None:
        raise DossierError(_("Việc này đã xong hoặc đang gửi."))
    told, found = f"Thôi gửi: {reason.strip()} ({by})"[:500], _handlers.get(kept.kind)
    wiped = {"payload": {}} if found and found.secret else {}
    row.update(done_at=now, failed_at=kept.failed_at or now, error=told, **wiped)
    if found and found.gave_up and kept.failed_at is None:
        kept.error = told
        found.gave_up(kept)


def _claim(pk: int) -> Promise | None:
    """Take the row for the time of a lease; None when another worker was quicker."""
    now = timezone.now()
    lease = now + LEASE
    if due(now).order_by().filter(pk=pk).update(lease_until=lease, attempts=F("attempts") + 1) != 1:
        return None
    return Promise.objects.select_related("dossier").get(pk=pk, lease_until=lease)


def _keep(claimed: Promise) -> bool:
    """Run the handler of a claimed row and write down how it ended; True when kept."""
    # The lease is the proof of holding: a slower worker must not mark what another one took over.
    row = Promise.objects.filter(pk=claimed.pk, lease_until=claimed.lease_until)
    found = _handlers.get(claimed.kind)
    try:
        if found is None:
            raise EffectError(f"Chưa có chương trình cho việc loại {claimed.kind}.")
        found.keep(claimed)
    except Exception as error:
        permanent = isinstance(error, EffectError) and error.permanent
        if not isinstance(error, EffectError):
            log.exception("promise %s (%s) broke", claimed.pk, claimed.kind)
        patient = found is not None and found.patient
        if permanent or (claimed.attempts >= MAX_ATTEMPTS and not patient):
            _give_up(row, claimed, found, error)
        else:
            again = timezone.now() + backoff(claimed.attempts)
            row.update(next_at=again, lease_until=None, error=_text(error))
        return False
    wiped = {"payload": {}} if found.secret else {}
    row.update(done_at=timezone.now(), lease_until=None, error="", **wiped)
    return True


@transaction.atomic
def _give_up(row, claimed: Promise, found: Handler | None, error: Exception) -> None:
    """Failed, and seen in the console with its reason; what hangs on it hears of it."""
    wiped = {"payload": {}} if found and found.secret else {}
    given_up = row.update(failed_at=timezone.now(), lease_until=None, error=_text(error), **wiped)
    claimed.error = _text(error)
    if given_up and found and found.gave_up:
        found.gave_up(claimed)


def _text(error: Exception) -> str:
    """What the console shows: our own sentences, of foreign errors only their kind (no data)."""
    return str(error)[:500] if isinstance(error, EffectError) else type(error).__name__
