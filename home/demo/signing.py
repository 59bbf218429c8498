"""Signing a declaration in the browser, with the demo organisation's certificate (demo only)."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from flows.models import Declaration
from home.demo import authority


@never_cache
@require_POST
@login_required
def demo_sign(request, token: str):
    """The person's own declaration, signed as the organisation's software would, as a download."""
    if not settings.DEMO:
        raise Http404
    declaration = get_object_or_404(
        Declaration.objects.visible_to(request.user).select_related("file"), token=token
    )
    authority.build()
    with declaration.file.file.open("rb") as kept:
        signed = authority.sign(
            kept.read(), name=request.user.full_name, tax_code=declaration.tax_code
        )
    return HttpResponse(
        signed,
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="to-khai-da-ky.pdf"'},
    )
