"""The cookie by which a browser is known again after its session; a new one is told to the account."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import transaction

from accounts.models import KnownDevice, User


def forget_others(request, user: User) -> None:
    """The account knows no browser any more but the one that asks."""
    shown = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    KnownDevice.objects.forget(user, but=shown)


@transaction.atomic
def meet(request, response, user: User) -> None:
    """Somebody has just signed in: from a device not seen before, the contacts of the account hear."""
    shown = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    token, is_news = KnownDevice.objects.meet(user, shown)
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        token,
        max_age=KnownDevice.KEPT,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    if is_news:
        get_adapter().tell_new_device(user, request)
