"""What every answer and every request carries, whichever room it is for."""

import re
import uuid

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.utils.cache import add_never_cache_headers

EDITOR = "/bien-tap/"
_REQUEST_ID = re.compile(r"^[\w-]{8,64}$")


class RequestIdMiddleware:
    """A short id on every answer and on error pages, for the hotline; the proxy's own when it gave one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        request.id = given if _REQUEST_ID.match(given) else uuid.uuid4().hex[:12]
        response = self.get_response(request)
        response.headers["X-Request-ID"] = request.id
        return response


class ClientAddressMiddleware:
    """REMOTE_ADDR becomes the address our outermost own proxy saw; what visitors claim is ignored."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if hops := settings.TRUSTED_PROXY_HOPS:
            seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
            if len(seen) >= hops and seen[-hops]:
                request.META["REMOTE_ADDR"] = seen[-hops]
        return self.get_response(request)


class HeadersMiddleware(CSPMiddleware):
    """Content policy (relaxed for the editor alone), permissions, and no trace of signed-in pages."""

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        # A preview is rendered through a request of Wagtail's own, at the page's public address.
        if request.path_info.startswith(EDITOR) or getattr(request, "is_dummy", False):
            parts.replace = settings.EDITOR_CONTENT_SECURITY_POLICY
        return parts

    def process_response(self, request, response):
        response = super().process_response(request, response)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        session = getattr(request, "session", None)
        # Asking only a session that was sent: other pages stay free of cookies and of queries.
        if (
            settings.SESSION_COOKIE_NAME in request.COOKIES
            and session is not None
            and SESSION_KEY in session
            and "no-store" not in response.headers.get("Cache-Control", "")
        ):
            add_never_cache_headers(response)
        return response
