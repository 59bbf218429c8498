"""How long somebody stays signed in: idle and absolute limits."""

import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout

SIGNED_IN, SEEN = "signed_in_at", "seen_at"
NOTE_EVERY = 60  # seconds; a session is not written with every request


class SessionLimitsMiddleware:
    """Ends sessions that were idle too long (staff sooner than citizens) or have lasted too long."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Without a session cookie nothing is read, so that public pages stay cacheable.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            self._limit(request)
        return self.get_response(request)

    def _limit(self, request) -> None:
        now, session = time.time(), request.session
        since, seen = session.get(SIGNED_IN, now), session.get(SEEN, now)
        idle = (
            settings.SESSION_IDLE_STAFF if request.user.is_staff else settings.SESSION_IDLE_CITIZEN
        )
        if (
            now - seen > idle.total_seconds()
            or now - since > settings.SESSION_LONGEST.total_seconds()
        ):
            logout(request)
            return
        if SEEN not in session or now - seen >= NOTE_EVERY:
            session[SIGNED_IN], session[SEEN] = since, now
