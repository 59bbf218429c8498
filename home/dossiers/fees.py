"""The fees of one's dossier: what is owed, paying online, the way back from the provider."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from flows.effects.sms import ascii_text
from flows.errors import DossierError
from flows.gateways import payment as provider
from flows.limits import client_address
from flows.models import FeeState, Payment
from flows.services import paying
from home.dossiers.access import acting_page, dossier_page


def fees_of(dossier) -> list[dict]:
    """What the page shows of the dossier's fees; nothing is asked where none was ever owed."""
    if not dossier.fee_state:
        return []
    found = []
    for order in dossier.fee_orders.prefetch_related("payments__receipt"):
        tries = list(order.payments.all())
        paid = next((one for one in tries if one.state in ("paid", "refunded")), None)
        found.append(
            {
                "order": order,
                "tone": {"due": "yellow", "paid": "green"}.get(order.state, "grey"),
                "paid": paid,
                "running": next((one for one in tries if one.state == "open"), None),
                "owed": order.state == FeeState.DUE and not dossier.is_closed,
            }
        )
    return found


@require_POST
@acting_page
def pay(request, dossier, order_id):
    """Begin a payment; the provider's page is reached by a plain link on the page that follows."""
    order = get_object_or_404(dossier.fee_orders, pk=order_id)
    try:
        payment = paying.start(order, by=request.user)
    except DossierError as error:
        messages.error(request, str(error))
        return redirect("home:dossier", code=dossier.code)
    return redirect("home:payment", code=dossier.code, reference=payment.reference)


@require_safe
@acting_page
def payment(request, dossier, reference):
    """One payment that was begun: the amount, until when, and the link to the provider."""
    found = get_object_or_404(
        Payment.objects.select_related("order"), order__dossier=dossier, reference=reference
    )
    if not found.is_running():
        return redirect("home:dossier", code=dossier.code)
    back = reverse("home:paid", kwargs={"code": dossier.code})
    url = provider.pay_url(
        found,
        info=ascii_text(f"{found.order.name} ho so {dossier.code}"),
        address=client_address(request),
        language=get_language(),
        return_url=request.build_absolute_uri(back),
    )
    context = {"dossier": dossier, "payment": found, "provider_url": url}
    return render(request, "home/dossiers/payment.html", context)


@require_safe
@dossier_page
def paid(request, dossier):
    """Back from the provider. Only its server's word counts; what the browser brings is told, no more."""
    word = provider.read(request.GET.dict())
    found = paying.came_back(word.reference) if word else None
    if found is None or found.order.dossier_id != dossier.pk:
        messages.error(request, _("Không đọc được trả lời của cổng thanh toán."))
    elif found.state == Payment.State.PAID:
        messages.success(request, _("Đã nhận tiền. Biên lai ở mục Giấy, phiếu của hồ sơ."))
    elif found.order.state == FeeState.PAID:
        messages.info(request, _("Khoản này đã được nộp."))
    elif not word.succeeded:
        messages.info(request, _("Chưa thanh toán. Ông/Bà có thể thử lại hoặc nộp tại quầy."))
    else:
        messages.info(
            request,
            _(
                "Đang chờ cổng thanh toán xác nhận. Ông/Bà không cần nộp lại; trang này sẽ cập nhật."
            ),
        )
    return redirect("home:dossier", code=dossier.code)
