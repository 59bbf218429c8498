"""Reading the summaries: lines of figures by agency, procedure, month or officer for a period."""

from dataclasses import dataclass, field

from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from catalog.models import Agency, Procedure
from flows.models import AgencyFigures, Dossier, ProcedureFigures, WorkFigures, WorkItem
from flows.models.figures import COUNTERS
from flows.reports.contribution import RUNNING
from flows.reports.period import Period

_CLOSED = ("early", "on_time", "late", "stopped", "withdrawn")


@dataclass
class Line:
    """The figures of one group in one period; `key` is the group's primary key or month."""

    key: object
    label: str = ""
    numbers: dict[str, int] = field(default_factory=dict)

    def __getattr__(self, name: str) -> int:
        if name.startswith("__") or name not in self.numbers:
            raise AttributeError(name)
        return self.numbers[name]

    @property
    def on_time_share(self) -> float | None:
        """Per cent of what was solved that was solved early or on time; None when nothing was."""
        return share(self.punctual, self.solved)

    @property
    def whole(self) -> int:
        """What was to be handled: carried over, accepted, gone over from and to other agencies."""
        numbers = self.numbers
        come = numbers["carried"] + numbers["received"] + numbers["moved_in"]
        return come - numbers["moved_out"]

    @property
    def handled(self) -> int:
        """Without what was stopped or withdrawn: that is neither early nor late."""
        return self.whole - self.ended

    @property
    def ended(self) -> int:
        return self.stopped + self.withdrawn

    @property
    def received_remote(self) -> int:
        return self.received_online + self.received_api

    @property
    def received_direct(self) -> int:
        return self.received_counter + self.received_post

    @property
    def punctual(self) -> int:
        return self.early + self.on_time

    @property
    def open_in_time(self) -> int:
        return self.open - self.overdue

    @property
    def behindhand(self) -> int:
        return self.late + self.overdue

    @property
    def in_time(self) -> int:
        return self.punctual + self.open_in_time

    @property
    def online_share(self) -> float | None:
        return share(self.numbers["received_online"], self.numbers["received"])

    @property
    def satisfied_share(self) -> float | None:
        return share(self.numbers["satisfied"], self.numbers["ratings"])

    @property
    def average_days(self) -> float | None:
        """Working days from acceptance to the result."""
        solved = self.numbers["solved"]
        return round(self.numbers["working_days"] / solved, 1) if solved else None


