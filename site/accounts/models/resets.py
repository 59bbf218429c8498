"""A second factor is reset by two administrators: one asks, another confirms, within a day."""

import datetime

from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .events import AccountEvent
from .user import User

A = AccountEvent.Act


def _a_day_from_now() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=1)


class FactorResetQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(decided_at=None, expires_at__gt=timezone.now())

    @transaction.atomic
    def ask(self, person: User, *, by: User, reason: str) -> "FactorReset":
        """Asks to withdraw the second factor of a member of staff, who is told. ValidationError."""
        person = User.objects.select_for_update().get(pk=person.pk)
        if not person.is_staff or person == by:
            raise ValidationError(_("Chỉ đề nghị được cho cán bộ khác, không cho chính mình."))
        if self.waiting().filter(person=person).exists():
            raise ValidationError(_("Cán bộ này đang có một đề nghị chờ xác nhận."))
        made = self.create(person=person, asked_by=by, reason=reason)
        person.note(A.RESET_ASKED, by=by, reason=reason)
        made.tell(
            _("Có đề nghị đặt lại xác thực hai lớp của ông/bà"),
            _("%(who)s đề nghị đặt lại xác thực hai lớp của tài khoản %(user)s vì: %(reason)s"),
            by,
        )
        return made


class FactorReset(models.Model):
    """One such reset (đặt lại xác thực hai lớp); never by the person, never by one alone."""

    person = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="factor_resets",
        verbose_name=gettext_lazy("cán bộ"),
    )  # fmt: skip
    reason = models.CharField(
        gettext_lazy("lý do"), max_length=255,
        help_text=gettext_lazy("Nêu rõ chuyện gì đã xảy ra và đã xác minh người đề nghị bằng cách nào."),
    )  # fmt: skip
    asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+",
        verbose_name=gettext_lazy("người đề nghị"),
    )  # fmt: skip
    asked_at = models.DateTimeField(gettext_lazy("đề nghị lúc"), default=timezone.now)
    expires_at = models.DateTimeField(gettext_lazy("hết hạn lúc"), default=_a_day_from_now)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+",
        verbose_name=gettext_lazy("người quyết định"),
    )  # fmt: skip
    decided_at = models.DateTimeField(gettext_lazy("quyết định lúc"), null=True)
    is_confirmed = models.BooleanField(gettext_lazy("đã đặt lại"), default=False)

    objects = FactorResetQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("đề nghị đặt lại xác thực hai lớp")
        verbose_name_plural = gettext_lazy("đặt lại xác thực hai lớp")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(asked_by=F("person"))
                & (
                    Q(decided_by__isnull=True)
                    | ~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("person"))
                ),
                name="factor_reset_two_people",
                violation_error_message=gettext_lazy("Người xác nhận phải là người thứ hai."),
            ),
        ]

    def __str__(self):
        return f"{self.person} · {timezone.localtime(self.asked_at):%d/%m/%Y %H:%M}"

    @property
    def is_waiting(self) -> bool:
        return self.decided_at is None and timezone.now() < self.expires_at

    def may_be_decided_by(self, user: User) -> bool:
        """Never by who asked, nor by whose factor it is."""
        return user.pk not in (self.asked_by_id, self.person_id)

    @transaction.atomic
    def confirm(self, *, by: User) -> str:
        """The factor is withdrawn at once; the hand-over code for a new one, shown once.

        ValidationError for who asked, for the person, and when it is decided or too late.
        """
        self._decide(by, confirmed=True)
        code = self.person.issue_enrolment_code(by=by)
        self.person.note(A.RESET_CONFIRMED, by=by, asked_by=str(self.asked_by), reason=self.reason)
        self.tell(
            _("Xác thực hai lớp của ông/bà đã được đặt lại"),
            _("%(who)s đã xác nhận đặt lại xác thực hai lớp của tài khoản %(user)s vì: %(reason)s"),
            by,
        )
        return code

    @transaction.atomic
    def decline(self, *, by: User) -> None:
        """Nothing changes for the person. ValidationError as with `confirm`."""
        self._decide(by, confirmed=False)
        self.person.note(A.RESET_DECLINED, by=by, asked_by=str(self.asked_by), reason=self.reason)

    def _decide(self, by: User, *, confirmed: bool) -> None:
        if not self.may_be_decided_by(by):
            raise ValidationError(_("Người xác nhận phải là quản trị viên thứ hai."))
        open_ones = FactorReset.objects.waiting().filter(pk=self.pk)
        now = timezone.now()
        if not open_ones.update(decided_by=by, decided_at=now, is_confirmed=confirmed):
            raise ValidationError(_("Đề nghị này đã được quyết định hoặc đã quá một ngày."))
        self.decided_by, self.decided_at, self.is_confirmed = by, now, confirmed

    def tell(self, subject: str, text: str, by: User) -> None:
        """The owner hears of it, whoever does it."""
        if self.person.email:
            said = text % {
                "who": by,
                "user": self.person.get_username(),
                "reason": self.reason,
            }
            warning = _("Nếu ông/bà không yêu cầu việc này, hãy báo ngay lãnh đạo cơ quan.")
            send_mail(subject, f"{said}\n{warning}", None, [self.person.email])
