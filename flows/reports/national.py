"""The national reports themselves: their tables for a period and the agencies of a scope."""

import datetime
from collections import Counter

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

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
    tables = [_handled(_("Theo lĩnh vực"), _("Lĩnh vực"), figures.by_sector(period, within))]
    if len(scope) > 1:
        tables.append(_handled(_("Theo cơ quan"), _("Cơ quan"), figures.by_agency(period, within)))
    notes = [_("Tổng số = tiếp nhận trong kỳ + kỳ trước chuyển sang + nhận chuyển từ cơ quan khác − chuyển sang cơ quan khác = đã giải quyết + đang giải quyết + dừng, rút.")]  # fmt: skip
    return _report(period, scope, tables, notes)


def _handled(name: str, first: str, lines: list[figures.Line]) -> dict:
    heads = [
        _("Tổng số tiếp nhận"), _("Trực tuyến"), _("Trực tiếp, bưu chính"), _("Kỳ trước chuyển sang"),
        _("Đã giải quyết"), _("Trước hạn"), _("Đúng hạn"), _("Quá hạn"),
        _("Đang giải quyết"), _("Trong hạn"), _("Đang quá hạn"), _("Dừng, rút"),
    ]  # fmt: skip
    return {
        "name": name,
        "columns": [[first, *_NAME], *([head, *_FIGURE] for head in heads)],
        "rows": [_counts(line) for line in lines],
        "total": _counts(figures.total(lines, _("Tổng cộng"))),
    }


def _counts(line: figures.Line) -> list:
    return [
        line.label, line.whole, line.received_online + line.received_api,
        line.received_counter + line.received_post, line.carried, line.solved, line.early,
        line.on_time, line.late, line.open, line.open - line.overdue, line.overdue,
        line.stopped + line.withdrawn,
    ]  # fmt: skip


def _causes(period: Period, scope: list[Agency]) -> dict:
    """II.07b: what was late in the period or at its end, by procedure, unit that held it, reason."""
    within, behind = [agency.pk for agency in scope], Q()
    for name in ("late", "overdue"):
        behind |= Q(pk__in=counted(Dossier.objects.order_by(), name, period, within).values("pk"))
    late = Dossier.objects.filter(behind).select_related(
        "procedure", "current_department", "current_agency"
    )
    counts: Counter = Counter()
    days: Counter = Counter()
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
            key = f"{dossier.procedure.code} – {dossier.procedure.name}", held, said
            counts[key] += 1
            days[key] += days_late(dossier, period.ends)
    table = {
        "name": "",
        "columns": [
            [_("Thủ tục, đơn vị giữ hồ sơ, nguyên nhân"), 4, False],
            [_("Số hồ sơ quá hạn"), *_FIGURE],
            [_("Số ngày quá hạn"), *_FIGURE],
        ],
        "rows": [[" · ".join(key), counts[key], days[key]] for key in sorted(counts)],
        "total": [_("Tổng cộng"), counts.total(), days.total()],
    }
    notes = [_("Gồm hồ sơ giải quyết quá hạn trong kỳ và hồ sơ còn quá hạn khi hết kỳ. Đơn vị ghi là nơi giữ hồ sơ nhiều ngày quá hạn nhất; nguyên nhân lấy từ văn bản xin lỗi.")]  # fmt: skip
    return _report(period, scope, [table], notes)


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
    rows = []
    for procedure in standing:
        line = lines.get(procedure.pk)
        received = line.received if line else 0
        online = line.received_online + line.received_api if line else 0
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
