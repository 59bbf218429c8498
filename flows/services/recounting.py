"""Due dates after the calendar has changed (nghỉ đột xuất, ngày lễ bổ sung): seen first, then set.

Nothing moves by itself: a manager sees every date that would change and confirms with the decision.
"""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import working_calendar
from catalog.permissions import post_with
from flows.audit.journal import record
from flows.deadlines import clock
from flows.effects.notices import notify
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.models import Dossier, State
from flows.services.acting import lock_dossier

RUNNING = (State.RECEIVED, State.PROCESSING)  # a paused term is counted when it goes on
REASON_LENGTH = 300


@dataclass(frozen=True)
class Change:
    """One dossier whose promised date is not what the calendar of today gives."""

    dossier: Dossier
    before: datetime.datetime
    after: datetime.datetime


RIGHT = "catalog.change_calendar"


def may_recount(user) -> bool:
    """Whoever keeps the calendars answers for what they do to dates."""
    return user.has_perm(RIGHT)


def changes() -> list[Change]:
    """Every open dossier whose date would change, the earliest date first. Nothing is written.

    They are named by code alone: setting dates needs no look at who filed them.
    """
    dossiers = list(
        Dossier.objects.filter(state__in=RUNNING)
        .select_related("agency__parent__parent", "procedure")
        .prefetch_related("clock")
    )
    calendars = working_calendar.of_agencies([dossier.agency for dossier in dossiers])
    found = []
    for dossier in dossiers:
        spans = [clock.span_of(interval) for interval in dossier.clock.all()]
        due = clock.read(spans, calendars[dossier.agency_id]).due_at
        if due and dossier.due_at and due != dossier.due_at:
            found.append(Change(dossier, dossier.due_at, due))
    return sorted(found, key=lambda change: (change.before, change.dossier.pk))


@transaction.atomic
def recount(dossier: Dossier, *, by, reason: str) -> Change:
    """Set the date that ledger and calendar give now; steps, journal and applicant follow.

    AlreadyDone when it has the right date already.
    """
    if not may_recount(by):
        raise NotPermitted(_("Bạn không có quyền tính lại hạn trả."))
    if not reason.strip():
        raise DossierError(_("Hãy ghi văn bản về ngày nghỉ hoặc lý do tính lại."))
    dossier = lock_dossier(dossier.pk)
    dossier.acting_post = post_with(by, RIGHT, dossier)
    before, after = dossier.due_at, clock.explain(dossier).due_at
    if dossier.state not in RUNNING or before is None or after is None or after == before:
        raise AlreadyDone(_("Hạn trả của hồ sơ này không cần tính lại."))
    dossier.due_at = after
    dossier.save(update_fields=["due_at"])
    # A step that had the dossier's own date follows it; no step ends after the dossier.
    dossier.work_items.open().filter(Q(due_at=before) | Q(due_at__gt=after)).update(due_at=after)
    told = f"{timezone.localtime(before):%d/%m/%Y} thành {timezone.localtime(after):%d/%m/%Y}"
    record(
        dossier, "recount", by=by, is_new_due=True,
        public_text=f"Ngày hẹn trả đổi từ {told}: {reason.strip()[:REASON_LENGTH]}",
        data={"old": before.isoformat(), "new": after.isoformat(), "reason": reason.strip()},
    )  # fmt: skip
    notify(dossier, "recounted", reason=reason.strip())
    return Change(dossier, before, after)
