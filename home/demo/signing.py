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
    sign = authority.sign_xml if declaration.is_xml else authority.sign
    signed = sign(
        declaration.file.content(), name=request.user.full_name, tax_code=declaration.tax_code
    )
    name = f"to-khai-da-ky{declaration.suffix}"
    return HttpResponse(
        signed,
        content_type=declaration.file.content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
