"""Joining a system to ours: its accounts, its tokens, the end of both."""

import datetime
import hashlib
import secrets

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from flows.effects import send_mail
from flows.models import ApiCall, ClientSystem, KeptAnswer, Token

User = get_user_model()
WARN_BEFORE = datetime.timedelta(days=14)
KEEP_CALLS = datetime.timedelta(days=180)
KEEP_ANSWERS = datetime.timedelta(days=30)


@transaction.atomic
def join(system: ClientSystem) -> ClientSystem:
    """Save a new system with the two accounts that act for it. Nobody can sign in with them."""
    system.account = _account(f"he-thong.{system.code}", system.name)
    system.signer = _account(f"he-thong.{system.code}.ky", f"{system.name} (ký duyệt)")
    system.save()
    return system


def _account(username: str, name: str):
    user = User(username=username, full_name=name[:160], kind=User.Kind.STAFF, is_staff=True)
    user.set_unusable_password()
    user.save()
    return user


def make_token(token: Token, *, by, text: str = "") -> str:
    """Give a new, unsaved token its secret and save it; returns the text, which is kept nowhere.

    `text` is for demonstrations alone: a token that anybody may know.
    """
    text = text or f"bhxh_{secrets.token_hex(4)}_{secrets.token_urlsafe(32)}"
    token.prefix = text.split("_")[1]
    token.hash, token.created_by = hash_of(text), by
    token.save()
    return text


def hash_of(text: str) -> str:
    """Long and random as it is, one round of SHA-256 keeps it."""
    return hashlib.sha256(text.encode()).hexdigest()


def revoke(token: Token) -> None:
    """From this moment the token opens nothing. Twice is once."""
    Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())


def warn_of_expiry(now=None) -> int:
    """Write once to the contact of every system whose token ends within two weeks."""
    now = now or timezone.now()
    ending = Token.objects.in_force(now).filter(expires_at__lte=now + WARN_BEFORE, warned_at=None)
    count = 0
    for token in ending.select_related("system"):
        with transaction.atomic():
            day = timezone.localtime(token.expires_at)
            send_mail(
                token.system.contact_email,
                f"Mã truy cập API của {token.system} sắp hết hạn",
                f"Mã truy cập bắt đầu bằng «{token.prefix}» của hệ thống {token.system} hết hạn lúc "
                f"{day:%H:%M ngày %d/%m/%Y}. Xin liên hệ quản trị hệ thống để được cấp mã mới trước khi đó.",
                key=f"token-expiry:{token.pk}",
            )
            Token.objects.filter(pk=token.pk).update(warned_at=now)
        count += 1
    return count


def forget_old(now=None) -> None:
    """Drop the log of calls and the kept answers that nobody asks for any more."""
    now = now or timezone.now()
    ApiCall.objects.filter(at__lt=now - KEEP_CALLS).delete()
    KeptAnswer.objects.filter(created_at__lt=now - KEEP_ANSWERS).delete()
