"""Break-glass: a technical administrator opens one dossier, and everybody concerned learns of it."""

import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalog.models import Post
from catalog.permissions import is_technician, posts_of
from flows import limits, tracking
from flows.audit.journal import record
from flows.effects.mail import send_mail
from flows.errors import DossierError, NotPermitted
from flows.models import Sight
from flows.services.acting import lock_dossier

MINUTES = (15, 30, 60)
SHORTEST_REASON = 20  # characters
PER_DAY = 10  # by one person


@transaction.atomic
def open_dossier(code: str, *, by, reason: str, minutes: int) -> Sight:
    """The dossier is in the person's sight for so many minutes; inspectors are told at once.

    The journal keeps the reason, and the applicant reads it. NotPermitted for whoever administers
    nothing; DossierError for no reason, an unknown code, or too many in a day.
    """
    if not is_technician(by):
        raise NotPermitted(_("Chỉ quản trị hệ thống mở khẩn cấp được hồ sơ."))
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise DossierError(_("Nêu rõ lý do, ít nhất %d ký tự.") % SHORTEST_REASON)
    if minutes not in MINUTES:
        raise DossierError(_("Chọn một trong các khoảng thời gian cho phép."))
    found = tracking.find(code).first()
    if found is None:
        raise DossierError(_("Không có hồ sơ nào mang mã này."))
    if not limits.hit("sight", str(by.pk), PER_DAY, 86400):
        raise DossierError(_("Đã mở khẩn cấp %d hồ sơ trong ngày.") % PER_DAY)
    dossier = lock_dossier(found.pk)
    if Sight.objects.open().filter(person=by, dossier=dossier).exists():
        raise DossierError(_("Hồ sơ này đang mở; hãy kết thúc trước khi mở lại."))
    now = timezone.now()
    sight = Sight.objects.create(
        person=by, dossier=dossier, reason=reason, opened_at=now,
        until=now + datetime.timedelta(minutes=minutes),
    )  # fmt: skip
    data = {"reason": reason, "minutes": minutes}
    record(dossier, "break_glass", by=by, department=posts_of(by)[0].department, data=data)
    _tell_inspectors(sight, minutes)
    return sight


@transaction.atomic
def end(sight: Sight, *, by) -> None:
    """Ends before its time; a second time changes nothing."""
    if sight.person_id != by.pk:
        raise NotPermitted(_("Lần mở này của người khác."))
    own = Sight.objects.select_for_update().get(pk=sight.pk)
    if own.is_open:
        own.ended_at = timezone.now()
        own.save(update_fields=["ended_at"])
        dossier = lock_dossier(own.dossier_id)
        record(dossier, "end_break_glass", by=by, department=posts_of(by)[0].department)


def _tell_inspectors(sight: Sight, minutes: int) -> None:
    inspecting = Post.objects.active().filter(role__code="inspector").order_by()
    to = get_user_model().objects.filter(pk__in=inspecting.values("user")).exclude(email="")
    with override("vi"):
        subject = _("Mở khẩn cấp hồ sơ %s") % sight.dossier.code
        text = _("%(who)s mở hồ sơ %(code)s trong %(minutes)d phút vì: %(reason)s") % {
            "who": sight.person, "code": sight.dossier.code, "minutes": minutes,
            "reason": sight.reason,
        }  # fmt: skip
    for inspector in to:
        send_mail(inspector.email, subject, text, key=f"sight:{sight.pk}:{inspector.pk}")
