"""When an office works, in memory: weeks and special days read from the rows, with inheritance."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog.models import Agency, Calendar, CalendarDay, WorkingHours

NATIONAL = "vn"
Intervals = tuple[tuple[datetime.time, datetime.time], ...]


class CalendarMissing(LookupError):
    """No calendar to count with: a due date must not be guessed."""


@dataclass(frozen=True)
class WorkingCalendar:
    """The week, the days that differ from it, and the cut-off hours of one calendar."""

    code: str
    name: str
    cutoff: datetime.time
    week: dict[int, Intervals]
    special: dict[datetime.date, tuple[str, str]]
    paper_cutoff: datetime.time  # paper taken in before it changes hands the same day
    paper_by: datetime.time  # the other paper before this hour of the next working day

    def is_working_day(self, day: datetime.date) -> bool:
        """A weekday with hours that is no holiday, or a make-up day (làm bù)."""
        if day in self.special:
            return self.special[day][0] == CalendarDay.Kind.WORKING
        return day.weekday() in self.week

    def is_holiday(self, day: datetime.date) -> bool:
        """A named holiday (lễ, tết, nghỉ bù); an ordinary weekend is none."""
        return self.special.get(day, ("", ""))[0] == CalendarDay.Kind.HOLIDAY

    def hours(self, day: datetime.date) -> Intervals:
        """Opening intervals of the day, earliest first; a make-up Saturday has a weekday's hours."""
        if not self.is_working_day(day):
            return ()
        return self.week.get(day.weekday()) or self.week[min(self.week)]

    def name_of(self, day: datetime.date) -> str:
        """What makes the day differ from its week («Tết Nguyên đán»), or an empty text."""
        return self.special.get(day, ("", ""))[1]


def for_agency(agency: Agency) -> WorkingCalendar:
    """The agency's own calendar, else its superiors', else the national one.

    Asked once for this agency object, which lives as long as its request.
    """
    if not hasattr(agency, "_working_calendar"):
        agency._working_calendar = _chosen(agency)
    return agency._working_calendar


def _chosen(agency: Agency) -> WorkingCalendar:
    chosen = agency.calendar_id
    if chosen is None and agency.parent_id:
        line = Agency.objects.filter(pk=agency.parent_id).values_list(
            "calendar", "parent__calendar"
        )
        chosen = next((found for found in line.first() or () if found), None)
    return _calendars()[chosen] if chosen else national()


def of_agencies(agencies: list[Agency]) -> dict[int, WorkingCalendar]:
    """The calendar of each agency by its key, in one query; `parent__parent` is already read.

    Nothing for anybody before a calendar is loaded.
    """
    calendars = _calendars()
    common = next((one for one in calendars.values() if one.code == NATIONAL), None)
    found = {}
    for agency in agencies:
        own = (above.calendar_id for above in agency.line_up() if above.calendar_id)
        chosen = calendars.get(next(own, 0), common)
        if chosen:
            found[agency.pk] = chosen
    return found


def national() -> WorkingCalendar:
    """The calendar of the whole country; raises CalendarMissing when it was never loaded."""
    for calendar in _calendars().values():
        if calendar.code == NATIONAL:
            return calendar
    raise CalendarMissing(
        _("Chưa có lịch làm việc chung «vn»; hãy nhập lịch trước khi tính thời hạn.")
    )


_read: tuple = (None, {})


def _calendars() -> dict[int, WorkingCalendar]:
    """Every calendar by primary key, kept in this process until a stamp in the table changes."""
    global _read
    rows = list(Calendar.objects.order_by("pk"))
    stamps = tuple((row.pk, row.stamp, row.parent_id) for row in rows)
    if _read[0] != stamps:
        _read = (stamps, _build(rows))
    return _read[1]


def _build(rows: list[Calendar]) -> dict[int, WorkingCalendar]:
    days: dict[int, dict] = {row.pk: {} for row in rows}
    weeks: dict[int, dict[int, list]] = {row.pk: {} for row in rows}
    for day in CalendarDay.objects.all():
        days[day.calendar_id][day.date] = (day.kind, day.name)
    for hours in WorkingHours.objects.all():
        week = weeks[hours.calendar_id]
        week.setdefault(hours.weekday, []).append((hours.opens, hours.closes))
    by_pk = {row.pk: row for row in rows}
    return {row.pk: _compile(_line_up(row, by_pk), days, weeks) for row in rows}


def _line_up(row: Calendar, by_pk: dict[int, Calendar]) -> list[Calendar]:
    line = []
    while row is not None and row not in line:
        line.append(row)
        row = by_pk.get(row.parent_id)
    return line


def _compile(line: list[Calendar], days: dict, weeks: dict) -> WorkingCalendar:
    """Days add up, the nearest calendar winning; hours, where a calendar has any, replace the week."""
    special: dict = {}
    for calendar in reversed(line):
        special.update(days[calendar.pk])
    week = next((weeks[calendar.pk] for calendar in line if weeks[calendar.pk]), {})
    if not week:
        raise CalendarMissing(
            _("Lịch «%(name)s» chưa có giờ làm việc; hãy nhập giờ mở cửa, đóng cửa.")
            % {"name": line[0].name}
        )
    return WorkingCalendar(
        code=line[0].code,
        name=line[0].name,
        cutoff=line[0].same_day_cutoff,
        paper_cutoff=line[0].paper_cutoff,
        paper_by=line[0].paper_by,
        week={weekday: tuple(sorted(intervals)) for weekday, intervals in week.items()},
        special=special,
    )
