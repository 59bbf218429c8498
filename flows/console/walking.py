"""Next and previous: through the list from which somebody came to a dossier, as it stands now."""

import copy
from dataclasses import dataclass

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from flows.console.counting import CountingChangeList
from flows.models import Dossier, WorkItem

AROUND = 25  # rows looked at on each side: a list moves while one works through it
LISTS = {"viec": (WorkItem, "dossier_id", "dossier__code"), "ho-so": (Dossier, "pk", "code")}
SAVED = "bo-loc"  # names the saved list; no filter of its own
REMEMBERED = "came_from_list"


class SavedChangeList(CountingChangeList):
    """A list, whose address may name the saved list that it shows."""

    def get_filters_params(self, params=None):
        found = super().get_filters_params(params)
        found.pop(SAVED, None)
        return found


class _Rows(SavedChangeList):
    """Filtered and ordered as the list, but nothing is counted and no page is read."""

    def get_results(self, request):
        return None


@dataclass
class Around:
    """The rows before and after (code, address), and the way back to the list."""

    previous: tuple[str, str] | None
    next: tuple[str, str] | None
    list_url: str
    place: int


def row_url(dossier_id: int, source: str, query: str, place: int) -> str:
    """The dossier's page, which then knows from which row of which list one came."""
    base = reverse("admin:flows_dossier_change", args=[dossier_id])
    return f"{base}?{urlencode({'tu': source, 'loc': query, 'vi-tri': place})}"


def mark_rows(request, listed, source: str) -> None:
    """Gives each row of a page its address (`row.url`)."""
    first = (listed.page_num - 1) * listed.list_per_page
    query = request.GET.urlencode()
    for place, row in enumerate(listed.result_list, first):
        dossier_id = row.dossier_id if source == "viec" else row.pk
        row.url = row_url(dossier_id, source, query, place)


def around(request, dossier) -> Around | None:
    """The neighbours in the list one came from; None when one came from no list.

    Remembered for the dossier one is at, so that they still stand there after an act. When the row
    has left the list meanwhile, the next one is what moved up to its place.
    """
    told = _told(request, dossier)
    if told is None:
        return None
    source, query, place = told
    try:
        rows = _rows(request, source, query)
    except IncorrectLookupParameters:
        return None
    first = max(0, place - AROUND)
    window = list(enumerate(rows[first : place + AROUND + 1], first))
    here = next((at for at, (pk, _code) in window if pk == dossier.pk), None)
    before = [row for row in window if row[0] < (place if here is None else here)]
    after = [row for row in window if row[0] > (place - 1 if here is None else here)]
    base = reverse(f"admin:{LISTS[source][0]._meta.label_lower.replace('.', '_')}_changelist")

    def other(candidates):
        for at, (pk, code) in candidates:
            if pk != dossier.pk:
                return code, row_url(pk, source, query, at)
        return None

    return Around(
        previous=other(reversed(before)),
        next=other(after),
        list_url=f"{base}?{query}" if query else base,
        place=(place if here is None else here) + 1,
    )


def _told(request, dossier) -> tuple[str, str, int] | None:
    """List, filters and place from the address, else what was remembered for this dossier."""
    if request.GET.get("tu") in LISTS:
        typed = request.GET.get("vi-tri", "")
        place = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0
        told = [request.GET["tu"], request.GET.get("loc", ""), place]
        request.session[REMEMBERED] = [dossier.pk, *told]
        return tuple(told)
    kept = request.session.get(REMEMBERED)
    return tuple(kept[1:]) if kept and kept[0] == dossier.pk else None


def _rows(request, source: str, query: str):
    """(dossier, code) of the whole list, unread: the caller cuts a window out of it."""
    model, *names = LISTS[source]
    listing = admin.site._registry[model]
    asked = copy.copy(request)
    asked.GET = QueryDict(query)
    display = list(listing.get_list_display(asked))
    if listing.get_actions(asked):
        display.insert(0, "action_checkbox")
    rows = _Rows(
        asked, model, display, None, listing.get_list_filter(asked), listing.date_hierarchy,
        listing.get_search_fields(asked), listing.get_list_select_related(asked),
        listing.list_per_page, listing.list_max_show_all, (), listing, None, "",
    )  # fmt: skip
    return rows.queryset.values_list(*names)
