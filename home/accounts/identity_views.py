"""Signing in with an outside identity: there and back, the first time, and the account's links."""

import logging

from allauth.account.decorators import reauthentication_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal.flows.signup import complete_social_signup
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from flows import limits
from flows.errors import DossierError
from home.accounts import identities
from home.accounts.openid import UNREACHABLE, IdentityOAuth2Adapter

PER_MINUTE = 20  # sign-ins that one address may begin
log = logging.getLogger(__name__)


class CallbackView(OAuth2CallbackView):
    """Back from the provider: the state is used up, its nonce is what the ID token must repeat."""

    def _get_state(self, request, provider):
        state, refusal = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, refusal


@never_cache
@require_POST
def start(request, provider_id: str):
    """To the provider's own page."""
    provider = _provider(request, provider_id)
    if not limits.hit("identity_start", limits.client_address(request), PER_MINUTE, 60):
        return _unreachable(request, provider, status=429)
    wanted = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    try:
        return provider.redirect(request, "login", wanted if own else None)
    except UNREACHABLE:
        log.exception("identity provider not reachable", extra={"provider": provider_id})
        return _unreachable(request, provider)


@never_cache
def callback(request, provider_id: str):
    """What the provider answers; whatever is wrong with it ends on a page, never in an account."""
    provider = _provider(request, provider_id)
    try:
        return CallbackView.adapter_view(IdentityOAuth2Adapter(request, provider_id))(request)
    except UNREACHABLE:
        log.exception("identity provider not reachable", extra={"provider": provider_id})
        return _unreachable(request, provider)


def _provider(request, provider_id: str):
    try:
        return get_adapter(request).get_provider(request, provider_id)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error


def _unreachable(request, provider, status=503):
    said = {"provider": provider.name}
    return render(request, "account/identity_unreachable.html", said, status=status)


@never_cache
def first_time(request):
    """An identity without an account: link it to the own account, or open a new one."""
    pending = request.session.get(identities.PENDING)
    if not pending or pending["until"] < timezone.now().timestamp():
        request.session.pop(identities.PENDING, None)
        messages.warning(request, _("Lần đăng nhập này đã quá lâu. Hãy đăng nhập lại."))
        return redirect("account_login")
    login = SocialLogin.deserialize(pending["login"])
    if request.method == "POST":
        try:
            return _answer(request, login)
        except DossierError as error:
            messages.error(request, str(error))
            return redirect("socialaccount_signup")
    said = {"provider": login.provider.name, **identities.said_by(login)}
    return render(request, "account/first_time.html", {"said": said})


def _answer(request, login):
    if request.POST.get("thoi"):
        request.session.pop(identities.PENDING)
        return redirect("account_login" if request.user.is_anonymous else "account_profile")
    if request.user.is_anonymous:
        login.user = identities.open_account(request, login)
        request.session.pop(identities.PENDING)
        return complete_social_signup(request, login)
    return _link(request, login)


@reauthentication_required
def _link(request, login):
    identities.link(request.user, login)
    request.session.pop(identities.PENDING)
    messages.success(request, _("Đã liên kết. Lần sau đăng nhập được bằng định danh này."))
    return redirect("socialaccount_connections")


@never_cache
@login_required
def links(request):
    """The identities of the account. POST takes one off, after the password again."""
    if request.method == "POST":
        try:
            _unlink(request)
        except DossierError as error:
            messages.error(request, str(error))
        return redirect("socialaccount_connections")
    own = SocialAccount.objects.filter(user=request.user).order_by("date_joined")
    linked = {each.provider: each for each in own}
    rows = [
        {"provider": provider, "account": linked.get(provider.sub_id)}
        for provider in get_adapter(request).list_providers(request)
    ]
    return render(request, "account/identities.html", {"rows": rows})


@reauthentication_required
def _unlink(request):
    chosen = request.POST.get("dinh-danh", "")
    identities.unlink(request.user, int(chosen) if chosen.isdecimal() else 0)
    messages.success(request, _("Đã hủy liên kết."))
