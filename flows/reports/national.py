"""The national reports themselves: their tables for a period and the agencies of a scope."""

import datetime
import hashlib
from collections import Counter

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalog.models import Agency, Procedure, ProcedureVersion
from flows.models import Dossier, FrozenReport, JournalEntry
from flows.reports import figures, index766
from flows.reports.definitions import counted
from flows.reports.lateness import days_late, late_by, steps_of
from flows.reports.period import Period

AT_ONCE = 500
DAY = datetime.timedelta(days=1)
_NAME, _FIGURE = [3, False], [1, True]  # width, is it a number


def _summary(period: Period, scope: list[Agency]) -> dict:
    """II.06a: by sector, and by agency where there are several."""
    within = [agency.pk for agency in scope]
    lines = figures.by_sector(period, within)
    behind = [{"linh-vuc": line.key} for line in lines]
    tables = [_handled(_("Theo lĩnh vực"), _("Lĩnh vực"), lines, behind)]
    if len(scope) > 1:
        lines = figures.by_agency(period, within)
        codes = {agency.pk: agency.office_code for agency in scope}
        behind = [{"co-quan": codes[line.key]} for line in lines]
        tables.append(_handled(_("Theo cơ quan"), _("Cơ quan"), lines, behind))
    notes = [_("Tổng số = tiếp nhận trong kỳ + kỳ trước chuyển sang + nhận chuyển từ cơ quan khác − chuyển sang cơ quan khác = đã giải quyết + đang giải quyết + dừng, rút.")]  # fmt: skip
    return _report(period, scope, tables, notes)


def _handled(name: str, first: str, lines: list[figures.Line], behind: list[dict]) -> dict:
    heads = {
        "whole": _("Tổng số tiếp nhận"), "received_remote": _("Trực tuyến"),
        "received_direct": _("Trực tiếp, bưu chính"), "carried": _("Kỳ trước chuyển sang"),
        "solved": _("Đã giải quyết"), "early": _("Trước hạn"), "on_time": _("Đúng hạn"),
        "late": _("Quá hạn"), "open": _("Đang giải quyết"), "open_in_time": _("Trong hạn"),
        "overdue": _("Đang quá hạn"), "ended": _("Dừng, rút"),
    }  # fmt: skip

    def counts(line: figures.Line) -> list:
        return [line.label, *(getattr(line, figure) for figure in heads)]

    return {
        "name": name,
        "columns": [[first, *_NAME], *([head, *_FIGURE] for head in heads.values())],
        "rows": [counts(line) for line in lines],
        "total": counts(figures.total(lines, _("Tổng cộng"))),
        "figures": ["", *heads],
        "behind": behind,
    }


def _causes(period: Period, scope: list[Agency]) -> dict:
    """II.07b: what was late in the period or at its end, by procedure, unit that held it, reason."""
    groups = _late(period, scope)
    counts = {cause: len(found) for cause, found in groups.items()}
    days = {cause: sum(found.values()) for cause, found in groups.items()}
    table = {
        "name": "",
        "columns": [
            [_("Thủ tục, đơn vị giữ hồ sơ, nguyên nhân"), 4, False],
            [_("Số hồ sơ quá hạn"), *_FIGURE],
            [_("Số ngày quá hạn"), *_FIGURE],
        ],
        "rows": [[cause, counts[cause], days[cause]] for cause in groups],
        "total": [_("Tổng cộng"), sum(counts.values()), sum(days.values())],
        "figures": ["", "behindhand", "behindhand"],
        "behind": [{"nguyen-nhan": mark_of(cause)} for cause in groups],
    }
    notes = [_("Gồm hồ sơ giải quyết quá hạn trong kỳ và hồ sơ còn quá hạn khi hết kỳ. Đơn vị ghi là nơi giữ hồ sơ nhiều ngày quá hạn nhất; nguyên nhân lấy từ văn bản xin lỗi.")]  # fmt: skip
    return _report(period, scope, [table], notes)


def late_of_cause(mark: str, period: Period, scope: list[Agency]) -> list[int]:
    """The late dossiers of one row of II.07b, as they count now."""
    with override("vi"):
        groups = _late(period, scope)
    return next((list(found) for cause, found in groups.items() if mark_of(cause) == mark), [])


def mark_of(cause: str) -> str:
    """The cause in an address: what an apology says does not go there."""
    return hashlib.sha256(cause.encode()).hexdigest()[:16]


