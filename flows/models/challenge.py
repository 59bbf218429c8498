"""One-time codes that confirm a filing (mã OTP), bound to exactly what was shown (Article 17)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Challenge(models.Model):
    """A code sent for one purpose and one content; stored hashed, usable once."""

    class Purpose(models.TextChoices):
        FILE = "file", _("Nộp hồ sơ")
        SUPPLEMENT = "supplement", _("Bổ sung hồ sơ")
        WITHDRAW = "withdraw", _("Rút hồ sơ")
        CONTACT = "contact", _("Đổi liên hệ của tài khoản")
        COLLECT = "collect", _("Nhận kết quả tại quầy")
        CLAIM = "claim", _("Nhận hồ sơ về tài khoản")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="challenges"
    )
    purpose = models.CharField(_("mục đích"), max_length=12, choices=Purpose)
    subject = models.CharField(
        _("đối tượng"), max_length=80, help_text=_("draft:<key> hoặc dossier:<code>")
    )
    digest = models.CharField(_("mã băm nội dung đã xem"), max_length=64)
    code_hash = models.CharField(max_length=128)
    channel = models.CharField(_("kênh"), max_length=10)
    to = models.CharField(_("gửi tới"), max_length=255)
    created_at = models.DateTimeField(_("gửi lúc"), default=timezone.now)
    expires_at = models.DateTimeField(_("hết hạn lúc"))
    tries = models.PositiveSmallIntegerField(_("số lần thử"), default=0)
    used_at = models.DateTimeField(_("dùng lúc"), null=True, blank=True)
    replaced_at = models.DateTimeField(_("thay bằng mã khác lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("mã xác nhận")
        verbose_name_plural = _("mã xác nhận")
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "purpose"],
                condition=Q(used_at__isnull=True, replaced_at__isnull=True),
                name="challenge_one_live",
            ),
        ]

    def __str__(self):
        return f"{self.get_purpose_display()} · {self.subject}"
