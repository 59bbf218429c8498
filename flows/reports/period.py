"""Periods of reports: a month, a quarter, a year, in the office's words and as text of an address."""

import datetime
import re
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

_FORMS = re.compile(r"(?P<year>20\d\d)(?:-(?:(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4])))?")


@dataclass(frozen=True)
class Period:
    """Whole months from `first` (a first day) up to before `after` (a first day too)."""

    key: str
    first: datetime.date
    after: datetime.date

    @classmethod
    def of(cls, key: str) -> "Period | None":
        """`2026-11`, `2026-Q4` or `2026`; None for anything else."""
        found = _FORMS.fullmatch(key or "")
        if not found:
            return None
        year = int(found["year"])
        begin, length = 1, 12
        if found["month"]:
            begin, length = int(found["month"]), 1
        elif found["quarter"]:
            begin, length = int(found["quarter"]) * 3 - 2, 3
        first = datetime.date(year, begin, 1)
        return cls(key, first, _shift(first, length))

    @classmethod
    def this_month(cls) -> "Period":
        return cls.of(f"{timezone.localdate():%Y-%m}")

    @property
    def begins(self) -> datetime.datetime:
        return _midnight(self.first)

    @property
    def ends(self) -> datetime.datetime:
        """The moment after the last one."""
        return _midnight(self.after)

    @property
    def is_over(self) -> bool:
        return self.after <= timezone.localdate()

    @property
    def label(self) -> str:
        if "Q" in self.key:
            return _("Quý %(quarter)s năm %(year)s") % {
                "quarter": self.key[-1],
                "year": self.first.year,
            }
        if "-" in self.key:
            return _("Tháng %(month)s năm %(year)s") % {
                "month": self.first.month,
                "year": self.first.year,
            }
        return _("Năm %s") % self.first.year

    def months(self) -> list[datetime.date]:
        found, month = [], self.first
        while month < self.after:
            found.append(month)
            month = _shift(month, 1)
        return found


def choices(today: datetime.date | None = None) -> list[Period]:
    """This month and eleven before it, this quarter and three before it, this year and the last."""
    today = today or timezone.localdate()
    month = today.replace(day=1)
    keys = [f"{_shift(month, -back):%Y-%m}" for back in range(12)]
    for back in range(4):
        quarter = _shift(month, -3 * back)
        keys.append(f"{quarter.year}-Q{(quarter.month + 2) // 3}")
    keys += [str(today.year), str(today.year - 1)]
    return [Period.of(key) for key in keys]


def last_months(count: int) -> Period:
    """The last so many months up to this one, as one period."""
    this = timezone.localdate().replace(day=1)
    return Period("", _shift(this, 1 - count), _shift(this, 1))


def _shift(month: datetime.date, by: int) -> datetime.date:
    index = month.year * 12 + month.month - 1 + by
    return datetime.date(index // 12, index % 12 + 1, 1)


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
