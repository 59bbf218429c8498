"""The development mailbox as a page: what mail and SMS would have arrived (demo only)."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from flows.gateways import mailbox


@require_safe
@never_cache
def messages(request):
    """Messages to a typed address or number, or to one's own, newest first."""
    if not settings.DEMO:
        raise Http404
    to = request.GET.get("to", "").strip()
    known = [to] if to else _contacts(request.user)
    found = [message for contact in known for message in mailbox.read(contact, limit=50)]
    found.sort(key=lambda message: message["sent_at"], reverse=True)
    for message in found:
        message["at"] = parse_datetime(message["sent_at"])
    context = {"to": to, "known": known, "messages_found": found}
    return render(request, "flows/mailbox.html", context)


def _contacts(user) -> list[str]:
    """Where the person who is signed in gets messages."""
    if not user.is_authenticated:
        return []
    return [contact for contact in (user.phone, user.email) if contact]
