"""Fees of a dossier (phí, lệ phí): what is owed from its filing on, and cash at the desk."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from flows.audit.journal import record
from flows.codes import receipt_number
from flows.effects.notices import notify
from flows.errors import AlreadyDone, DossierError
from flows.models import Dossier, FeeOrder, FeeState, Payment
from flows.papers.amounts import grouped, in_words
from flows.papers.issuing import issue
from flows.services.acting import opened_dossier


def raise_orders(dossier: Dossier) -> None:
    """Owe the fees of its version, each once; the caller saves `fee_state` with the dossier."""
    orders = [
        FeeOrder(
            dossier=dossier,
            fee=fee,
            name=fee.name,
            amount=fee.amount,
            required_before=fee.required_before,
        )
        for fee in dossier.version.fees.all()
        if fee.amount
    ]
    if orders:
        FeeOrder.objects.bulk_create(orders, ignore_conflicts=True)
        dossier.fee_state = FeeState.DUE


@transaction.atomic
def collect(order: FeeOrder, *, by, payer_name: str) -> Payment:
    """Take the fee in cash at the desk, with a receipt of the office's series (biên lai).

    Refused while the applicant is paying online: the provider's word must come first.
    """
    dossier = opened_dossier(order.dossier, "collect_fee", by=by)
    order = dossier.fee_orders.get(pk=order.pk)
    if order.state != FeeOrder.State.DUE:
        raise AlreadyDone(_("Khoản này vừa được nộp ở nơi khác. Hãy tải lại trang."))
    if not payer_name.strip():
        raise DossierError(_("Hãy ghi họ tên người nộp tiền."))
    if running := order.open_payment:
        until = timezone.localtime(running.expires_at)
        raise DossierError(
            _(
                "Người nộp đang thanh toán trực tuyến khoản này (đến %s). Hãy chờ cổng thanh toán "
                "xác nhận rồi mới thu tiền mặt, để không thu hai lần."
            )
            % f"{until:%H:%M}"
        )
    now = timezone.now()
    payment = Payment.objects.create(
        order=order,
        method=Payment.Method.CASH,
        amount=order.amount,
        state=Payment.State.PAID,
        payer_name=payer_name.strip(),
        taken_by=by,
        started_at=now,
        settled_at=now,
    )
    settled(dossier, order, payment, by=by)
    return payment


def settled(dossier: Dossier, order: FeeOrder, payment: Payment, *, by=None) -> None:
    """The order is paid: receipt, journal, notice. The dossier is locked by the caller."""
    order.state = FeeOrder.State.PAID
    order.save(update_fields=["state"])
    payer = payment.payer_name or dossier.submitter_name or dossier.applicant_name
    payment.receipt = issue(
        dossier,
        "fee",
        by=by,
        number=receipt_number(dossier.agency),
        payer=payer,
        fee=order.name,
        amount=grouped(payment.amount),
        amount_words=in_words(payment.amount),
        method=payment.get_method_display(),
        reference=payment.provider_number or payment.reference,
    )
    payment.save(update_fields=["receipt"])
    note_state(dossier)
    record(
        dossier, "pay_fee", by=by, public_text=f"Đã nộp {order.name}: {grouped(payment.amount)} đồng.",
        data={"order": order.pk, "payment": payment.reference, "amount": payment.amount,
              "method": payment.method, "receipt": payment.receipt.number},
    )  # fmt: skip
    notify(
        dossier, "fee_paid",
        fee=order.name, amount=grouped(payment.amount), receipt=payment.receipt.number,
    )  # fmt: skip


def note_state(dossier: Dossier) -> None:
    """The dossier's money as its orders say it, written down beside its own state."""
    states = set(dossier.fee_orders.values_list("state", flat=True))
    for state in (FeeState.DUE, FeeState.PAID, FeeState.REFUNDED):
        if state in states:
            dossier.fee_state = state
            break
    dossier.save(update_fields=["fee_state"])
