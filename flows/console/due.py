"""How a due date is told to officers: on time, soon, late, paused; for lists and for single rows."""

import datetime
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalog import working_calendar
from flows.deadlines import working_time
from flows.models import State

URGENT_HOURS = 2  # working hours left to answer an online filing
COMING_DAYS = 5  # working days that the board looks ahead
LONGEST_REST = 30  # days off in a row; Tết is the longest
DAY = datetime.timedelta(days=1)
SOON_HOURS = 8  # working hours left: one working day, whatever weekend or holiday lies between
WAITING = [State.INTAKE_SUPPLEMENT, State.SUPPLEMENT_REQUESTED]
_FINISHED = [State.RESULT_READY, State.RETURNED, State.REFUSED, State.WITHDRAWN, State.STOPPED]


class Due(models.TextChoices):
    ON_TIME = "trong-han", _("Trong hạn")
    SOON = "sap-han", _("Sắp đến hạn")
    TODAY = "hom-nay", _("Đến hạn hôm nay")
    LATE = "qua-han", _("Quá hạn")
    PAUSED = "tam-dung", _("Tạm dừng, chờ bổ sung")


DONE, DONE_LATE = "xong", "xong-tre"
TONES = {
    Due.ON_TIME: "green",
    Due.SOON: "yellow",
    Due.LATE: "red",
    Due.PAUSED: "grey",
    DONE: "green",
    DONE_LATE: "red",
}


def condition(state: str, now=None, *, dossier: str = "") -> Q:
    """Rows in this state of due; `dossier` is the path to the dossier ("dossier__" for work)."""
    now = now or timezone.now()
    paused = Q(**{f"{dossier}state__in": WAITING})
    if state == Due.PAUSED:
        return paused
    if state == Due.LATE:
        return ~paused & Q(due_at__lt=now)
    if state == Due.TODAY:
        night = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        return ~paused & Q(due_at__gte=now, due_at__lt=night + datetime.timedelta(days=1))
    if state == Due.SOON:
        return ~paused & Q(due_at__gte=now, due_at__lt=soon_until(now))
    return ~paused & Q(due_at__gte=soon_until(now))


def coming_days(now, count: int = COMING_DAYS) -> list[datetime.date]:
    """The working days after today; none before a calendar is loaded."""
    days, day = [], timezone.localtime(now).date()
    try:
        while len(days) < count:
            day = working_time.next_working_day(day + DAY, national(now))
            days.append(day)
    except working_calendar.CalendarMissing:
        return []
    return days


def falls_on(day: datetime.date, now=None, *, dossier: str = "") -> Q:
    """Rows that fall due on this working day, with the days off between the one before and it."""
    now = now or timezone.now()
    first = day
    with suppress(working_calendar.CalendarMissing):
        for _back in range(LONGEST_REST):
            if national(now).is_working_day(first - DAY):
                break
            first -= DAY
    begins = max(working_time.at(first, datetime.time()), now)
    ends = working_time.at(day + DAY, datetime.time())
    return ~Q(**{f"{dossier}state__in": WAITING}) & Q(due_at__gte=begins, due_at__lt=ends)


def soon_until(now) -> datetime.datetime:
    """What is due before this moment is due soon; counted once a minute for all rows and people."""
    return _soon_until(_minute(now))


@lru_cache(maxsize=8)
def _soon_until(minute) -> datetime.datetime:
    try:
        calendar = _national(minute)
    except working_calendar.CalendarMissing:
        # A new installation opens its desk before anybody has loaded a calendar.
        return minute + datetime.timedelta(days=1)
    return working_time.due(minute, SOON_HOURS, "hour_working", calendar)


@dataclass(frozen=True)
class Told:
    """One due date in words: state, its tone, the text and the date."""

    state: str
    label: str
    when: str

    @property
    def tone(self) -> str:
        return TONES.get(self.state, "grey")


def moment(value) -> str:
    """15:30 22/11/2026, in the office's time; a dash when there is none."""
    return date_format(timezone.localtime(value), "H:i d/m/Y") if value else "—"


def tell(due_at, dossier_state: str, now=None) -> Told:
    """The words for one row; never colour alone."""
    now = now or timezone.now()
    if dossier_state in WAITING:
        return Told(Due.PAUSED, str(_("Tạm dừng")), moment(due_at))
    if not due_at:
        return Told("", str(_("Chưa có hạn")), "—")
    if due_at < now:
        return Told(Due.LATE, _late(now - due_at), moment(due_at))
    if dossier_state == State.SUBMITTED:
        # The 8 working hours to answer an online filing, counted down (Decree 45/2020, Article 11).
        left = _hours_left(now, due_at)
        state = Due.SOON if left <= URGENT_HOURS else Due.ON_TIME
        return Told(state, _time_left(left), moment(due_at))
    if due_at < soon_until(now):
        return Told(Due.SOON, str(_("Sắp đến hạn")), moment(due_at))
    return Told(Due.ON_TIME, str(_("Trong hạn")), moment(due_at))


def _hours_left(now, due_at) -> float:
    try:
        return working_time.elapsed_hours(now, due_at, national(now))
    except working_calendar.CalendarMissing:
        return (due_at - now).total_seconds() / 3600


def national(now) -> working_calendar.WorkingCalendar:
    """The national calendar, read once a minute for all rows and people."""
    return _national(_minute(now))


@lru_cache(maxsize=8)
def _national(minute) -> working_calendar.WorkingCalendar:
    return working_calendar.national()


def _minute(now) -> datetime.datetime:
    return timezone.localtime(now).replace(second=0, microsecond=0)


def forget() -> None:
    """The next question reads the calendar anew."""
    _soon_until.cache_clear()
    _national.cache_clear()


def _time_left(hours: float) -> str:
    if hours < 1:
        return _("Còn %s phút làm việc") % ceil(hours * 60)
    hours = round(hours, 1)
    return _("Còn %s giờ làm việc") % number_format(hours, 1 if hours < 8 and hours % 1 else 0)


def of_dossier(dossier, now=None) -> Told:
    """The words for a dossier: until it is decided when it is due, then whether it was in time."""
    due_at = dossier.due_at or dossier.answer_due_at
    if dossier.state not in _FINISHED:
        return tell(due_at, dossier.state, now)
    if not due_at or not dossier.finished_at:
        return Told(DONE, str(_("Đã xong")), moment(due_at))
    is_late = dossier.finished_at > due_at
    label = _("Xong trễ hạn") if is_late else _("Xong đúng hạn")
    return Told(DONE_LATE if is_late else DONE, str(label), moment(due_at))


def of_item(item, now=None):
    """A list's cell: when the step is due, and under it when the whole dossier is."""
    cell, promised = tag(tell(item.due_at, item.dossier.state, now)), item.dossier.due_at
    if not promised or promised == item.due_at:
        return cell
    day = date_format(timezone.localtime(promised), "d/m/Y")
    return format_html('{}<span class="bhxh-work-due">{} {}</span>', cell, _("Hẹn trả"), day)


def _late(by: datetime.timedelta) -> str:
    if by.days:
        return ngettext("Quá hạn %d ngày", "Quá hạn %d ngày", by.days) % by.days
    hours = max(1, by.seconds // 3600)
    return ngettext("Quá hạn %d giờ", "Quá hạn %d giờ", hours) % hours


def tag(told: Told):
    """The tag of a list's cell: the state in words, the moment under it."""
    return format_html(
        '<span class="govuk-tag govuk-tag--{}">{}</span><span class="bhxh-work-due">{}</span>',
        told.tone,
        told.label,
        told.when,
    )
