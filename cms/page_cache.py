"""Whole public pages, kept compressed for visitors who are not signed in.

A view says `public(response)`; everything else is never kept. What is kept belongs to one publication
(`purge` begins the next), to one release of the style files and to one day of Vietnam, since a version may come in force at midnight;
it lives no longer than until the next notice begins or ends.
"""

import gzip
import hashlib
import re

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import caches
from django.http import HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, urlencode

from cms.editions import edition
from cms.shell import next_change

_LIFETIME = 24 * 60 * 60
# Free text (`q`) is left out on purpose: endless values, and a search without result is counted.
_NAMES = {
    "linh-vuc", "doi-tuong", "muc-do", "co-quan", "su-kien", "truong-hop", "phien-ban",
    "tinh", "page", "ky",
}  # fmt: skip
_TRACKER = re.compile(r"\b(?:utm_\w+|fbclid|gclid|zarsrc)\b")
_HEADERS = (
    "Content-Type", "Content-Language", "Content-Security-Policy", "Permissions-Policy",
    "Referrer-Policy", "X-Frame-Options", "X-Content-Type-Options", "Link",
    "Access-Control-Allow-Origin", "Content-Disposition",
)  # fmt: skip


def _forget_trackers(request) -> None:
    """Drop campaign marks from the address, so that they enter no page (language links, forms)."""
    if not _TRACKER.search(request.META.get("QUERY_STRING", "")):
        return
    clean = request.GET.copy()
    for name in [name for name in clean if _TRACKER.match(name)]:
        del clean[name]
    request.META["QUERY_STRING"] = clean.urlencode()
    request.GET = clean


class PageCacheMiddleware:
    """Answers a public page from the cache, before sessions, languages and the database are asked."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        _forget_trackers(request)
        if not self._may_keep(request):
            return self.get_response(request)
        key = self._key(request)
        kept = caches["pages"].get(key)
        if kept is None:
            response = self.get_response(request)
            if not self._is_keepable(request, response):
                return response
            kept = self._keep(key, response)
        return self._answer(request, kept)

    @staticmethod
    def _may_keep(request) -> bool:
        """A reader without a session, without pending messages, without free text to search."""
        return (
            request.method in {"GET", "HEAD"}
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            and settings.MESSAGES_COOKIE_NAME not in request.COOKIES
            and not request.GET.get("q")
        )

    @staticmethod
    def _key(request) -> str:
        # The language is the first part of the path (/en/…), so the path says it.
        query = urlencode(
            sorted((n, v) for n in _NAMES & request.GET.keys() if (v := request.GET[n]))
        )
        parts = (
            edition(),
            getattr(staticfiles_storage, "manifest_hash", ""),  # pages name files of one release
            timezone.localdate(),
            request.scheme,
            request.get_host(),
            request.path,
            query,
        )
        return "page:" + hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()

    @staticmethod
    def _is_keepable(request, response) -> bool:
        return (
            getattr(response, "is_public_page", False)
            and request.method == "GET"
            and response.status_code == 200
            and not response.streaming
            and not response.cookies
            and not getattr(request, "is_preview", False)
            and request.GET.keys() <= _NAMES
            and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        )

    @staticmethod
    def _keep(key: str, response) -> tuple[str, dict, bytes]:
        etag = hashlib.sha256(response.content).hexdigest()[:32]
        headers = {name: response[name] for name in _HEADERS if name in response}
        kept = (etag, headers, gzip.compress(response.content, 6, mtime=0))
        until = next_change()
        left = (until - timezone.now()).total_seconds() if until else _LIFETIME
        if own := getattr(response, "page_lifetime", None):
            left = min(left, own.total_seconds())
        caches["pages"].set(key, kept, max(1, min(_LIFETIME, left)))
        return kept

    @staticmethod
    def _answer(request, kept) -> HttpResponse:
        """The page, or 304 when the reader has it; always to be asked again, so a purge shows at once."""
        etag, headers, packed = kept
        zipped = "gzip" in request.headers.get("Accept-Encoding", "")
        tag = f'"{etag}-gz"' if zipped else f'"{etag}"'
        if tag in parse_etags(request.headers.get("If-None-Match", "")):
            response = HttpResponseNotModified()
        else:
            response = HttpResponse(packed if zipped else gzip.decompress(packed), headers=headers)
            if zipped:
                response["Content-Encoding"] = "gzip"
        response["ETag"] = tag
        response["Cache-Control"] = "no-cache"
        patch_vary_headers(response, ("Accept-Encoding", "Cookie"))
        return response
