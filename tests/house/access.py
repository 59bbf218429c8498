"""Every address of the house, who comes to it, and whether the house lets them in."""

import re
from collections.abc import Iterator
from functools import cache
from types import SimpleNamespace

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.test import RequestFactory
from django.test.client import ClientHandler
from django.urls import URLPattern, get_resolver

# What would make a request slow without deciding anything about it.
DOORS = {
    "/can-bo/dang-nhap/", "/tai-khoan/dang-nhap/", "/can-bo/bao-mat/", "/quan-tri/", "/bien-tap/",
}  # fmt: skip
LEFT_OUT = ("whitenoise.", "axes.", "csp.", "config.middleware.", "flows.api.", "cms.page_cache")
REFUSED = {401, 403, 404, 405, 410}
_NAMED = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)|\([^()]*\)")


def routes(resolver=None, before: str = "") -> Iterator[str]:
    """Every route as it is written, those around it before it."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern, route)


def parts(route: str) -> list[str]:
    """The names of what varies in a route."""
    return [found[1] or found[2] or "" for found in _NAMED.finditer(route)]


def address(route: str, **given) -> str:
    """The route with what varies in it filled in; 1 where nothing is given."""
    missing = {"key": "11111111-1111-1111-1111-111111111111"}

    def fill(found) -> str:
        name = found[1] or found[2]
        return str(given.get(name, missing.get(name, "1")))

    return "/" + re.sub(r"[\^$?*+\\]", "", _NAMED.sub(fill, route))


class Bearer:
    """Stands where the session stands: the request is of the person who was given with it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        person = request.META["person"]
        request.user, request.session = person, SessionStore()
        return self.get_response(request)


def nobody() -> AnonymousUser:
    return as_signed_in(AnonymousUser(), verified=False)


def as_signed_in(person, *, verified: bool):
    """The person as the middleware of the second factor leaves it; rights are asked once."""
    person.is_verified = lambda: verified
    person.otp_device = SimpleNamespace() if verified else None
    return person


class Handler(ClientHandler):
    """Looks each address up once, however many people come to it."""

    def __init__(self):
        super().__init__(enforce_csrf_checks=False)
        self.load_middleware()
        self.found = cache(get_resolver().resolve)

    def resolve_request(self, request):
        request.resolver_match = self.found(request.path_info)
        return request.resolver_match


class House:
    """Answers requests of whomever, through the middleware that decides who may come in."""

    def __init__(self):
        self.handler, self.requests = Handler(), RequestFactory()

    def refuses(self, person, method: str, path: str, **typed) -> str:
        """Empty when the person is turned away: refused, not found, or led to a door."""
        request = getattr(self.requests, method)(path, typed)
        request.META["person"] = person
        request._dont_enforce_csrf_checks = True
        answer = self.handler.get_response(request)
        if answer.status_code in REFUSED:
            return ""
        led_to = answer.get("Location", "").split("?")[0]
        # Nothing was shown or done; where somebody is led, the same questions are asked.
        if led_to in DOORS or (
            led_to not in ("", path) and not self.refuses(person, "get", led_to)
        ):
            return ""
        return f"{method} {path}: {answer.status_code} {led_to}".strip()


def deciding_middleware() -> list[str]:
    """The middleware of the house without what decides nothing, and without sessions."""
    kept = [name for name in settings.MIDDLEWARE if not name.startswith(LEFT_OUT)]
    start = kept.index("django.contrib.sessions.middleware.SessionMiddleware")
    wanted = [name for name in kept[start + 1 :] if name not in REPLACED]
    return ["tests.house.access.Bearer", *wanted]


REPLACED = {
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "accounts.sessions.SessionLimitsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
}
