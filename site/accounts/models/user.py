"""The one user model of citizens, organisations and staff; how staff get their second factor."""

import datetime
import secrets

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_otp import devices_for_user


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
    identity_verified_at = models.DateTimeField(_("định danh xác minh lúc"), null=True, blank=True)
    identity_verified_by = models.CharField(_("nơi xác minh định danh"), max_length=40, blank=True)
    identity_level = models.CharField(_("mức bảo đảm định danh"), max_length=80, blank=True)
    preferences = models.JSONField(
        _("tùy chọn hiển thị"), default=dict, blank=True, editable=False
    )  # of the console's lists and keys; read with the user, so that no page asks once more

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
            # Anybody may type a number; only one account may have it confirmed by its holder.
            models.UniqueConstraint(
                fields=["identity_number"],
                condition=Q(identity_verified_at__isnull=False),
                name="user_verified_identity_unique",
                violation_error_message=_("Số định danh này đã gắn với một tài khoản khác."),
            ),
        ]

    def __str__(self):
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @transaction.atomic
    def save(self, *args, **kwargs):
        """A new password forgets the known devices: the next sign-in from any of them is told."""
        is_renewed = self.pk is not None and self._password is not None
        super().save(*args, **kwargs)
        if is_renewed:
            self.forget_devices()

    def forget_devices(self) -> None:
        """No browser is known to the account any more."""
        from accounts.models import KnownDevice

        KnownDevice.objects.forget(self)

    def forget_other_devices(self, request) -> None:
        """No browser but the one that asks is known to the account any more."""
        from accounts.devices import forget_others

        forget_others(request, self)

    @transaction.atomic
    def issue_enrolment_code(self, *, by: "User | None") -> str:
        """A new hand-over code for this member of staff, to be given in person.

        It withdraws earlier codes and the second factor the person has: so a lost phone is replaced.
        """
        if not self.is_staff:
            raise ValueError("a hand-over code is for staff")
        for device in devices_for_user(self, confirmed=None):
            device.delete()
        self.enrolment_codes.filter(used_at=None).delete()
        code = "".join(secrets.choice(EnrolmentCode.LETTERS) for _ in range(EnrolmentCode.LENGTH))
        self.enrolment_codes.create(code_hash=make_password(code), issued_by=by)
        return code

    @transaction.atomic
    def note(self, act: str, *, by: "User | None", **data) -> None:
        """One line in the journal of this account."""
        self.account_events.create(act=act, actor=by, actor_name=str(by) if by else "", data=data)

    def is_at_home(self, request) -> bool:
        """Whether the person has signed in from the request's address lately."""
        from accounts.spraying import is_at_home

        return is_at_home(request, self.get_username())

    def meet_device(self, request, response) -> None:
        """After each sign-in: a device that is new to the account is told to its contacts."""
        from accounts.devices import meet

        meet(request, response, self)

    def close(self) -> None:
        """The owner closes the account. Raises ValidationError for staff."""
        from accounts.closing import close

        close(self)

    def find_enrolment_code(self, typed: str) -> "EnrolmentCode | None":
        """The code's row when it is this person's, unused and in time; the fifth wrong try ends the
        code, and administrators are told."""
        plain = typed.upper().replace("-", "").replace(" ", "")
        waiting = self.enrolment_codes.filter(used_at=None, expires_at__gt=timezone.now())
        return next((row for row in waiting if row.answers(plain)), None)


def _three_days_from_now() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=3)


class EnrolmentCode(models.Model):
    """A hand-over code with which a member of staff sets up the own second factor, once."""

    LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that looks like another on paper
    LENGTH = 10
    TRIES = 5

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="enrolment_codes", verbose_name=_("cán bộ")
    )
    code_hash = models.CharField(_("mã đã băm"), max_length=128)
    issued_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("người cấp")
    )
    issued_at = models.DateTimeField(_("cấp lúc"), default=timezone.now)
    expires_at = models.DateTimeField(_("hết hạn lúc"), default=_three_days_from_now)
    used_at = models.DateTimeField(_("dùng lúc"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("số lần nhập sai"), default=0)

    class Meta:
        verbose_name = _("mã bàn giao thiết lập xác thực hai lớp")
        verbose_name_plural = _("mã bàn giao thiết lập xác thực hai lớp")

    def __str__(self):
        return f"{self.user} · {timezone.localtime(self.issued_at):%d/%m/%Y %H:%M}"

    def answers(self, typed: str) -> bool:
        """Whether it was typed right. Counted before it is looked at, so that many at once do not
        get more tries; a right one is not counted."""
        this = EnrolmentCode.objects.filter(pk=self.pk)
        if not this.filter(tries__lt=self.TRIES).update(tries=F("tries") + 1):
            return False
        if check_password(typed, self.code_hash):
            this.update(tries=F("tries") - 1)
            return True
        from accounts.handing_over import end_guessed

        end_guessed(self)
        return False

    def use_up(self) -> bool:
        """Marks the code used; False when another request was faster."""
        unused = EnrolmentCode.objects.filter(pk=self.pk, used_at=None)
        return bool(unused.update(used_at=timezone.now()))
