"""Where people go: an office with its opening hours and the way to it."""

import dataclasses
import itertools
from collections.abc import Iterable
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from catalog import working_calendar
from catalog.models import Agency

_MAP = "https://www.openstreetmap.org"


@dataclasses.dataclass
class Office:
    """An agency as a page shows it."""

    agency: Agency
    hours: list[str]

    @property
    def map_url(self) -> str:
        """The office's link, else a mark at its coordinates, else a search for its address on a map.

        Nothing is loaded from there.
        """
        agency = self.agency
        if agency.map_url:
            return agency.map_url
        if agency.latitude is not None:
            at = {"mlat": agency.latitude, "mlon": agency.longitude}
            return f"{_MAP}/?{urlencode(at)}#map=17/{agency.latitude}/{agency.longitude}"
        return f"{_MAP}/search?{urlencode({'query': agency.address})}" if agency.address else ""


def offices(agencies: Iterable[Agency]) -> list[Office]:
    """Offices with the hours of their own calendar; agencies come with `parent` and its parent read."""
    agencies = list(agencies)
    calendars = working_calendar.of_agencies(agencies)
    said: dict[str, list[str]] = {}
    for calendar in calendars.values():
        said.setdefault(calendar.code, opening_hours(calendar))
    return [
        Office(agency, said[calendars[agency.pk].code] if agency.pk in calendars else [])
        for agency in agencies
    ]


def opening_hours(calendar: working_calendar.WorkingCalendar) -> list[str]:
    """The week in words, equal weekdays drawn together."""
    names = [_("thứ Hai"), _("thứ Ba"), _("thứ Tư"), _("thứ Năm"), _("thứ Sáu"), _("thứ Bảy"), _("Chủ nhật")]  # fmt: skip
    week, said = calendar.week, []
    for spans, days in itertools.groupby(sorted(week), key=lambda day: week[day]):
        run = list(days)
        label = names[run[0]] if len(run) == 1 else f"{names[run[0]]} – {names[run[-1]]}"
        times = ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in spans)
        said.append(f"{label}: {times}")
    return said
