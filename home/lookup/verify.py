"""Checking an issued paper by its QR: what it is, by whom, when, and whether it still stands."""

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from flows import limits, papers, tracking


@never_cache
@require_safe
def by_number(request):
    """Number and check code as printed lead to the paper's page; anything else gets one answer."""
    number, check = request.GET.get("so", ""), request.GET.get("kt", "")
    if number and check:
        if not tracking.may_look_up(limits.client_address(request)):
            return render(request, "home/lookup/too_many.html", status=429)
        if token := papers.token_of(number, check):
            return redirect("home:verify", token)
    context = {"number": number, "check": check, "asked": bool(number or check)}
    return render(request, "home/lookup/verify_number.html", context)


@never_cache
@require_safe
def verify(request, token):
    """The facts of one paper; an unknown token gets a page that helps."""
    found = papers.verify(token)
    status = 200 if found else 404
    return render(request, "home/lookup/verify.html", {"paper": found}, status=status)
