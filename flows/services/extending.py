"""A new date with an apology: once, with the reason, before the old one (Mẫu 04, T12)."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import working_calendar
from flows.audit.journal import record
from flows.deadlines import clock, working_time
from flows.effects.notices import notify
from flows.errors import DossierError
from flows.models import Dossier
from flows.papers.issuing import issue
from flows.services.acting import opened_dossier


@transaction.atomic
def extend(dossier: Dossier, *, by, new_due: datetime.date, reason: str) -> Dossier:
    """Apologise and appoint `new_due`, moved to a working day when it is a day off."""
    dossier = opened_dossier(dossier, "extend", by=by)
    if not reason.strip():
        raise DossierError(_("Hãy ghi rõ lý do chậm trả kết quả."))
    calendar = working_calendar.for_agency(dossier.agency)
    day = working_time.next_working_day(new_due, calendar)
    due = working_time.close_of(day, calendar)
    old = dossier.due_at
    if old is None or due <= max(timezone.now(), old):
        raise DossierError(_("Ngày hẹn lại phải sau hôm nay và sau ngày hẹn cũ."))
    clock.extend(
        dossier, by=by, basis=f"Xin lỗi và hẹn lại ngày trả: {reason.strip()}", new_due=due
    )
    dossier.save(update_fields=["due_at"])
    record(
        dossier, "extend", by=by, is_new_due=True,
        public_text="Cơ quan xin lỗi và hẹn lại ngày trả kết quả: "
        f"{timezone.localtime(dossier.due_at):%d/%m/%Y}.",
        data={"old": old.isoformat(), "new": dossier.due_at.isoformat(), "reason": reason.strip()},
    )  # fmt: skip
    issue(dossier, "04", by=by, old_due=old, new_due=dossier.due_at, reason=reason.strip())
    notify(dossier, "extended", reason=reason.strip())
    return dossier
