"""The report: what was carried over, accepted, solved and is open, each number with its dossiers."""

from dataclasses import replace

from django.contrib import admin
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flows.console.reports.asking import Asked, asked
from flows.reports import charts, figures, fold, index766
from flows.reports.definitions import FIGURES
from flows.reports.period import Period, choices, last_months

# The columns of Biểu II.06a/VPCP/KSTT, and what stands beside them.
COLUMNS = (
    "received_online", "received", "carried", "moved_in", "moved_out", "solved", "early", "on_time", "late", "open",
    "overdue", "stopped", "withdrawn", "refused", "returned",
)  # fmt: skip
GROUPINGS = {
    "linh-vuc": (gettext_lazy("Lĩnh vực (Biểu II.06a)"), figures.by_sector),
    "thu-tuc": (gettext_lazy("Thủ tục"), figures.by_procedure),
    "co-quan": (gettext_lazy("Cơ quan"), figures.by_agency),
}


def report(request):
    """`?theo=` linh-vuc, thu-tuc or co-quan; numbers open the register."""
    question = asked(request)
    grouping = request.GET.get("theo", "linh-vuc")
    grouping = grouping if grouping in GROUPINGS else "linh-vuc"
    lines = GROUPINGS[grouping][1](question.period, question.within)
    total = figures.total(lines, _("Cộng"))
    months = figures.by_month(last_months(12), question.within)
    codes = {agency.pk: agency.office_code for agency in question.agencies}
    context = {
        **admin.site.each_context(request),
        **_filters(question),
        "title": _("Báo cáo"),
        "grouping": grouping,
        "groupings": [
            (key, label, question.query(theo=key)) for key, (label, _by) in GROUPINGS.items()
        ],
        "columns": [FIGURES[name] for name in COLUMNS],
        "rows": [
            _row(
                line,
                question,
                **{grouping: codes.get(line.key) if grouping == "co-quan" else line.key},
            )
            for line in lines
        ],
        "total": _row(total, question),
        "as_of": fold.as_of(),
        "chart": charts.columns(
            "theo-thang",
            _("Hồ sơ đã giải quyết, mười hai tháng gần nhất"),
            [(_("Đúng hạn"), "good"), (_("Quá hạn"), "bad")],
            [(line.label, [line.punctual, line.late]) for line in months],
        ),
        "months": [(line.label, _solved_in(line, question)) for line in months if line.solved],
        "index": [(part, _sources(part, question)) for part in index766.measured(total)],
    }
    return TemplateResponse(request, "console/reports/report.html", context)


def _filters(question: Asked) -> dict:
    return {"asked": question, "periods": choices()}


def _row(line: figures.Line, question: Asked, **group) -> dict:
    """The line's numbers, each with the address of what it counts."""
    return {
        "label": line.label,
        "cells": [(name, line.numbers[name], question.behind(name, **group)) for name in COLUMNS],
        "on_time_share": (line.on_time_share, question.behind("punctual", **group)),
        "average_days": (line.average_days, question.behind("solved", **group)),
    }


def _solved_in(line: figures.Line, question: Asked) -> list[tuple[int, str]]:
    """What the two parts of a month's column count."""
    month = replace(question, period=Period.of(f"{line.key:%Y-%m}"))
    return [(getattr(line, name), month.behind(name)) for name in ("punctual", "late")]


def _sources(part: index766.Part, question: Asked) -> list[tuple[int, str]]:
    """The numbers that a part of the index is counted from."""
    return [(number, question.behind(name)) for name, number in part.sources]
