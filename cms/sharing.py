"""For component sites of the provinces (Article 9.2): an office's online services as data and as a page to frame."""

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from catalog.models import Agency
from cms.catalogue import entries
from cms.editions import public
from cms.shelf import Card, shelf


def agency_of(code: str) -> Agency:
    """The office by its five digits; a province also by its three («079»). 404 when there is none."""
    whole = f"{code}00" if len(code) == 3 else code
    return get_object_or_404(
        Agency.objects.active().select_related("parent__parent"), office_code=whole
    )


def levels_of(agency: Agency) -> set[str]:
    """The levels whose services this office's site lists: a province speaks for its base offices too."""
    if agency.level == Agency.Level.PROVINCE:
        return {Agency.Level.PROVINCE, Agency.Level.BASE}
    return {agency.level}


def services(agency: Agency, *, online: bool = False) -> list[Card]:
    """What people can ask for there; with `online` only what they can file on this portal."""
    wanted = levels_of(agency)
    return [
        card
        for card in shelf().cards
        if card.competent_levels & wanted and (card.can_file or not online)
    ]


def filing_address(card: Card, agency: Agency) -> str:
    """Straight to filing; the office is chosen already when it takes this procedure itself."""
    address = reverse("home:start", args=[card.code])
    takes = agency.accepts_dossiers and agency.level in card.competent_levels
    return f"{address}?co-quan={agency.office_code}" if takes else address


@require_safe
def feed(request, code: str):
    """The online services of an office as a JSON Feed 1.1, for any site to read."""
    agency = agency_of(code)
    base = settings.BASE_URL
    items = [
        {
            "id": card.code,
            "url": base + reverse("cms:procedure", args=[card.code]),
            "title": card.name,
            "content_text": card.summary or card.name,
            "tags": [card.sector.name],
            "_service": {
                "code": card.code,
                "sector": card.sector.code,
                "level": card.level,
                "mode": card.mode_label,
                "time_limits": limits,
                "filing_url": base + filing_address(card, agency),
            },
        }
        for card, limits in (
            (entry.card, entry.limits) for entry in entries(services(agency, online=True))
        )
    ]
    answer = JsonResponse(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": f"Dịch vụ công trực tuyến – {agency.name}",
            "language": "vi",
            "home_page_url": base + reverse("cms:office", args=[agency.office_code]),
            "feed_url": base + reverse("cms:office_feed", args=[agency.office_code]),
            "items": items,
        },
        json_dumps_params={"ensure_ascii": False},
    )
    answer["Access-Control-Allow-Origin"] = "*"
    return public(answer)


@require_safe
@xframe_options_exempt
def frame(request, code: str):
    """The same as a page that any site may frame; its links open in a window of their own."""
    agency = agency_of(code)
    rows = [
        (entry, filing_address(entry.card, agency))
        for entry in entries(services(agency, online=True))
    ]
    answer = render(request, "cms/office_frame.html", {"agency": agency, "rows": rows})
    answer[HEADER] = build_policy(replace={"frame-ancestors": ["*"]})
    return public(answer)
