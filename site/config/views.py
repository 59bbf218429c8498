"""Small pages that belong to no room: robots.txt, public pictures."""

import mimetypes

from django.conf import settings
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpResponse
from django.views.decorators.http import require_safe

CLOSED = (
    "/quan-tri/", "/bien-tap/", "/can-bo/", "/tai-khoan/", "/ho-so/", "/nop-ho-so/",
    "/tra-cuu/", "/xac-minh/", "/tep/", "/giay-to/", "/api/",
)  # fmt: skip


@require_safe
def robots(request):
    """What search engines leave alone: everything that is about one person."""
    prefixes = [
        "" if code == settings.LANGUAGE_CODE else f"/{code}" for code, _ in settings.LANGUAGES
    ]
    closed = (prefix + path for prefix in prefixes for path in CLOSED)
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines.append(f"Sitemap: {settings.BASE_URL}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def picture(request, path):
    """A rendition of an editor's picture; its name changes with its content, so it is kept for good."""
    store = storages["renditions"]
    kind = mimetypes.guess_type(path)[0] or ""
    if not kind.startswith("image/") or not store.exists(path):
        raise Http404
    answer = FileResponse(store.open(path), content_type=kind)
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
