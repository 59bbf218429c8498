"""Where the account is signed in (phiên đăng nhập), and signing out there. The rows are allauth's."""

import datetime

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

SEEN = "seen_at"  # noted in every session by the middleware that limits it
# What a user agent says of itself; the first that is found counts, since many name others too.
BROWSERS = [
    ("coc_coc_browser", "Cốc Cốc"), ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung"),
    ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("Chrome", "Chrome"), ("CriOS", "Chrome"),
    ("Safari", "Safari"),
]  # fmt: skip
SYSTEMS = [
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS", "macOS"), ("Linux", "Linux"),
]  # fmt: skip
ALL_OTHERS = "khac"


@never_cache
@login_required
def sessions(request):
    """Every live session of the account, this one first. POST ends one, or all others."""
    live = UserSession.objects.purge_and_list(request.user)
    if request.method == "POST":
        ended = [each for each in live if _is_meant(each, request.POST.get("phien", ""))]
        for each in ended:
            each.end()
        if request.POST.get("phien") == ALL_OTHERS:
            request.user.forget_other_devices(request)
            messages.success(request, _("Đã đăng xuất ở mọi thiết bị khác."))
        elif ended:
            messages.success(request, _("Đã đăng xuất ở thiết bị đã chọn."))
        return redirect("account_sessions")
    live.sort(key=lambda each: (not each.is_current(), -each.created_at.timestamp()))
    rows = [
        {
            "pk": each.pk,
            "device": device(each.user_agent),
            "ip": each.ip,
            "since": each.created_at,
            "seen": _seen(each),
            "is_current": each.is_current(),
        }
        for each in live
    ]
    return render(request, "account/sessions.html", {"sessions": rows, "all_others": ALL_OTHERS})


@never_cache
def keep(request):
    """Asked by a page that is about to go idle: the asking itself keeps the session."""
    return HttpResponse(status=204 if request.user.is_authenticated else 401)


def device(user_agent: str) -> str:
    """ "Chrome trên Windows", as far as the browser tells."""

    def first(known):
        return next((name for mark, name in known if mark in user_agent), "")

    browser, system = first(BROWSERS), first(SYSTEMS)
    if browser and system:
        return _("%(browser)s trên %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Thiết bị không rõ")


def _is_meant(session: UserSession, chosen: str) -> bool:
    """Never the one that asks: signing out here has its own button."""
    return not session.is_current() and chosen in (ALL_OTHERS, str(session.pk))


def _seen(session: UserSession) -> datetime.datetime:
    """When it was last used, to the minute."""
    noted = session._session_store(session.session_key).get(SEEN)
    if noted is None:
        return session.last_seen_at
    return datetime.datetime.fromtimestamp(noted, tz=timezone.get_current_timezone())
