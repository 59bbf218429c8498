"""The payment provider's side of the house: its signed call-back, and the page of its demo twin."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from flows.gateways import payment, payment_demo
from flows.services import paying

# What the provider is told: it calls again until it hears 00 or 02.
ANSWERS = {
    "taken": ("00", "Confirm Success"),
    "known": ("02", "Order already confirmed"),
    "unknown": ("01", "Order not found"),
    "wrong_amount": ("04", "Invalid amount"),
    "unsigned": ("97", "Invalid signature"),
}


@csrf_exempt  # the provider's server calls; its signature stands for it
@require_safe
@never_cache
def call_back(request):
    """How a payment ended, in the provider's word (IPN)."""
    word = payment.read(request.GET.dict())
    code, message = ANSWERS[paying.settle(word) if word else "unsigned"]
    return JsonResponse({"RspCode": code, "Message": message})


@require_http_methods(["GET", "POST"])
@never_cache
def demo_page(request):
    """The provider's page in the demo: pay, or cancel. Speaks the same signed protocol."""
    if not settings.DEMO or settings.PAYMENT_URL:
        raise Http404
    facts = request.GET.dict()
    if payment.read(facts) is None:
        return HttpResponseBadRequest("Sai chữ ký")
    if request.method == "POST":
        ended = payment_demo.keep(facts, succeeded=request.POST.get("choice") == "pay")
        query = payment.signed_query(ended)
        if request.POST.get("call_back") != "never":
            paying.settle(payment.read(ended | {"vnp_SecureHash": query.rpartition("=")[2]}))
        back = facts.get("vnp_ReturnUrl", "")
        home = urlsplit(settings.BASE_URL).netloc
        if not url_has_allowed_host_and_scheme(back, allowed_hosts={home, request.get_host()}):
            raise Http404
        return redirect(f"{back}?{query}")
    context = {
        "amount": int(facts["vnp_Amount"]) // payment.HUNDREDFOLD,
        "info": facts.get("vnp_OrderInfo", ""),
        "reference": facts["vnp_TxnRef"],
    }
    return render(request, "flows/payment_demo.html", context)
