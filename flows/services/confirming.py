"""One-time codes that confirm an act (mã OTP), bound to exactly what was shown (Article 17).

`send_code` before, `verify` with the typed code; `check` and `use` apart when the use must stand in
one transaction with the act itself.
"""

import datetime
import secrets

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from catalog.eforms.identifiers import phone_as_read
from flows import limits
from flows.effects import send_mail, send_sms
from flows.errors import AlreadyDone, DossierError
from flows.models import Challenge

LIFE = datetime.timedelta(minutes=5)
COOLDOWN = datetime.timedelta(seconds=60)
TRIES = 5
PER_HOUR, PER_DAY = 5, 20
WRONG_PER_DAY, DAY = 20, 86400  # over all codes of one account; at the desk, of one dossier


class CodeError(DossierError):
    """The typed code does not confirm; the text says what is left to do."""

    code = "code_refused"


class CodeSpent(CodeError):
    """Only another code helps."""


class TooSoon(DossierError):
    """A code was sent a moment ago; `wait` is the number of seconds to wait."""

    code = "too_soon"

    def __init__(self, wait: int):
        self.wait = wait
        super().__init__(_("Mã vừa được gửi. Có thể gửi lại sau %d giây.") % wait)


def contact_of(user) -> tuple[str, str] | None:
    """Where codes go: (channel, address); the verified phone first, else the verified e-mail."""
    if user.phone and user.phone_verified:
        return "sms", user.phone
    mails = EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True)
    return ("email", user.email) if user.email and mails.exists() else None


@transaction.atomic
def send_code(
    user, *, purpose: str, subject: str, digest: str, summary: str, contact=None
) -> Challenge:
    """Send six digits to the verified contact; the code confirms `digest` alone, for five minutes.

    `subject` is draft:<key>, dossier:<code> or account:<pk>; `summary` names the act in the message;
    `contact` is given when the clerk `user` asks for a person who stands at the desk. Raises TooSoon within 60
    seconds of the last code, DossierError past 5 codes an hour or 20 a day, or 20 wrong ones typed.
    """
    contact = contact or contact_of(user)
    if contact is None:
        raise DossierError(
            _("Tài khoản chưa có số điện thoại hoặc thư điện tử đã xác minh để nhận mã.")
        )
    channel, to = contact
    now = timezone.now()
    if limits.is_spent("otp_wrong", _guesser(user, purpose, subject), WRONG_PER_DAY, DAY):
        raise _too_many_wrong(purpose)
    last = live(user, purpose=purpose, subject=subject)
    if last and now - last.created_at < COOLDOWN:
        raise TooSoon(int((last.created_at + COOLDOWN - now).total_seconds()) + 1)
    if not limits.hit("otp_hour", to, PER_HOUR, 3600):
        raise DossierError(_("Đã gửi quá nhiều mã trong một giờ. Hãy thử lại sau."))
    if not limits.hit("otp_day", to, PER_DAY, 86400):
        raise DossierError(_("Đã gửi quá nhiều mã trong hôm nay. Hãy thử lại vào ngày mai."))
    Challenge.objects.filter(
        subject=subject, purpose=purpose, used_at__isnull=True, replaced_at__isnull=True
    ).update(replaced_at=now)
    code = f"{secrets.randbelow(10**6):06d}"
    challenge = Challenge.objects.create(
        user=user,
        purpose=purpose,
        subject=subject,
        digest=digest,
        code_hash=_hash(subject, digest, code),
        channel=channel,
        to=to,
        created_at=now,
        expires_at=now + LIFE,
    )
    _tell(challenge, code, summary)
    return challenge


def live(user, *, purpose: str, subject: str) -> Challenge | None:
    """The challenge that still waits for its code, expired or not."""
    return Challenge.objects.filter(
        user=user,
        purpose=purpose,
        subject=subject,
        used_at__isnull=True,
        replaced_at__isnull=True,
    ).first()


def verify(user, *, purpose: str, subject: str, digest: str, code: str) -> dict:
    """Check and use the code at once; returns the evidence to keep. Raises CodeError."""
    return use(check(user, purpose=purpose, subject=subject, digest=digest, code=code))