def share(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def by_agency(period: Period, agencies=None) -> list[Line]:
    """A line per agency that has figures, in the order of their codes."""
    lines = _lines(AgencyFigures.objects.all(), "agency", period, agencies)
    names = Agency.objects.filter(pk__in=lines).order_by("office_code").values_list("pk", "name")
    return _named(lines, names)


def by_procedure(period: Period, agencies=None, *, sector=None) -> list[Line]:
    rows = ProcedureFigures.objects.all()
    if sector:
        rows = rows.filter(procedure__sector=sector)
    lines = _lines(rows, "procedure", period, agencies)
    names = (
        Procedure.objects.filter(pk__in=lines).order_by("code").values_list("pk", "code", "name")
    )
    return _named(lines, [(pk, f"{code} – {name}") for pk, code, name in names])


def by_sector(period: Period, agencies=None) -> list[Line]:
    lines = _lines(ProcedureFigures.objects.all(), "procedure__sector", period, agencies)
    names = (
        Procedure.objects.filter(sector__in=lines)
        .order_by("sector__order", "sector__name")
        .values_list("sector", "sector__name")
        .distinct()
    )
    return _named(lines, names)


def by_month(period: Period, agencies=None) -> list[Line]:
    """A line per month of the period: what happened in it (no balance)."""
    rows = _within(AgencyFigures.objects.all(), agencies)
    found = {
        row.pop("month"): row
        for row in rows.filter(month__gte=period.first, month__lt=period.after)
        .order_by("month")
        .values("month")
        .annotate(**{f"n_{name}": Sum(name) for name in COUNTERS})
    }
    lines = []
    for month in period.months():
        numbers = {name: found.get(month, {}).get(f"n_{name}") or 0 for name in COUNTERS}
        lines.append(Line(month, f"{month:%m/%Y}", _with_sums(numbers)))
    return lines


def total(lines: list[Line], label: str = "") -> Line:
    names = set().union(*(line.numbers for line in lines)) or {*COUNTERS, *_BALANCE}
    numbers = {name: sum(line.numbers[name] for line in lines) for name in names}
    return Line(None, label, _with_sums(numbers))


_BALANCE = ("carried", "open", "overdue")


def _within(rows, agencies):
    return rows if agencies is None else rows.filter(agency__in=agencies)


def _lines(rows, group: str, period: Period, agencies) -> dict[object, Line]:
    """One statement over the summary: sums of the period, and the balance before and after it."""
    inside = Q(month__gte=period.first, month__lt=period.after)
    before, until = Q(month__lt=period.first), Q(month__lt=period.after)
    sums = {f"n_{name}": Sum(name, filter=inside, default=0) for name in COUNTERS}
    sums |= {
        f"before_{name}": Sum(name, filter=before, default=0)
        for name in ("received", "moved_in", "moved_out", *_CLOSED)
    }
    sums |= {
        f"until_{name}": Sum(name, filter=until, default=0)
        for name in ("open_due", "late_due", "late")
    }
    found = _within(rows, agencies).order_by().values(group).annotate(**sums)
    late_now = {} if period.is_over else _overdue_now(group, agencies)
    lines = {}
    for row in found:
        numbers = {name: row[f"n_{name}"] for name in COUNTERS}
        numbers["carried"] = row["before_received"] + row["before_moved_in"]
        numbers["carried"] -= sum(row[f"before_{name}"] for name in ("moved_out", *_CLOSED))
        closed = sum(numbers[name] for name in _CLOSED)
        come = numbers["carried"] + numbers["received"] + numbers["moved_in"]
        numbers["open"] = come - numbers["moved_out"] - closed
        numbers["overdue"] = (
            row["until_open_due"] + row["until_late_due"] - row["until_late"]
            if period.is_over
            else late_now.get(row[group], 0)
        )
        if any(numbers.values()):
            lines[row[group]] = Line(row[group], "", _with_sums(numbers))
    return lines


def _overdue_now(group: str, agencies) -> dict:
    """Counted from the partial index of running dossiers by due date: only the late ones are read."""
    late = Dossier.objects.filter(state__in=RUNNING, due_at__lt=timezone.now())
    if agencies is not None:
        late = late.filter(agency__in=agencies)
    return dict(late.order_by().values_list(group).annotate(n=Count("pk")))


def _with_sums(numbers: dict[str, int]) -> dict[str, int]:
    return numbers | {"solved": numbers["early"] + numbers["on_time"] + numbers["late"]}


def _named(lines: dict, names) -> list[Line]:
    found = []
    for pk, name in names:
        lines[pk].label = name
        found.append(lines[pk])
    return found


@dataclass(frozen=True)
class Workload:
    """One officer in one department: done in the period, in hand and late now."""

    officer: int
    name: str
    department: int
    place: str
    done: int
    done_late: int
    solved: int
    solved_late: int
    in_hand: int
    late_now: int


def workload(period: Period, agencies=None, *, department=None) -> list[Workload]:
    """Officers with work done in the period or in hand now, in three queries."""
    rows = WorkFigures.objects.filter(month__gte=period.first, month__lt=period.after)
    held = WorkItem.objects.open().filter(owner__isnull=False, owner__is_staff=True)
    if agencies is not None:
        rows = rows.filter(department__agency__in=agencies)
        held = held.filter(agency__in=agencies)
    if department:
        rows, held = rows.filter(department=department), held.filter(department=department)
    names = ("done", "done_late", "solved", "solved_late")
    who = ("officer", "officer__full_name", "department", "department__name")
    found = {
        (row["officer"], row["department"]): row
        for row in rows.order_by()
        .values(*who)
        .annotate(**{f"n_{name}": Sum(name) for name in names})
    }
    late = Count("pk", filter=Q(due_at__lt=timezone.now(), dossier__state__in=RUNNING))
    in_hand = {
        (row["officer"], row["department"]): row
        for row in held.order_by()
        .values(
            "department",
            "department__name",
            officer=F("owner"),
            officer__full_name=F("owner__full_name"),
        )
        .annotate(n=Count("pk"), late=late)
    }
    lines = []
    for key in found.keys() | in_hand.keys():
        row, hand = found.get(key, {}), in_hand.get(key, {})
        told = row or hand
        lines.append(
            Workload(
                officer=key[0], name=told["officer__full_name"], department=key[1],
                place=told["department__name"], in_hand=hand.get("n", 0), late_now=hand.get("late", 0),
                **{name: row.get(f"n_{name}", 0) for name in names},
            )
        )  # fmt: skip
    return sorted(lines, key=lambda line: (line.place, line.name))
