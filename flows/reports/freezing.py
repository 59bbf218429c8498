"""Closing a national report: computed once from the summaries, kept with its hash, never again changed.

Corrections made later do not touch it; they are listed as differences.
"""

import hashlib
import json

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalog.models import Agency
from flows.effects.outbox import handler, promise
from flows.errors import DossierError, EffectError, NotPermitted
from flows.files.refusals import FileRefused
from flows.files.storing import keep_bytes
from flows.models import FrozenReport, Promise
from flows.papers.sealing import sealed
from flows.papers.tables import Column, Table, tables_pdf
from flows.papers.word import tables_docx
from flows.reports import fold
from flows.reports.national import COMPUTED
from flows.reports.period import Period
from flows.reports.reach import agencies_of, scope_of

RIGHTS = ("flows.approve_dossier", "flows.inspect_dossier")


def may_freeze(user) -> bool:
    """Leaders close the reports of their agency; inspectors those of their reach."""
    return any(user.has_perm(right) for right in RIGHTS)


def freeze(kind: str, period: Period, agency: Agency, *, by) -> FrozenReport:
    """The closed report; made now, or the one that stands since the first time.

    DossierError before the period is over; NotPermitted beyond the person's reach.
    """
    scope = scope_of(agency)
    if not may_freeze(by) or not {one.pk for one in scope} <= {one.pk for one in agencies_of(by)}:
        raise NotPermitted(_("Bạn chỉ chốt được báo cáo của các cơ quan trong phạm vi của mình."))
    if not period.is_over:
        raise DossierError(_("Kỳ báo cáo chưa kết thúc; chỉ chốt được kỳ đã qua."))
    fold.catch_up()
    with transaction.atomic():
        fold.locked_state()  # two who press at once: the second finds what the first has made
        standing = FrozenReport.objects.filter(kind=kind, period=period.key, agency=agency).first()
        if standing:
            return standing
        data = computed(kind, period, scope)
        report = FrozenReport.objects.create(
            kind=kind, period=period.key, agency=agency, data=data, sha256=hash_of(data),
            frozen_by=by,
        )  # fmt: skip
        promise("frozen_report", key=f"frozen:{report.pk}", report=report.pk)
    return report


def computed(kind: str, period: Period, scope: list[Agency]) -> dict:
    """{lines, notes, tables [{name, columns [[head, width, is number]], rows, total, figures, behind}]}.

    In Vietnamese. `figures` names what each column counts, `behind` of which group each row is.
    """
    with override("vi"):
        return COMPUTED[kind](period, scope)


def hash_of(data: dict) -> str:
    canonical = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def differences(report: FrozenReport) -> list[tuple[str, str, str, str]]:
    """(row, column, as closed, as it would be now) for every figure that has changed since."""
    now = computed(report.kind, Period.of(report.period), scope_of(report.agency))
    found = []
    for before, after in zip(report.data["tables"], now["tables"], strict=True):
        old, new = _by_name(before), _by_name(after)
        heads = [head for head, _width, _number in before["columns"]]
        for name in [*old, *(name for name in new if name not in old)]:
            was, is_now = old.get(name, []), new.get(name, [])
            for index, head in enumerate(heads[1:], start=1):
                pair = [str(cells[index]) if cells else "–" for cells in (was, is_now)]
                if pair[0] != pair[1]:
                    found.append((name, head, *pair))
    return found


def _by_name(table: dict) -> dict[str, list]:
    """Rows by what stands first in them; the total under its own word."""
    rows = [*table["rows"], *([table["total"]] if table["total"] else [])]
    return {str(row[0]): row for row in rows}


def tables_to_open(report: FrozenReport) -> list[dict]:
    """The closed tables, each with what its columns and rows count.

    Reports closed before that was kept take it from the same table as it would be now, row by row by
    name; a row that is no longer there (None) opens nothing.
    """
    tables = report.data["tables"]
    if all("figures" in table for table in tables):
        return tables
    now = computed(report.kind, Period.of(report.period), scope_of(report.agency))["tables"]
    return [_with_figures(*pair) for pair in zip(tables, now, strict=True)]


def _with_figures(closed: dict, now: dict) -> dict:
    if "figures" in closed or closed["columns"] != [list(column) for column in now["columns"]]:
        return closed
    groups = now.get("behind") or [{} for _row in now["rows"]]
    known = {str(row[0]): group for row, group in zip(now["rows"], groups, strict=True)}
    behind = [known.get(str(row[0])) for row in closed["rows"]]
    return {**closed, "figures": now.get("figures", []), "behind": behind}


def report_pdf(report: FrozenReport) -> bytes:
    """The closed figures as a print; the same bytes each time."""
    return tables_pdf(str(report.Kind(report.kind).label), **_content(report))


def report_docx(report: FrozenReport) -> bytes:
    """The closed figures as a Word document, to go into a submission."""
    return tables_docx(str(report.Kind(report.kind).label), **_content(report))


def _content(report: FrozenReport) -> dict:
    data = report.data
    return {
        "agency": report.agency,
        "lines": data["lines"],
        "tables": [
            Table(
                columns=[
                    Column(head, wide, is_number) for head, wide, is_number in table["columns"]
                ],
                rows=[[_written(cell) for cell in row] for row in table["rows"]],
                total=[_written(cell) for cell in table["total"]],
                name=table["name"],
            )
            for table in data["tables"]
        ],
        "at": report.frozen_at,
        "notes": (*data["notes"], f"Mã băm số liệu (SHA-256): {report.sha256}"),
    }


def _written(cell) -> str:
    """Numbers as Vietnam writes them: 1.234 and 12,5."""
    if cell is None:
        return "–"
    if isinstance(cell, int | float):
        return f"{cell:,}".translate(str.maketrans(",.", ".,"))
    return cell


@handler("frozen_report")
def keep(kept: Promise) -> None:
    """Print and seal the report, as other papers are; once."""
    report = FrozenReport.objects.select_related("agency__parent").get(pk=kept.payload["report"])
    if report.file_id:
        return
    with override("vi"):
        content, seal = sealed(report_pdf(report), str(report.Kind(report.kind).label))
    try:
        stored = keep_bytes(content, "application/pdf")
    except FileRefused as error:
        raise EffectError(str(error)) from error
    FrozenReport.objects.filter(pk=report.pk, file__isnull=True).update(file=stored, seal=seal)