def check(user, *, purpose: str, subject: str, digest: str, code: str, contact=None) -> Challenge:
    """The challenge that this code answers. A try is counted before the code is looked at.

    `contact` is where the code had to go when that is not the verified contact of `user`.

    Call it outside the transaction of the act, so that a refused act does not give the try back.
    """
    challenge = live(user, purpose=purpose, subject=subject)
    if challenge is None:
        raise CodeSpent(_("Chưa có mã nào chờ xác nhận. Hãy bấm «Gửi mã»."))
    if timezone.now() >= challenge.expires_at:
        raise CodeSpent(_("Mã đã hết hạn. Hãy bấm «Gửi lại mã» để nhận mã mới."))
    if (challenge.channel, challenge.to) != (contact or contact_of(user)):
        raise CodeSpent(
            _("Nơi nhận mã đã thay đổi sau khi gửi mã. Hãy bấm «Gửi lại mã» để nhận mã mới.")
        )
    if challenge.digest != digest:
        raise CodeSpent(_("Nội dung đã thay đổi sau khi gửi mã. Hãy xem lại rồi bấm «Gửi lại mã»."))
    counted = Challenge.objects.filter(
        pk=challenge.pk, tries__lt=TRIES, used_at__isnull=True, replaced_at__isnull=True
    ).update(tries=F("tries") + 1)
    if not counted:
        raise CodeSpent(_("Mã này không còn dùng được. Hãy bấm «Gửi lại mã» để nhận mã mới."))
    # Counted before the code is looked at, and given back when it is right: however many are typed
    # at once, for however many drafts, never more wrong ones of a day are looked at.
    guesser = _guesser(user, purpose, subject)
    if not limits.hit("otp_wrong", guesser, WRONG_PER_DAY, DAY):
        raise _too_many_wrong(purpose)
    challenge.refresh_from_db(fields=["tries"])
    typed = "".join(mark for mark in code if mark.isdigit())
    if not constant_time_compare(challenge.code_hash, _hash(subject, digest, typed)):
        left = TRIES - challenge.tries
        if left <= 0:
            raise CodeSpent(_("Đã nhập sai %d lần. Hãy bấm «Gửi lại mã» để nhận mã mới.") % TRIES)
        raise CodeError(_("Mã chưa đúng. Còn %d lần thử.") % left)
    limits.give_back("otp_wrong", guesser, DAY)
    return challenge


def use(challenge: Challenge) -> dict:
    """Spend the code, once whoever comes first; returns the evidence (never the code itself)."""
    now = timezone.now()
    used = Challenge.objects.filter(
        pk=challenge.pk, used_at__isnull=True, replaced_at__isnull=True
    ).update(used_at=now)
    if not used:
        raise AlreadyDone(_("Mã này đã được dùng."))
    return {
        "method": "otp",
        "channel": challenge.channel,
        "to": masked(challenge.to),
        "sent_at": challenge.created_at.isoformat(),
        "confirmed_at": now.isoformat(),
        "tries": challenge.tries,
        "digest": challenge.digest,
    }


def masked(contact: str) -> str:
    """A contact that its owner recognises and nobody else can use: 091•••678, n•••@vss.vn."""
    name, at, host = contact.partition("@")
    if at:
        return f"{name[:1]}•••@{host}"
    number = phone_as_read(contact).replace(" ", "")
    return f"{number[:3]}•••{number[-3:]}"


def _guesser(user, purpose: str, subject: str) -> str:
    """Whose wrong codes are counted together: of the account that is signed in, so that no stranger
    can use them up; at the desk, whichever clerk types, of the dossier."""
    return subject if purpose == Challenge.Purpose.COLLECT else str(user.pk)


def _too_many_wrong(purpose: str) -> CodeError:
    if purpose == Challenge.Purpose.COLLECT:
        instead = _("Hãy cho người nhận ký giấy biên nhận.")
    elif purpose == Challenge.Purpose.CONTACT:
        instead = _("Liên hệ đang dùng được giữ nguyên.")
    else:
        instead = _(
            "Bản nháp được giữ nguyên. Việc gấp: đến bộ phận một cửa hoặc gọi %(phone)s."
        ) % {"phone": settings.HOTLINE}
    when = timezone.localtime(limits.opens_again(DAY))
    return CodeError(
        _(
            "Đã nhập sai %(count)d mã trong ngày. Xác nhận bằng mã tạm dừng đến %(when)s. %(instead)s"
        )
        % {"count": WRONG_PER_DAY, "when": f"{when:%H:%M %d/%m/%Y}", "instead": instead}
    )


def _hash(subject: str, digest: str, code: str) -> str:
    return salted_hmac(f"flows.challenge:{subject}:{digest}", code, algorithm="sha256").hexdigest()


def _tell(challenge: Challenge, code: str, summary: str) -> None:
    """Promise the message. It names the service and the purpose, so that nobody gives a code away."""
    words = {"code": code, "summary": summary}
    if challenge.purpose == Challenge.Purpose.COLLECT:
        body = _(
            "%(code)s là mã xác nhận %(summary)s của BHXH Việt Nam. Chỉ đọc mã này cho cán bộ trả kết "
            "quả khi đang ở quầy và đã nhận đủ. Mã hết hạn sau 5 phút."
        )
    else:
        body = _(
            "%(code)s là mã xác nhận %(summary)s tại Cổng Dịch vụ công BHXH Việt Nam. Mã dùng một lần, "
            "hết hạn sau 5 phút. Không đưa mã này cho bất kỳ ai."
        )
    key = f"otp:{challenge.pk}"
    if challenge.channel == "sms":
        send_sms(challenge.to, body % words, key=key, expires_at=challenge.expires_at)
    else:
        subject = _("Mã xác nhận: %s") % summary
        send_mail(challenge.to, subject, body % words, key=key, expires_at=challenge.expires_at)
