"""Open data: the journal's daily heads with their signatures, for anybody to keep and compare."""

import datetime

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from flows.audit.anchoring import text_of
from flows.models import JournalAnchor

LISTED = 1000  # days, newest first


@require_safe
@cache_control(public=True, max_age=600)
def listing(request):
    """The days with their heads, who signed, and where each text and signature lies."""
    rows = JournalAnchor.objects.select_related("signature").order_by("-day")[:LISTED]
    return JsonResponse({"days": [_row(anchor) for anchor in rows]})


@require_safe
@cache_control(public=True, max_age=86400)
def text(request, day: str):
    """The text of one day, exactly as it was signed."""
    return HttpResponse(text_of(_anchor(day)), content_type="application/json")


@require_safe
@cache_control(public=True, max_age=86400)
def signature(request, day: str):
    """The detached signature of that text (CMS, DER)."""
    anchor = _anchor(day)
    if not hasattr(anchor, "signature"):
        raise Http404
    content = bytes(anchor.signature.content)
    return HttpResponse(content, content_type="application/pkcs7-signature")


@require_safe
@cache_control(public=True, max_age=86400)
def verifier(request):
    """The stand-alone verifier, for whoever checks an own dossier."""
    source = settings.ROOT / "docs" / "verify_dossier.py"
    return FileResponse(source.open("rb"), as_attachment=True, content_type="text/x-python")


def _row(anchor: JournalAnchor) -> dict:
    row = {
        "day": anchor.day,
        "entries": anchor.count,
        "hash": anchor.hash,
        "text": reverse("flows:anchor", args=[anchor.day]),
    }
    if signed := getattr(anchor, "signature", None):
        row |= {
            "signature": reverse("flows:anchor_signature", args=[anchor.day]),
            "signed_by": signed.signer,
            "signed_at": signed.signed_at,
            "is_time_stamped": signed.is_time_stamped,
        }
    return row


def _anchor(day: str) -> JournalAnchor:
    try:
        wanted = datetime.date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    return get_object_or_404(JournalAnchor.objects.select_related("signature"), day=wanted)
