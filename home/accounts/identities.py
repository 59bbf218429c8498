"""Outside identities of an account: who may sign in, how one is linked, opened, taken off again."""

import datetime
import logging

from allauth.account.adapter import get_adapter as accounts
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.eforms import identifiers
from flows.errors import DossierError

User = get_user_model()
PENDING = "pending_identity"  # in the session: an identity that belongs to no account yet
PENDING_SECONDS = 900
log = logging.getLogger(__name__)


class IdentityAdapter(DefaultSocialAccountAdapter):
    """What allauth asks when somebody comes back from a provider."""

    def get_requests_session(self):
        """A provider answers at the addresses it has told; it sends us nowhere else."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def authenticate_by_email(self, sociallogin):
        """An equal e-mail address proves nothing: it never opens an account."""
        return None

    def populate_user(self, request, sociallogin, data):
        """The account that this identity would open, not saved yet."""
        user = sociallogin.user
        user.full_name = str(data["full_name"])[:160]
        user.identity_number = str(data["identity_number"])
        user.identity_level = str(data["level"])[:80]
        user.date_of_birth = _date(data["birthdate"])
        sociallogin.phone = data.get("phone") or None  # left out when it is no telephone number
        return user

    def pre_social_login(self, request, sociallogin):
        """A known identity signs in; a new one waits for its holder to say what it belongs to."""
        try:
            _check(sociallogin)
            if sociallogin.is_existing:
                self._known(request, sociallogin)
                return
        except DossierError as error:
            messages.error(request, str(error))
            raise ImmediateHttpResponse(redirect("account_login")) from error
        until = timezone.now().timestamp() + PENDING_SECONDS
        request.session[PENDING] = {"login": sociallogin.serialize(), "until": until}
        raise ImmediateHttpResponse(redirect("socialaccount_signup"))

    def _known(self, request, sociallogin) -> None:
        if request.user.is_authenticated:
            if request.user != sociallogin.user:
                raise DossierError(
                    _("Định danh này đã gắn với một tài khoản khác, không liên kết được.")
                )
            messages.info(request, _("Định danh này đã gắn với tài khoản đang dùng."))
            raise ImmediateHttpResponse(redirect("socialaccount_connections"))
        note_sign_in(sociallogin)


def said_by(sociallogin) -> dict:
    """What the provider says of the person: number, name, level of assurance."""
    user = sociallogin.user if sociallogin.user.pk is None else None
    return sociallogin.account.extra_data | ({"number": user.identity_number} if user else {})


def _check(sociallogin) -> None:
    levels = sociallogin.provider.app.settings.get("levels")
    if levels and sociallogin.account.extra_data.get("acr") not in levels:
        raise DossierError(
            _("Mức định danh của tài khoản này chưa đủ. Hãy nâng mức định danh rồi đăng nhập lại.")
        )
    if not sociallogin.is_existing:
        try:
            number = identifiers.identity_number(sociallogin.user.identity_number)
        except ValidationError as error:
            raise DossierError(
                _("Nơi định danh không cho biết số định danh cá nhân nên không dùng được ở đây.")
            ) from error
        sociallogin.user.identity_number = number


@transaction.atomic
def open_account(request, sociallogin):
    """A new account of this identity (Article 11). Contacts count only when verified and free."""
    user, email = sociallogin.user, next(iter(sociallogin.email_addresses), None)
    accounts(request).populate_username(request, user)
    user.kind = User.Kind.CITIZEN
    user.set_unusable_password()
    _mark(user, sociallogin)
    if sociallogin.phone and not User.objects.filter(phone=sociallogin.phone).exists():
        user.phone, user.phone_verified = sociallogin.phone, True
    sociallogin.phone = None
    if email and not User.objects.filter(email__iexact=email.email).exists():
        user.email = email.email
    _save_once(user)
    if user.email:
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    sociallogin.account.user = user
    _save_once(sociallogin.account)
    return user


@transaction.atomic
def link(user, sociallogin) -> None:
    """Give this identity to `user`, who has just proven to be the holder of the account.

    Refused for staff, for organisations, and when the account speaks of another person.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    number = sociallogin.user.identity_number
    if user.is_staff or user.kind != User.Kind.CITIZEN:
        raise DossierError(_("Chỉ tài khoản cá nhân liên kết được với định danh điện tử."))
    if user.identity_number and user.identity_number != number:
        raise DossierError(_("Số định danh trong tài khoản khác với số mà nơi định danh cho biết."))
    user.identity_number, user.identity_level = number, sociallogin.user.identity_level
    _mark(user, sociallogin)
    _save_once(user)
    sociallogin.account.user = user
    _save_once(sociallogin.account)
    accounts().tell(user, "account/email/identity_linked", {"provider": sociallogin.provider.name})
    log.warning("identity linked", extra={"user": user.pk})


@transaction.atomic
def unlink(user, pk: int) -> None:
    """Take one identity off; the account must keep a way in. Raises DossierError."""
    user = User.objects.select_for_update().get(pk=user.pk)
    own = SocialAccount.objects.filter(user=user)
    account = own.filter(pk=pk).first()
    if account is None:
        return
    others = own.exclude(pk=pk).exists()
    reachable = (
        user.phone_verified or EmailAddress.objects.filter(user=user, verified=True).exists()
    )
    if not others and not (user.has_usable_password() and reachable):
        raise DossierError(
            _("Hãy đặt mật khẩu và xác minh thư điện tử hoặc số điện thoại trước khi hủy liên kết.")
        )
    name = account.get_provider().name
    account.delete()
    if not others:
        user.identity_verified_at, user.identity_verified_by, user.identity_level = None, "", ""
        user.save(update_fields=["identity_verified_at", "identity_verified_by", "identity_level"])
    accounts().tell(user, "account/email/identity_unlinked", {"provider": name})
    log.warning("identity unlinked", extra={"user": user.pk})


def note_sign_in(sociallogin) -> None:
    """The level at which the person has just been recognised becomes the account's."""
    level = str(sociallogin.account.extra_data.get("acr", ""))[:80]
    if level != sociallogin.user.identity_level:
        User.objects.filter(pk=sociallogin.user.pk).update(identity_level=level)


def _mark(user, sociallogin) -> None:
    user.identity_verified_at = timezone.now()
    user.identity_verified_by = sociallogin.account.provider


def _save_once(row) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise DossierError(
            _(
                "Số định danh này đã gắn với một tài khoản. Hãy đăng nhập tài khoản đó, hoặc dùng "
                "«Quên mật khẩu» nếu không nhớ mật khẩu."
            )
        ) from error


def _date(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
