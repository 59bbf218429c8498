"""Which door is whose: console and editor open to staff with both factors only, the pages of an account
to who signs in at its own door."""

from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.urls import reverse
from django_otp import user_has_device

PROTECTED = ("/quan-tri/", "/bien-tap/")
PASSWORD_DOORS = tuple(f"{prefix}login/" for prefix in PROTECTED)
OWN_SECURITY = "/can-bo/bao-mat/"
# Names of the citizens' account pages; staff have their own, but for the list of sessions.
CITIZENS = ("account", "socialaccount_", "openid_connect_")
FOR_BOTH = {"account_logout", "account_sessions", "account_keep"}


class StaffSecondFactorMiddleware:
    """Sends everybody to the staff door who is not signed in there with both factors."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith(PROTECTED):
            return self._turned_away(request) or self.get_response(request)
        if request.path_info.startswith(OWN_SECURITY) and not request.user.is_staff:
            return redirect_to_login(request.get_full_path(), reverse("two_factor:login"))
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Staff are led from the citizens' account pages to their own."""
        found = request.resolver_match
        citizens = not found.namespaces and (found.url_name or "").startswith(CITIZENS)
        if citizens and found.url_name not in FOR_BOTH and request.user.is_staff:
            return redirect("two_factor:profile")
        return None

    def _turned_away(self, request):
        """A redirect to what is missing, or None when nothing is."""
        staff_door, user = reverse("two_factor:login"), request.user
        if request.path_info in PASSWORD_DOORS:
            query = request.GET.urlencode()
            return redirect(f"{staff_door}?{query}" if query else staff_door)
        if user.is_staff and user.is_verified():
            return None
        wanted = request.get_full_path() if request.method == "GET" else reverse("admin:index")
        if user.is_staff and not user_has_device(user):
            return redirect_to_login(wanted, reverse("two_factor:setup"))
        return redirect_to_login(wanted, staff_door)
