"""Rows of a batch as both its pages list them: tabs by state, words, what is wrong in which cell."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.utils.translation import gettext as _

from catalog.exchange.form_columns import columns_of
from flows.models import BatchRow
from flows.services import batch_rows

PER_PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_State = BatchRow.State
_TONES = {
    _State.RIGHT: "green", _State.FILED: "green", _State.WRONG: "red", _State.FAILED: "red",
    _State.REPEATED: "yellow", _State.BEFORE: "blue", _State.TWIN: "yellow",
}  # fmt: skip


def listing(request, batch) -> dict:
    """The rows of one tab, found by `?q=` in it; `?muc=` is the state."""
    query = request.GET.get("q", "").strip()
    found = batch.rows.select_related("dossier")
    if query:
        mine = Q(title__icontains=query) | Q(person__contains=query)
        found = found.filter(mine | Q(dossier__code__icontains=query))
    counts = dict(found.order_by().values_list("state").annotate(Count("pk")))
    tab = request.GET.get("muc", "")
    if tab not in _State.values:
        tab = ""
    shown = found.filter(state=tab) if tab else found
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    headings = _headings(batch)
    for row in page:
        row.tone = _TONES[_State(row.state)]
        row.told = told_of(row, batch, headings)
    suffix = f"&q={query}" if query else ""
    tabs = [(_("Tất cả"), f"?muc={suffix}", sum(counts.values()), not tab)]
    tabs += [
        (label, f"?muc={value}{suffix}", counts[value], value == tab)
        for value, label in _State.choices
        if value in counts or value == tab
    ]
    return {"tabs": tabs, "tab": tab, "page_obj": page, "q": query, "counts": counts}


def told_of(row, batch, headings: dict[str, str]) -> list[str]:
    """What there is to say about a row, each with the address of its cell."""
    if row.state == _State.REPEATED:
        return [_("Cùng người hoặc cùng nội dung với dòng %s.") % row.other]
    if row.state == _State.BEFORE:
        return [_("Cùng nội dung đã nộp: %s.") % row.other]
    if row.state == _State.TWIN:
        return [_("Người này đang có hồ sơ %s chưa giải quyết xong.") % row.other]
    told = []
    for name, message in row.problems:
        letter = batch.letters.get(name, "")
        where = f"{letter}{row.number}" if letter else ""
        named = f"«{headings[name]}»" if name in headings else ""
        told.append(": ".join(filter(None, [" ".join(filter(None, [where, named])), message])))
    return told


def _headings(batch) -> dict[str, str]:
    case = batch.draft.case
    if case is None or case.form_id is None:
        return {}
    return {column.name: column.heading for column in columns_of(batch_rows.spec_of(case))}


def as_workbook(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store, private"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
