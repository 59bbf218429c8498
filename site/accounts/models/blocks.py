"""An account that was abused may file nothing for a while (khóa quyền nộp, Article 5.5)."""

from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .events import AccountEvent
from .user import User

A = AccountEvent.Act


class AccountBlockQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(lifted_at=None)

    @transaction.atomic
    def put(self, account: User, *, by: User, reason: str) -> "AccountBlock":
        """No new filing by this account until it is lifted; its holder is told. ValidationError."""
        account = User.objects.select_for_update().get(pk=account.pk)
        if account.is_staff:
            raise ValidationError(_("Chỉ khóa được tài khoản của công dân, tổ chức."))
        if self.standing().filter(account=account).exists():
            raise ValidationError(_("Tài khoản này đang bị khóa quyền nộp."))
        made = self.create(account=account, reason=reason, put_by=by)
        account.note(A.BLOCKED, by=by, reason=reason)
        made.tell(
            _("Quyền nộp hồ sơ của Ông/Bà tạm bị khóa"),
            _(
                "Lý do: %s. Ông/Bà vẫn đăng nhập, xem và theo dõi các hồ sơ đã nộp. Nếu không đồng ý, "
                "hãy gửi ý kiến tại trang Thông tin tài khoản."
            )
            % reason,
        )
        return made


class AccountBlock(models.Model):
    """One block: why, by whom, what the holder says against it, when and why it was lifted."""

    account = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="blocks",
        verbose_name=gettext_lazy("tài khoản"),
    )  # fmt: skip
    reason = models.CharField(
        gettext_lazy("lý do"), max_length=255,
        help_text=gettext_lazy("Chủ tài khoản đọc được lý do này. Nêu việc đã làm và quy định bị vi phạm."),
    )  # fmt: skip
    put_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=gettext_lazy("người khóa")
    )
    put_at = models.DateTimeField(gettext_lazy("khóa lúc"), default=timezone.now)
    appeal = models.TextField(gettext_lazy("ý kiến của chủ tài khoản"), max_length=2000, blank=True)
    appealed_at = models.DateTimeField(gettext_lazy("gửi ý kiến lúc"), null=True)
    lifted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+",
        verbose_name=gettext_lazy("người mở khóa"),
    )  # fmt: skip
    lifted_at = models.DateTimeField(gettext_lazy("mở khóa lúc"), null=True)

    objects = AccountBlockQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("việc khóa quyền nộp")
        verbose_name_plural = gettext_lazy("khóa quyền nộp hồ sơ")
        ordering = ["-put_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=models.Q(lifted_at__isnull=True),
                name="account_block_once",
                violation_error_message=gettext_lazy("Tài khoản này đang bị khóa quyền nộp."),
            ),
        ]

    def __str__(self):
        return f"{self.account} · {self.put_at:%d/%m/%Y}"

    @transaction.atomic
    def say_against(self, text: str) -> None:
        """What the holder answers, once; who has put the block is told. ValidationError."""
        own = AccountBlock.objects.standing().filter(pk=self.pk, appealed_at=None)
        if not own.update(appeal=text, appealed_at=timezone.now()):
            raise ValidationError(_("Ý kiến đã được gửi trước đó hoặc tài khoản đã được mở khóa."))
        self.account.note(A.APPEALED, by=self.account, text=text)
        if self.put_by.email:
            said = _("Chủ tài khoản bị khóa quyền nộp có ý kiến: %s") % text
            send_mail(_("Ý kiến về việc khóa quyền nộp"), said, None, [self.put_by.email])

    @transaction.atomic
    def lift(self, *, by: User) -> None:
        """The account files again, and its holder is told; a second time changes nothing."""
        standing = AccountBlock.objects.standing().filter(pk=self.pk)
        if standing.update(lifted_by=by, lifted_at=timezone.now()):
            self.account.note(A.UNBLOCKED, by=by)
            self.tell(
                _("Quyền nộp hồ sơ của Ông/Bà đã được mở lại"),
                _("Ông/Bà nộp hồ sơ trực tuyến được như trước."),
            )

    def tell(self, subject: str, text: str) -> None:
        """The account page shows a standing block besides, to whoever has no contact."""
        from accounts.telling import tell

        tell(self.account, subject, text)
