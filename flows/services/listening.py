"""Feedback of citizens (phản ánh, kiến nghị, khiếu nại): received, answered in time, told.

Support that offices ask for goes the same way (supporting.py).
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import working_calendar
from catalog.permissions import posts_of
from flows import acts, limits
from flows.codes import next_in
from flows.deadlines import working_time
from flows.effects.mail import send_mail
from flows.effects.sms import send_sms
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.models import Feedback, SupportLevel, TellingFile
from flows.models.feedback import is_technical

# Working days to answer; a complaint is accepted or declined within ten (Law on Complaints, Article 27).
DAYS = {"question": 5, "report": 5, "proposal": 15, "complaint": 10}
MOST_FILES = 5
PER_DAY = 5  # from one address
MOST_ROUNDS = 2  # replies to an answer; who is still not satisfied complains
REPLY_DAYS = 30  # calendar days after an answer in which it may be replied to


@transaction.atomic
def receive(
    *, kind: str, agency, name: str, content: str, phone: str = "", email: str = "",
    dossier=None, sender=None, files=(), address: str = "",
) -> Feedback:  # fmt: skip
    """Take in one piece of feedback; its number and check code open the answer.

    `files` [(StoredFile, name)]; `address` of the connection, to keep floods out.
    """
    if not name.strip() or not content.strip():
        raise DossierError(_("Hãy ghi họ tên và nội dung."))
    if not phone and not email and sender is None:
        raise DossierError(_("Hãy ghi điện thoại hoặc thư điện tử để nhận trả lời."))
    if len(files) > MOST_FILES:
        raise DossierError(_("Mỗi phản ánh kèm tối đa %d tệp.") % MOST_FILES)
    who = f"u{sender.pk}" if sender else address
    if who and not limits.hit("feedback", who, PER_DAY, 86400):
        raise DossierError(_("Hôm nay Ông/Bà đã gửi nhiều phản ánh. Xin gửi tiếp vào ngày mai."))
    now = timezone.now()
    year = timezone.localdate(now).year
    number = next_in(f"feedback:{agency.office_code}:{year}")
    made = Feedback.objects.create(
        number=f"{number}/{year}/PAKN-{agency.office_code}", kind=kind, agency=agency,
        dossier=dossier, sender=sender, name=name.strip(), phone=phone, email=email,
        content=content.strip(), received_at=now,
        due_at=due_of(kind, agency, now),
    )  # fmt: skip
    TellingFile.objects.bulk_create(
        TellingFile(feedback=made, file=stored, name=named) for stored, named in files
    )
    _tell(
        made,
        "received",
        f"Đã nhận phản ánh, kiến nghị số {made.number}. Mã kiểm tra {made.check_code}.",
    )
    return made


def due_of(kind: str, agency, start: datetime, priority: str = "") -> datetime:
    """By when it must be answered, by the calendar of who answers: working days by kind; of a support
    request the working hours of its priority."""
    calendar = working_calendar.for_agency(agency)
    if kind == Feedback.Kind.SUPPORT:
        hours = SupportLevel.hours_of(priority)
        return working_time.due(start, hours, "hour_working", calendar)
    return working_time.due(start, DAYS[kind], "wd", calendar)


@transaction.atomic
def take(feedback: Feedback, *, by) -> Feedback:
    """The person sees to the answer."""
    found = _opened(feedback, by)
    if found.taken_by_id not in (None, by.pk):
        raise AlreadyDone(_("%s đang xử lý việc này.") % found.taken_by)
    found.taken_by = by
    _note(found, by, "take")
    found.save(update_fields=["taken_by", "history"])
    return found


@transaction.atomic
def forward(feedback: Feedback, *, by, to, reason: str) -> Feedback:
    """Pass on to the agency whose matter it is; the deadline stays."""
    found = _opened(feedback, by)
    if to == found.agency:
        raise DossierError(_("Phản ánh này đang ở chính cơ quan đó."))
    if not reason.strip():
        raise DossierError(_("Hãy ghi rõ lý do."))
    _note(found, by, "forward", to=to.name, reason=reason.strip())
    found.agency, found.taken_by = to, None
    found.save(update_fields=["agency", "taken_by", "history"])
    return found


@transaction.atomic
def answer(feedback: Feedback, *, by, text: str) -> Feedback:
    """Answer in writing; the sender is told where to read it. Once."""
    found = _opened(feedback, by)
    if not text.strip():
        raise DossierError(_("Hãy ghi nội dung trả lời."))
    found.answer, found.answered_by, found.answered_at = text.strip(), by, timezone.now()
    found.taken_by = found.taken_by or by
    _note(found, by, "answer")
    found.save()
    _tell(
        found,
        f"answered{len(found.rounds) or ''}",
        f"Đã trả lời {'yêu cầu hỗ trợ' if found.is_support else 'phản ánh, kiến nghị'} số {found.number}.",
    )
    return found


def why_no_reply(feedback: Feedback) -> str:
    """Why the sender cannot reply to the answer now; nothing when it is possible."""
    if feedback.answered_at is None:
        return _("Cơ quan đang xem xét và sẽ trả lời trong hạn.")
    if timezone.now() > feedback.answered_at + timedelta(days=REPLY_DAYS):
        return _("Đã quá %d ngày kể từ ngày trả lời; xin gửi phản ánh mới.") % REPLY_DAYS
    return ""


@transaction.atomic
def reply(feedback: Feedback, *, text: str, complain: bool = False) -> Feedback:
    """The sender is not satisfied: the same office answers once more, or it becomes a complaint.

    A round keeps number and check code and has a new deadline; the answer before stays readable. A
    complaint is a piece of its own that names the one before. Whoever calls has found the feedback
    by its number and check code.
    """
    found = (
        Feedback.objects.select_for_update(of=("self",))
        .select_related("agency")
        .get(pk=feedback.pk)
    )
    if not text.strip():
        raise DossierError(_("Hãy ghi rõ điều chưa hài lòng."))
    if reason := why_no_reply(found):
        raise AlreadyDone(reason)
    if complain:
        return _complain(found, text.strip())
    if len(found.rounds) >= MOST_ROUNDS:
        raise DossierError(
            _("Đã trao đổi %d lần; hãy gửi yêu cầu mới.") % MOST_ROUNDS
            if found.is_support
            else _("Đã trao đổi %d lần; Ông/Bà có thể gửi khiếu nại.") % MOST_ROUNDS
        )
    _note(
        found, found.name, "reply", text=text.strip(), answer=found.answer,
        answered_by=str(found.answered_by), answered_at=found.answered_at.isoformat(),
    )  # fmt: skip
    found.answer, found.answered_by, found.answered_at = "", None, None
    found.due_at = due_of(found.kind, found.agency, timezone.now(), found.priority)
    found.save()
    return found


def _complain(found: Feedback, text: str) -> Feedback:
    if any(step["act"] == "complain" for step in found.history):
        raise AlreadyDone(_("Khiếu nại về trả lời này đã được gửi."))
    made = receive(
        kind=Feedback.Kind.COMPLAINT, agency=found.agency, name=found.name, phone=found.phone,
        email=found.email, dossier=found.dossier, sender=found.sender,
        content=_("Không đồng ý với trả lời số %(number)s: %(text)s")
        % {"number": found.number, "text": text},
    )  # fmt: skip
    _note(found, found.name, "complain", number=made.number)
    found.save(update_fields=["history"])
    return made


def find(number: str, check: str) -> Feedback | None:
    """The feedback with this number and check code, as typed by anybody."""
    return (
        Feedback.objects.of_citizens()
        .select_related("agency", "dossier")
        .filter(number__iexact=number.strip(), check_code=check.strip())
        .first()
    )


def answers(feedback: Feedback, user) -> bool:
    """Is it this person's to answer: citizens' by who talks with them, support by technicians."""
    if user.is_superuser:
        return True
    here = [post for post in posts_of(user) if post.department.agency_id == feedback.agency_id]
    if feedback.is_support:
        return any(is_technical(post) for post in here)
    return bool(here) and acts.ACTS["message"].is_open_to(user)


def _opened(feedback: Feedback, by) -> Feedback:
    found = (
        Feedback.objects.select_for_update(of=("self",))
        .select_related("agency", "taken_by")
        .get(pk=feedback.pk)
    )
    if not answers(found, by):
        raise NotPermitted(_("Phản ánh này thuộc cơ quan khác."))
    if found.answered_at:
        raise AlreadyDone(_("Phản ánh này đã được trả lời."))
    return found


def _note(feedback: Feedback, by, act: str, **data) -> None:
    at = timezone.now().isoformat()
    feedback.history = [*feedback.history, {"act": act, "by": str(by), "at": at, **data}]


def _tell(feedback: Feedback, moment: str, text: str) -> None:
    link = f"{settings.BASE_URL}/phan-anh/tra-cuu/?so={feedback.number}&kt={feedback.check_code}"
    if feedback.is_support:
        link = settings.BASE_URL + reverse("admin:support_one", args=[feedback.pk])
    if feedback.email:
        send_mail(
            feedback.email, text, f"Kính gửi Ông/Bà {feedback.name},\n\n{text}\nXem tại: {link}\n\n{feedback.agency}",
            key=f"feedback:{feedback.pk}:{moment}:mail",
        )  # fmt: skip
    if feedback.phone:
        send_sms(feedback.phone, f"BHXH: {text}", key=f"feedback:{feedback.pk}:{moment}:sms")
