"""Dates as Vietnamese people write them, and the ISO text that is stored.

A stored date is "2026-11-22", or "2026-11" and "2026" where a form allows a month or a year alone.
"""

import datetime
import re

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})", re.ASCII)
_MONTH = re.compile(r"(\d{1,2})[/.\- ](\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
EARLIEST, LATEST = 1850, 2150


def parse(value: str, *, month: bool = False, year: bool = False) -> str:
    """ISO text of 27/03/1990, 27-3-1990 or 1990-03-27; of a month or a year alone when allowed."""
    value = value.strip()
    parts: list[int] = []
    if match := _DAY.fullmatch(value):
        parts = [int(match[3]), int(match[2]), int(match[1])]
    elif month and (match := _MONTH.fullmatch(value)):
        parts = [int(match[2]), int(match[1])]
    elif match := _ISO.fullmatch(value):
        parts = [int(part) for part in match.groups() if part]
    allowed = parts and (
        len(parts) == 3 or (len(parts) == 2 and month) or (len(parts) == 1 and year)
    )
    if not allowed or not EARLIEST <= parts[0] <= LATEST:
        raise ValidationError(_advice(month=month, year=year))
    try:
        datetime.date(*parts, *[1] * (3 - len(parts)))
    except ValueError:
        raise ValidationError(
            _("Không có ngày này trong lịch; hãy kiểm tra ngày và tháng")
        ) from None
    if month and len(parts) == 3:
        parts = parts[:2]
    return "-".join([f"{parts[0]:04d}", *(f"{part:02d}" for part in parts[1:])])


def _advice(*, month: bool, year: bool) -> str:
    if month:
        return _("Nhập tháng và năm theo dạng mm/yyyy, ví dụ 03/2019")
    if year:
        return _("Nhập ngày theo dạng dd/mm/yyyy, ví dụ 27/03/1990, hoặc chỉ năm, ví dụ 1957")
    return _("Nhập ngày theo dạng dd/mm/yyyy, ví dụ 27/03/1990")


def as_read(value) -> str:
    """ISO text turned to dd/mm/yyyy, mm/yyyy or yyyy; anything else comes back as it is."""
    match = _ISO.fullmatch(value) if isinstance(value, str) else None
    if not match:
        return value if isinstance(value, str) else ""
    return "/".join(part for part in reversed(match.groups()) if part)


def first_day(value) -> datetime.date | None:
    """The day of ISO text; of a month or a year alone its first one."""
    match = _ISO.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    parts = [int(part) for part in match.groups() if part]
    try:
        return datetime.date(*parts, *[1] * (3 - len(parts)))
    except ValueError:
        return None


def limit(rule) -> str:
    """A limit of a rule as ISO text: a date, or "today"."""
    return timezone.localdate().isoformat() if rule == "today" else str(rule)


def is_after(one: str, other: str) -> bool:
    """Later for certain: a month or a year alone is not after a day within it."""
    length = min(len(one), len(other))
    return one[:length] > other[:length]
