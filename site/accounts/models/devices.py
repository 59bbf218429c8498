"""Browsers that an account was signed in with: a sign-in from one not seen before is told."""

import datetime
import hashlib
import secrets

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .user import User


class KnownDeviceQuerySet(models.QuerySet):
    def of_browser(self, token: str):
        return self.filter(digest=hashlib.sha256(token.encode()).hexdigest())

    @transaction.atomic
    def meet(self, user: User, token: str) -> tuple[str, bool]:
        """The account is signed in with the browser that shows this token: the token that it keeps,
        and whether the account, which knows others, did not know it.

        One browser may serve several accounts. A token that was never given out is replaced.
        """
        User.objects.select_for_update().get(pk=user.pk)
        now, own = timezone.now(), self.filter(user=user)
        if own.of_browser(token).update(seen_at=now):
            return token, False
        if not self.of_browser(token).exists():
            token = secrets.token_urlsafe(32)
        is_news = own.exists()
        own.filter(seen_at__lt=now - KnownDevice.KEPT).delete()
        digest = hashlib.sha256(token.encode()).hexdigest()
        self.create(user=user, digest=digest, seen_at=now)
        return token, is_news

    def forget(self, user: User, *, but: str = "") -> None:
        """None of the account's browsers is known any more, but the one that shows the token `but`: the
        next sign-in from any other is told."""
        own = self.filter(user=user)
        if not own.exists():
            return
        kept = own.of_browser(but)
        own.exclude(pk__in=kept.values("pk")).delete()
        if not own.exists():  # a browser of nobody: the account has had devices
            self.create(user=user, digest="", seen_at=timezone.now())


class KnownDevice(models.Model):
    """One browser of one account (thiết bị đã biết); of its token only the hash is kept."""

    KEPT = datetime.timedelta(days=400)  # as long as browsers keep a cookie

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="known_devices", verbose_name=_("tài khoản")
    )
    digest = models.CharField(_("mã thiết bị đã băm"), max_length=64, db_index=True)
    seen_at = models.DateTimeField(_("đăng nhập gần nhất"))

    objects = KnownDeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("thiết bị đã biết")
        verbose_name_plural = _("thiết bị đã biết")
        constraints = [
            models.UniqueConstraint(fields=["user", "digest"], name="known_device_once"),
        ]

    def __str__(self):
        return f"{self.user} · {timezone.localtime(self.seen_at):%d/%m/%Y %H:%M}"