def _late(period: Period, scope: list[Agency]) -> dict[str, dict[int, int]]:
    """{procedure, unit, reason: {dossier: days late}}, in the order of the words."""
    within = [agency.pk for agency in scope]
    late = counted(Dossier.objects.all(), "behindhand", period, within).select_related(
        "procedure", "current_department", "current_agency"
    )
    groups: dict[str, dict[int, int]] = {}
    for page in _pages(late.order_by("pk")):
        steps, reasons = steps_of(page), _apologies(page)
        for dossier in page:
            if dossier.finished_at and dossier.finished_at >= period.ends:
                dossier.finished_at = None  # at the end of the period it was still open
            units = late_by(dossier, steps[dossier.pk], period.ends)
            held = (
                units[0][0] if units else str(dossier.current_department or dossier.current_agency)
            )
            said = reasons.get(dossier.pk) or _("Chưa có văn bản xin lỗi")
            cause = " · ".join((f"{dossier.procedure.code} – {dossier.procedure.name}", held, said))
            groups.setdefault(cause, {})[dossier.pk] = days_late(dossier, period.ends)
    return dict(sorted(groups.items()))


def _pages(dossiers):
    last = 0
    while page := list(dossiers.filter(pk__gt=last)[:AT_ONCE]):
        yield page
        last = page[-1].pk


def _apologies(dossiers: list[Dossier]) -> dict[int, str]:
    """The reason of the apology, by dossier."""
    entries = JournalEntry.objects.filter(dossier__in=dossiers, act="extend").order_by("pk")
    return {pk: data.get("reason", "") for pk, data in entries.values_list("dossier", "data")}


def _index(period: Period, scope: list[Agency]) -> dict:
    total = figures.total(figures.by_agency(period, [agency.pk for agency in scope]))
    parts = index766.measured(total)
    measured = [part for part in parts if part.points is not None]
    table = {
        "name": "",
        "columns": [
            [_("Nhóm chỉ số"), 2, False],
            [_("Điểm tối đa"), 0.8, True],
            [_("Điểm"), 0.8, True],
            [_("Cách tính"), 4, False],
        ],
        "rows": [[part.group, part.most, part.points, part.told] for part in parts],
        "total": [
            _("Cộng các phần đo được"),
            sum(part.most for part in measured),
            round(sum(part.points for part in measured), 2),
            "",
        ],
        "figures": ["", "", "handled", ""],
        "behind": [{"figure": part.sources[0][0]} if part.sources else {} for part in parts],
    }
    return _report(period, scope, [table], [])


def _levels(period: Period, scope: list[Agency]) -> dict:
    """What stood in force on the last day, at which level, and how much of it came on-line."""
    last_day = period.after - DAY
    level = ProcedureVersion.objects.in_force(last_day).filter(procedure=OuterRef("pk"))
    standing = (
        Procedure.objects.in_force(last_day)
        .annotate(level=Subquery(level.values("service_level")[:1]), sector_name=F("sector__name"))
        .order_by("code")
    )
    lines = {
        line.key: line for line in figures.by_procedure(period, [agency.pk for agency in scope])
    }
    rows, behind = [], []
    for procedure in standing:
        line = lines.get(procedure.pk)
        received = line.received if line else 0
        online = line.received_remote if line else 0
        behind.append({"thu-tuc": procedure.pk})
        rows.append(
            [
                f"{procedure.code} – {procedure.name}", procedure.sector_name, procedure.level,
                received, online, figures.share(online, received),
            ]
        )  # fmt: skip
    received, online = sum(row[3] for row in rows), sum(row[4] for row in rows)
    table = {
        "name": "",
        "columns": [
            [_("Thủ tục"), 4, False], [_("Lĩnh vực"), 1.5, False], [_("Mức độ"), *_FIGURE],
            [_("Hồ sơ tiếp nhận"), *_FIGURE], [_("Trong đó trực tuyến"), *_FIGURE],
            [_("Tỷ lệ trực tuyến (%)"), *_FIGURE],
        ],
        "rows": rows,
        "total": [_("Tổng cộng"), "", "", received, online, figures.share(online, received)],
        "figures": ["", "", "", "received", "received_remote", "received_remote"],
        "behind": behind,
    }  # fmt: skip
    by_level = Counter(row[2] for row in rows)
    notes = [
        _("Mức độ %(level)d: %(count)d thủ tục.") % {"level": level, "count": by_level[level]}
        for level in sorted(by_level)
    ]
    return _report(period, scope, [table], notes)


def _report(period: Period, scope: list[Agency], tables: list[dict], notes: list[str]) -> dict:
    lines = [
        str(period.label),
        _("Từ ngày %(first)s đến trước ngày %(after)s")
        % {"first": f"{period.first:%d/%m/%Y}", "after": f"{period.after:%d/%m/%Y}"},
    ]
    if len(scope) > 1:
        lines.append(_("%d cơ quan, gồm các cơ quan trực thuộc") % len(scope))
    return {"lines": lines, "notes": notes, "tables": tables}


COMPUTED = {
    FrozenReport.Kind.SUMMARY: _summary,
    FrozenReport.Kind.CAUSES: _causes,
    FrozenReport.Kind.INDEX: _index,
    FrozenReport.Kind.LEVELS: _levels,
}
