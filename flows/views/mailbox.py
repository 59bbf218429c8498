"""The development mailbox as a page: what mail and SMS would have arrived (demo only)."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from flows.gateways import mailbox


@require_safe
@never_cache
def messages(request):
    """Messages to a typed address or number, newest first."""
    if not settings.DEMO:
        raise Http404
    to = request.GET.get("to", "").strip()
    found = mailbox.read(to, limit=50) if to else []
    return render(request, "flows/mailbox.html", {"to": to, "messages_found": found})
