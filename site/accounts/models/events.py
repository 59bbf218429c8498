"""What happened to an account (nhật ký tài khoản); insert only, the database refuses the rest."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .user import User


class AccountEvent(models.Model):
    """One act on one account: which, when, by whom, with what."""

    class Act(models.TextChoices):
        RESET_ASKED = "reset_asked", _("Đề nghị đặt lại xác thực hai lớp")
        RESET_CONFIRMED = "reset_confirmed", _("Đặt lại xác thực hai lớp")
        RESET_DECLINED = "reset_declined", _("Không đồng ý đặt lại xác thực hai lớp")
        BLOCKED = "blocked", _("Tạm khóa quyền nộp hồ sơ")
        APPEALED = "appealed", _("Khiếu nại việc khóa")
        UNBLOCKED = "unblocked", _("Mở khóa quyền nộp hồ sơ")
        CHANGED = "changed", _("Thay đổi thông tin tài khoản")
        CERTIFICATE = "certificate", _("Đăng ký chứng thư số")
        OPENED = "opened", _("Mở tài khoản tại quầy")
        TAKEN_OVER = "taken_over", _("Chủ tài khoản đặt mật khẩu lần đầu")
        CODE_ISSUED = "code_issued", _("Cấp mã bàn giao")
        CODE_GUESSED = "code_guessed", _("Mã bàn giao bị hủy vì nhập sai nhiều lần")
        CLOSED = "closed", _("Chủ tài khoản đóng tài khoản")

    account = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="account_events", verbose_name=_("tài khoản")
    )  # PROTECT: what happened to an account outlives its use
    act = models.CharField(_("việc"), max_length=20, choices=Act)
    at = models.DateTimeField(_("lúc"), default=timezone.now)
    actor = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("người làm")
    )
    actor_name = models.CharField(_("tên người làm"), max_length=160, blank=True)
    data = models.JSONField(_("chi tiết"), default=dict)

    class Meta:
        verbose_name = _("mục nhật ký tài khoản")
        verbose_name_plural = _("nhật ký tài khoản")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.account} · {self.get_act_display()}"
