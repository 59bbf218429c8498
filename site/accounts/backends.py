"""Passwords, and which door they open: staff and citizens each have their own, neither opens both."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import ModelBackend

STAFF_DOOR, CITIZEN_DOOR = "two_factor", "account_"


def door(request) -> str:
    """STAFF_DOOR, CITIZEN_DOOR or "" when the request came through neither."""
    match = getattr(request, "resolver_match", None)
    if match is None:
        return ""
    if STAFF_DOOR in match.namespaces:
        return STAFF_DOOR
    return CITIZEN_DOOR if (match.url_name or "").startswith(CITIZEN_DOOR) else ""


def name_typed(request, credentials=None) -> str:
    """What somebody gave as the own name at either door, for counting failures."""
    given = credentials or {}
    for key in ("username", "email", "phone"):
        if given.get(key):
            return str(given[key]).casefold()
    posted = getattr(request, "POST", {})
    return (posted.get("auth-username") or posted.get("login") or "").casefold()


class StaffDoorBackend(ModelBackend):
    """Checks passwords of staff, at the staff door only."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        if door(request) != STAFF_DOOR:
            return None
        # The password is hashed before the kind is looked at: both refusals take the same time.
        user = super().authenticate(request, username=username, password=password, **kwargs)
        return user if user and user.is_staff else None


class CitizenDoorBackend(AuthenticationBackend):
    """Checks passwords of citizens and organisations (e-mail, phone or name), at their door only."""

    def authenticate(self, request, **credentials):
        if door(request) != CITIZEN_DOOR:
            return None
        user = super().authenticate(request, **credentials)
        return user if user and not user.is_staff else None
