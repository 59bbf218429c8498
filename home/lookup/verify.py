"""Checking an issued paper by its QR: what it is, by whom, when, and whether it still stands."""

from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from flows import limits, papers, tracking


@never_cache
@require_safe
def by_number(request):
    """Number and check code as printed lead to the paper's page, a dossier's code to the list of its
    papers; anything else gets one answer."""
    number, check = request.GET.get("so", ""), request.GET.get("kt", "")
    token, found = "", []
    if number and check:
        if not tracking.may_look_up(limits.client_address(request)):
            return render(request, "home/lookup/too_many.html", status=429)
        token, found = tracking.guarded(number, check, lambda: _papers(number, check)) or ("", [])
        if token:
            return redirect("home:verify", token)
    context = {
        "number": number,
        "check": check,
        "found": found,
        "asked": bool(number or check) and not found,
    }
    return render(request, "home/lookup/verify_number.html", context)


def _papers(number: str, check: str):
    """(token of one paper, papers of a dossier), or nothing."""
    token = papers.token_of(number, check)
    found = [] if token else papers.of_dossier(number, check)
    return (token, found) if token or found else None


@never_cache
@require_safe
def verify(request, token):
    """The facts of one paper; an unknown token gets a page that helps."""
    found = papers.verify(token)
    status = 200 if found else 404
    return render(
        request, "home/lookup/verify.html", {"paper": found, "token": token}, status=status
    )


@cache_control(public=True, max_age=3600)
@require_safe
def proof(request, token):
    """The places of the dossier's entries in the chain, and the path of the last one to its day's head."""
    found = papers.proof(token)
    if found is None:
        raise Http404
    name = f"bang-chung-{found['dossier']}.json"
    return JsonResponse(found, headers={"Content-Disposition": f'attachment; filename="{name}"'})
