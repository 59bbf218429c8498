"""Fees given back (hoàn trả): asked by one person, allowed by another, done by desk or provider."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from flows.audit.journal import record
from flows.effects.notices import notify
from flows.effects.outbox import handler, promise
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.gateways import payment as provider
from flows.models import Dossier, FeeOrder, Payment, Promise, Refund
from flows.papers.amounts import grouped
from flows.papers.issuing import revoke
from flows.services import charging
from flows.services.acting import lock_dossier, opened_dossier


@transaction.atomic
def ask(payment: Payment, *, by, reason: str) -> Refund:
    """Propose to give a payment back; another person decides."""
    dossier = opened_dossier(payment.order.dossier, "ask_refund", by=by)
    if not reason.strip():
        raise DossierError(_("Hãy ghi lý do hoàn trả."))
    payment = _of(dossier).get(pk=payment.pk)
    if payment not in refundable(dossier):
        raise AlreadyDone(_("Lần nộp này không hoàn trả được nữa. Hãy tải lại trang."))
    refund = Refund.objects.create(payment=payment, reason=reason.strip(), asked_by=by)
    record(
        dossier, "ask_refund", by=by,
        data={"payment": payment.reference, "amount": payment.amount, "reason": refund.reason},
    )  # fmt: skip
    return refund


@transaction.atomic
def allow(refund: Refund, *, by) -> Refund:
    """The second person agrees: cash is given back at the desk, online money by the provider."""
    dossier, refund = _decided(refund, "allow_refund", by)
    refund.state, refund.decided_by, refund.decided_at = Refund.State.ALLOWED, by, timezone.now()
    refund.save()
    record(dossier, "allow_refund", by=by, data={"payment": refund.payment.reference})
    if refund.payment.method == Payment.Method.CASH:
        _done(dossier, refund, by=by)
    else:
        promise(
            "refund",
            dossier,
            key=f"refund:{refund.payment.reference}:{refund.pk}",
            refund=refund.pk,
        )
    return refund


@transaction.atomic
def decline(refund: Refund, *, by, reason: str) -> Refund:
    """The second person does not agree, and says why."""
    if not reason.strip():
        raise DossierError(_("Hãy ghi lý do không đồng ý."))
    dossier, refund = _decided(refund, "decline_refund", by)
    refund.state, refund.answer = Refund.State.DECLINED, reason.strip()[:500]
    refund.decided_by, refund.decided_at = by, timezone.now()
    refund.save()
    record(
        dossier, "decline_refund", by=by,
        data={"payment": refund.payment.reference, "reason": refund.answer},
    )  # fmt: skip
    return refund


def refundable(dossier: Dossier) -> list[Payment]:
    """What was taken and nobody has asked to give back yet."""
    going = [Refund.State.ASKED, Refund.State.ALLOWED, Refund.State.DONE]
    taken = _of(dossier).filter(state__in=[Payment.State.PAID, Payment.State.SURPLUS])
    return list(taken.exclude(refunds__state__in=going))


def asked(dossier: Dossier) -> Refund | None:
    """The oldest proposal that waits for a second person."""
    waiting = Refund.objects.filter(payment__order__dossier=dossier, state=Refund.State.ASKED)
    return waiting.select_related("payment__order", "asked_by").first()


def _of(dossier: Dossier):
    return Payment.objects.filter(order__dossier=dossier).select_related("order")


def _decided(refund: Refund, act: str, by) -> tuple[Dossier, Refund]:
    dossier = opened_dossier(refund.payment.order.dossier, act, by=by)
    refund = Refund.objects.select_related("payment__order", "payment__receipt").get(pk=refund.pk)
    if refund.state != Refund.State.ASKED:
        raise AlreadyDone(_("Đề nghị này vừa được quyết định. Hãy tải lại trang."))
    if refund.asked_by_id == by.pk:
        raise NotPermitted(_("Người đồng ý hoàn trả phải khác người đề nghị."))
    return dossier, refund


def _done(dossier: Dossier, refund: Refund, *, by=None, number: str = "") -> None:
    """The money is back: the receipt is out of force, the order given back or paid as before."""
    payment, order = refund.payment, refund.payment.order
    refund.state, refund.done_at, refund.answer = Refund.State.DONE, timezone.now(), number
    refund.save()
    was_surplus = payment.state == Payment.State.SURPLUS
    payment.state = Payment.State.REFUNDED
    payment.save(update_fields=["state"])
    if not was_surplus:
        order.state = FeeOrder.State.REFUNDED
        order.save(update_fields=["state"])
        charging.note_state(dossier)
    if payment.receipt:
        revoke(payment.receipt, reason=f"Đã hoàn trả: {refund.reason}")
    record(
        dossier, "refund", by=by, public_text=f"Đã hoàn trả {grouped(payment.amount)} đồng ({order.name}).",
        data={"payment": payment.reference, "amount": payment.amount, "number": number},
    )  # fmt: skip
    notify(
        dossier, "refunded", fee=order.name, amount=grouped(payment.amount), reason=refund.reason
    )


def _gave_up(kept: Promise) -> None:
    Refund.objects.filter(pk=kept.payload["refund"], state=Refund.State.ALLOWED).update(
        state=Refund.State.FAILED, answer=kept.error[:500]
    )


@handler("refund", gave_up=_gave_up)
def send_back(kept: Promise) -> None:
    refund = Refund.objects.select_related("payment__order", "decided_by").get(
        pk=kept.payload["refund"]
    )
    if refund.state != Refund.State.ALLOWED:
        return
    number = provider.refund(refund.payment, by=refund.decided_by.username, key=kept.key)
    with transaction.atomic():
        dossier = lock_dossier(refund.payment.order.dossier_id)
        refund = Refund.objects.select_related("payment__order", "payment__receipt").get(
            pk=refund.pk
        )
        if refund.state == Refund.State.ALLOWED:
            _done(dossier, refund, number=number)
