"""The person's drafts and dossiers, by what is to be done with them."""

import datetime

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from catalog.text import fold
from flows.models import Batch, Dossier, Draft, State
from flows.models.dossier import CLOSED_STATES, fold_code
from flows.models.draft import BY_PERSON, DRAFT_DAYS
from flows.status import public_status

DRAFTS, BATCHES = "nhap", "lo"
# Which states stand under which tab, in order.
TABS = {
    "da-nop": (
        _("Đã nộp"),
        [State.SUBMITTED, State.RECEIVED, State.PROCESSING, State.WITHDRAW_REQUESTED],
    ),
    "bo-sung": (_("Cần bổ sung"), [State.INTAKE_SUPPLEMENT, State.SUPPLEMENT_REQUESTED]),
    "co-ket-qua": (_("Có kết quả"), [State.RESULT_READY]),
    "ket-thuc": (_("Kết thúc"), CLOSED_STATES),
}


@never_cache
@login_required
def dossiers(request):
    """One tab of the list; `?q=` searches code and procedure in it."""
    query = request.GET.get("q", "").strip()
    mine = _matching(Dossier.objects.of_person(request.user), query)
    may_go_on = Q(amends=None) | Q(amends__state=State.SUBMITTED)
    drafts = Draft.objects.visible_to(request.user).open().filter(may_go_on, channel__in=BY_PERSON)
    drafts = _matching(drafts, query, procedure="procedure")
    counts = mine.aggregate(
        **{
            key.replace("-", "_"): Count("pk", filter=Q(state__in=s))
            for key, (_l, s) in TABS.items()
        },
        signed=Count("batch_row__batch", distinct=True),
    )
    signed = counts["signed"]
    counts = {key: counts[key.replace("-", "_")] for key in TABS} | {DRAFTS: drafts.count()}
    if signed:
        counts[BATCHES] = signed
    tab = request.GET.get("muc", "")
    if tab not in counts:
        tab = _most_urgent(counts)
    if tab == DRAFTS:
        rows = drafts.select_related("procedure", "agency", "amends")
    elif tab == BATCHES:
        filed = Count("rows", filter=Q(rows__dossier__isnull=False))
        batches = Batch.objects.visible_to(request.user).signed()
        rows = _matching(batches, query, procedure="draft__procedure")
        rows = rows.select_related("draft__procedure", "draft__agency")
        rows = rows.annotate(filed=filed).order_by("-confirmed_at", "-pk")
    else:
        rows = mine.filter(state__in=TABS[tab][1]).with_list_data()
    page = Paginator(rows, 20).get_page(request.GET.get("page"))
    if tab in TABS:
        for row in page:
            row.status = public_status(row)
    labels = {DRAFTS: _("Nháp")} | {key: label for key, (label, _s) in TABS.items()}
    labels |= {BATCHES: _("Lô hồ sơ")} if signed else {}
    suffix = f"&q={query}" if query else ""
    context = {
        "tabs": [
            (label, f"?muc={key}{suffix}", counts[key], key == tab) for key, label in labels.items()
        ],
        "tab": tab,
        "tab_label": labels[tab],
        "is_drafts": tab == DRAFTS,
        "is_batches": tab == BATCHES,
        "page_obj": page,
        "expired": _expired(request.user) if tab == DRAFTS else [],
        "q": query,
    }
    return render(request, "home/dossiers/list.html", context)


def _expired(user):
    """Drafts of the last month whose content has gone with their term."""
    since = timezone.now() - datetime.timedelta(days=DRAFT_DAYS)
    cleared = Draft.objects.visible_to(user).filter(channel__in=BY_PERSON, cleared_at__gte=since)
    return cleared.select_related("procedure")


def _most_urgent(counts: dict) -> str:
    """The tab that opens by itself: what waits for the person comes first."""
    for key in ("bo-sung", "co-ket-qua", "da-nop", DRAFTS, "ket-thuc"):
        if counts[key]:
            return key
    return "da-nop"


def _matching(rows, query: str, *, procedure: str = ""):
    """Those whose procedure has the words; a dossier also by its code."""
    if not query:
        return rows
    words = Q()
    for word in fold(query).split():
        words &= Q(**{f"{procedure or 'procedure'}__search_text__contains": word})
    if procedure:
        return rows.filter(words)
    return rows.filter(words | Q(code_folded__contains=fold_code(query)))
