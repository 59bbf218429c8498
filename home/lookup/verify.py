"""Checking an issued paper by its QR: what it is, by whom, when, and whether it still stands."""

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from flows import papers


@never_cache
@require_safe
def verify(request, token):
    """The facts of one paper; an unknown token gets a page that helps."""
    found = papers.verify(token)
    status = 200 if found else 404
    return render(request, "home/lookup/verify.html", {"paper": found}, status=status)
