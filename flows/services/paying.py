"""Fees paid online: one payment at a time per order, settled by the provider's word alone.

The word may come by call-back or by our own question, twice, late or out of order: it counts once.
"""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from flows.audit.journal import record
from flows.effects.outbox import handler, promise
from flows.errors import DossierError, EffectError
from flows.gateways import payment as provider
from flows.models import Dossier, FeeOrder, Payment, Promise, Refund
from flows.services import charging, mandating
from flows.services.acting import lock_dossier

OPEN_FOR = datetime.timedelta(minutes=15)
GRACE = datetime.timedelta(minutes=5)  # the provider may still be booking what was paid at the end
_SPARE = datetime.timedelta(minutes=1)  # less is too short to pay in


@transaction.atomic
def start(order: FeeOrder, *, by) -> Payment:
    """Begin to pay, or go on with what was begun: the same reference, so it can be paid once only."""
    dossier = lock_dossier(order.dossier_id)
    order = dossier.fee_orders.get(pk=order.pk)
    mandating.require_act(dossier, by, _("Chỉ người nộp hồ sơ được nộp phí trực tuyến."))
    if not provider.is_open():
        raise DossierError(_("Chưa thanh toán trực tuyến được; mời nộp tại Bộ phận Một cửa."))
    if order.state != FeeOrder.State.DUE:
        raise DossierError(_("Khoản này đã được nộp."))
    if dossier.is_closed:
        raise DossierError(_("Hồ sơ đã kết thúc nên không phải nộp khoản này nữa."))
    now = timezone.now()
    if running := order.open_payment:
        if running.is_running(now + _SPARE):
            return running
        _ask_soon(running)
        raise DossierError(
            _(
                "Lần thanh toán trước đang được đối soát với cổng thanh toán. Hãy thử lại sau ít phút."
            )
        )
    payment = Payment.objects.create(
        order=order,
        method=Payment.Method.ONLINE,
        amount=order.amount,
        started_at=now,
        expires_at=now + OPEN_FOR,
    )
    # The call-back may never come: then we ask.
    promise(
        "ask_payment", dossier, key=f"ask:{payment.reference}", delay=OPEN_FOR + GRACE,
        payment=payment.pk,
    )  # fmt: skip
    return payment


@transaction.atomic
def came_back(reference: str) -> Payment | None:
    """The payer is back from the provider's page before its word: we ask instead of waiting."""
    payment = Payment.objects.select_related("order").filter(reference=reference).first()
    if payment and payment.state == Payment.State.OPEN:
        _ask_soon(payment)
    return payment


@transaction.atomic
def settle(word: provider.Word) -> str:
    """Take the provider's word on a payment, signed and checked by the gateway.

    Returns what it came to: taken, known (it was said before), unknown, wrong_amount.
    """
    found = Payment.objects.select_related("order").filter(
        reference=word.reference, method=Payment.Method.ONLINE
    )
    known = found.first()
    if known is None:
        return "unknown"
    dossier = lock_dossier(known.order.dossier_id)
    payment = found.get()
    order = payment.order
    if word.amount != payment.amount:
        payment.remark = _("Cổng thanh toán báo %s đồng.") % charging.grouped(word.amount)
        payment.save(update_fields=["remark"])
        return "wrong_amount"
    if payment.state not in (Payment.State.OPEN, Payment.State.FAILED):
        return "known"
    if not word.succeeded:
        if payment.state == Payment.State.FAILED:
            return "known"
        _failed(payment)
        return "taken"
    _succeeded(dossier, order, payment, word)
    return "taken"


def _succeeded(dossier: Dossier, order: FeeOrder, payment: Payment, word) -> None:
    payment.provider_number, payment.provider_bank = word.number, word.bank
    payment.settled_at = timezone.now()
    if order.state == FeeOrder.State.DUE:
        # A word that came after we had given this payment up: what was begun since is given up.
        order.payments.filter(state=Payment.State.OPEN).exclude(pk=payment.pk).update(
            state=Payment.State.FAILED, settled_at=payment.settled_at
        )
        payment.state = Payment.State.PAID
        payment.save()
        charging.settled(dossier, order, payment)
        return
    payment.state = Payment.State.SURPLUS
    payment.save()
    Refund.objects.create(payment=payment, reason=f"Thu thừa: {order.name} đã được nộp trước đó.")
    record(
        dossier, "fee_surplus", by=None,
        public_text=f"Nhận thừa một lần nộp {order.name}; cơ quan BHXH sẽ hoàn trả.",
        data={"order": order.pk, "payment": payment.reference, "amount": payment.amount},
    )  # fmt: skip


def _failed(payment: Payment) -> None:
    payment.state, payment.settled_at = Payment.State.FAILED, timezone.now()
    payment.save(update_fields=["state", "settled_at"])


def _ask_soon(payment: Payment) -> None:
    """At most once in ten seconds, however often the page is opened."""
    moment = int(timezone.now().timestamp()) // 10
    key = f"ask:{payment.reference}:{moment}"
    promise("ask_payment", payment.order.dossier, key=key, payment=payment.pk)


@handler("ask_payment")
def ask(kept: Promise) -> None:
    """Ask the provider until it has said how the payment ended; unpaid after its time, it failed."""
    payment = Payment.objects.get(pk=kept.payload["payment"])
    if payment.state != Payment.State.OPEN:
        return
    word = provider.ask(payment)
    is_over = not payment.is_running(timezone.now() - GRACE)
    if word.succeeded or is_over:
        if settle(word) == "wrong_amount":
            raise EffectError("Cổng thanh toán báo số tiền khác với sổ.")
    elif kept.key.count(":") == 1:
        raise EffectError("Giao dịch chưa kết thúc ở cổng thanh toán.")
