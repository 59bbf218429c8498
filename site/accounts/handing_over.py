"""Hand-over codes outside the supervised reset: never in silence, never for who has a second factor."""

from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp import user_has_device

from accounts.models import AccountEvent, EnrolmentCode, User

ADMINISTER = "accounts.change_user"


def administrators(*, besides: User) -> list[User]:
    """Who may reset a second factor, and can sign in to do it."""
    named = Q(is_superuser=True) | Q(
        posts__role__permissions__codename="change_user",
        posts__role__permissions__content_type__app_label="accounts",
    )
    found = User.objects.filter(named, is_staff=True, is_active=True).exclude(pk=besides.pk)
    return [one for one in found.distinct() if one.has_perm(ADMINISTER) and user_has_device(one)]


@transaction.atomic
def from_command_line(person: User, *, reason: str) -> str:
    """The code, for the first administrators and for who cannot be reached otherwise.

    ValidationError when the person has a second factor and two administrators can reset it.
    """
    others = administrators(besides=person)
    if user_has_device(person) and len(others) > 1:
        raise ValidationError(
            _("Cán bộ đã có xác thực hai lớp: hãy để hai quản trị viên đặt lại ở bàn làm việc.")
        )
    code = person.issue_enrolment_code(by=None)
    person.note(AccountEvent.Act.CODE_ISSUED, by=None, reason=reason)
    text = _(
        "Một mã bàn giao của tài khoản %(user)s vừa được cấp bằng dòng lệnh trên máy chủ vì: "
        "%(reason)s. Nếu không phải việc đã biết, hãy báo ngay lãnh đạo cơ quan."
    ) % {"user": person.get_username(), "reason": reason}
    for one in [person, *others]:
        if one.email:
            send_mail(_("Mã bàn giao được cấp bằng dòng lệnh"), text, None, [one.email])
    return code


@transaction.atomic
def end_guessed(code: EnrolmentCode) -> None:
    """The code is void once it was typed wrong too often; the person and administrators hear of it, once."""
    person = code.user
    # As it was read: of many that find it spent at once, the first changes it.
    spent = EnrolmentCode.objects.filter(
        pk=code.pk, tries__gte=EnrolmentCode.TRIES, expires_at=code.expires_at
    )
    if not spent.update(expires_at=timezone.now()):
        return
    person.note(AccountEvent.Act.CODE_GUESSED, by=None, tries=EnrolmentCode.TRIES)
    text = _(
        "Mã bàn giao của tài khoản %(user)s đã bị nhập sai %(tries)d lần và không còn dùng được. Người "
        "nhập biết mật khẩu của tài khoản: hãy hỏi cán bộ đó; nếu không phải họ, đổi mật khẩu ngay rồi "
        "mới cấp mã mới."
    ) % {"user": person.get_username(), "tries": EnrolmentCode.TRIES}
    for one in [person, *administrators(besides=person)]:
        if one.email:
            send_mail(_("Mã bàn giao bị nhập sai nhiều lần"), text, None, [one.email])
