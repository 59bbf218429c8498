"""What is not a Wagtail page: one procedure, the search, suggestions while typing, the offices."""

from django.core.paginator import Paginator
from django.http import HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.models import Agency
from cms.catalogue import entries
from cms.editions import public
from cms.library import NOTICES, Text
from cms.models import MissedSearch, Notice
from cms.offices import offices as with_hours
from cms.procedure import ProcedurePage, approved
from cms.search import everywhere, near, ranked
from cms.sharing import agency_of, filing_address, services
from cms.shelf import Card

SUGGESTIONS = 8
SUGGESTED_TEXTS = 3  # beside procedures
SHOWN = 5  # of each group on the first page of results
PER_PAGE = 20


@require_safe
def procedure(request, code: str):
    """One procedure, as the version in force says it; `?phien-ban=` shows another approved one."""
    versions = approved(code)
    if not versions:
        return _missing(request, code)
    found = versions[0].procedure
    if found.code != code:
        return HttpResponsePermanentRedirect(reverse("cms:procedure", args=[found.code]))
    page = ProcedurePage.of(
        versions,
        number=request.GET.get("phien-ban", ""),
        case=request.GET.get("truong-hop", ""),
        province=request.GET.get("tinh", ""),
    )
    if page.version is None:
        return _missing(request, code)
    return public(render(request, "cms/procedure.html", {"object": found, "page": page}))


def _missing(request, code: str):
    """404 that helps: what was asked, what comes close, where to search."""
    context = {"code": code, "near": entries(near(code))}
    return render(request, "cms/procedure_missing.html", context, status=404)


@require_safe
def suggestions(request):
    """Names for the search box while typing: at least two letters, best first."""
    query = request.GET.get("q", "").strip()[:100]
    cards = ranked(query)[:SUGGESTIONS] if len(query) >= 2 else []
    return JsonResponse({"results": [_suggestion(card) for card in cards]})


@require_safe
def search(request):
    """The whole portal searched: procedures first, then texts by kind; `?nhom=` shows all of one kind."""
    query = request.GET.get("q", "").strip()[:100]
    found = everywhere(query)
    if query and (found.is_scattered or not found.count):
        MissedSearch.objects.remember(query)
    chosen = next((kind for kind in found.texts if kind == request.GET.get("nhom")), None)
    shown = found.procedures[: 0 if chosen else SHOWN]
    context = {
        "query": query,
        "found": found,
        "chosen": chosen,
        "procedures": entries(shown),
        "groups": [(kind, texts, texts[:SHOWN]) for kind, texts in found.texts.items()],
        "near": entries(near(query)) if query and not found.count else [],
    }
    if chosen:
        pages = Paginator(found.texts[chosen], PER_PAGE)
        context["page_obj"] = pages.get_page(request.GET.get("page"))
    return render(request, "cms/search.html", context)


@require_safe
def search_suggestions(request):
    """Names for the search of the whole portal while typing: procedures, then a few texts."""
    query = request.GET.get("q", "").strip()[:100]
    found = everywhere(query if len(query) >= 2 else "")
    texts = [text for group in found.texts.values() for text in group][:SUGGESTED_TEXTS]
    names = [_suggestion(card) for card in found.procedures[: SUGGESTIONS - len(texts)]]
    return JsonResponse({"results": names + [_text_suggestion(text) for text in texts]})


def _suggestion(card: Card) -> dict:
    return {
        "code": card.code,
        "name": card.spoken_name,
        "lang": "vi" if card.spoken_name == card.name else "en",
        "url": reverse("cms:procedure", args=[card.code]),
    }


def _text_suggestion(text: Text) -> dict:
    return {
        "kind": text.kind.label,
        "name": text.name,
        "lang": text.language,
        "url": text.address,
    }


@require_safe
def offices(request):
    """Every office that takes dossiers, by province; `?tinh=` shows one province."""
    provinces: dict[str, list[Agency]] = {}
    agencies = Agency.objects.active().filter(accepts_dossiers=True)
    for agency in agencies.select_related("parent__parent").order_by("province", "office_code"):
        provinces.setdefault(agency.province, []).append(agency)
    chosen = request.GET.get("tinh", "")
    shown = with_hours(provinces.get(chosen, []))
    context = {"provinces": provinces, "chosen": chosen, "offices": shown}
    return public(render(request, "cms/offices.html", context))


@require_safe
def office(request, code: str):
    """One office: where it is, when it is open, what people can ask for there."""
    agency = agency_of(code)
    cards = services(agency)
    context = {
        "office": with_hours([agency])[0],
        "entries": [(entry, filing_address(entry.card, agency)) for entry in entries(cards)],
        "below": list(agency.children.active().order_by("office_code")),
        "responsible": agency.responsibilities.on().first(),
    }
    return public(render(request, "cms/office.html", context))


@require_safe
def notices(request):
    """What the portal tells everybody: now, planned, and the latest that are over."""
    rows = list(Notice.objects.select_related("link_page")[:NOTICES])
    now = timezone.now()
    groups = [
        (_("Đang có hiệu lực"), [n for n in rows if n.begins <= now and not _is_over(n, now)]),
        (_("Sắp tới"), [n for n in rows if n.begins > now]),
        (_("Đã qua"), [n for n in rows if _is_over(n, now)]),
    ]
    return public(render(request, "cms/notices.html", {"groups": groups}))


def _is_over(notice: Notice, now) -> bool:
    return notice.ends is not None and notice.ends <= now
