"""The one user model of citizens, organisations and staff."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person who signs in (người dùng): at the citizens' door or at the staff door, never both."""

    class Kind(models.TextChoices):
        CITIZEN = "citizen", _("Cá nhân")
        ORGANISATION = "organisation", _("Tổ chức, đơn vị")
        STAFF = "staff", _("Cán bộ")

    first_name = None
    last_name = None
    kind = models.CharField(_("loại tài khoản"), max_length=12, choices=Kind, default=Kind.CITIZEN)
    full_name = models.CharField(_("họ và tên"), max_length=160, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    phone = models.CharField(
        _("số điện thoại"),
        max_length=16,
        null=True,
        blank=True,
        unique=True,
        help_text=_("Dạng quốc tế, ví dụ +84912345678."),
    )  # null, not "", so that many accounts may have none
    phone_verified = models.BooleanField(_("đã xác minh số điện thoại"), default=False)
    identity_number = models.CharField(_("số định danh cá nhân"), max_length=12, blank=True)
    social_insurance_number = models.CharField(_("mã số BHXH"), max_length=10, blank=True)
    tax_code = models.CharField(_("mã số thuế"), max_length=14, blank=True)
    date_of_birth = models.DateField(_("ngày sinh"), null=True, blank=True)
    address = models.CharField(_("địa chỉ"), max_length=255, blank=True)

    REQUIRED_FIELDS = ["email"]
    objects = UserManager()

    class Meta:
        verbose_name = _("người dùng")
        verbose_name_plural = _("người dùng")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="user_email_unique",
                violation_error_message=_("Thư điện tử này đã có tài khoản."),
            ),
        ]

    def __str__(self):
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class EnrolmentCode(models.Model):
    """A hand-over code with which a member of staff sets up the own second factor, once."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="enrolment_codes", verbose_name=_("cán bộ")
    )
    code_hash = models.CharField(_("mã đã băm"), max_length=128)
    issued_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("người cấp")
    )
    issued_at = models.DateTimeField(_("cấp lúc"), default=timezone.now)
    expires_at = models.DateTimeField(_("hết hạn lúc"))
    used_at = models.DateTimeField(_("dùng lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("mã bàn giao thiết lập xác thực hai lớp")
        verbose_name_plural = _("mã bàn giao thiết lập xác thực hai lớp")

    def __str__(self):
        return f"{self.user} · {self.issued_at:%d/%m/%Y %H:%M}"
