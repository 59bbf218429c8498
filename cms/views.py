"""What is not a Wagtail page: one procedure, suggestions while typing, the news feed."""

from django.contrib.syndication.views import Feed
from django.http import HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cms.catalogue import entries
from cms.models import NewsPage
from cms.page_cache import public
from cms.procedure import ProcedurePage, approved
from cms.search import near, ranked

SUGGESTIONS = 8


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
    return JsonResponse(
        {
            "results": [
                {
                    "code": card.code,
                    "name": card.name,
                    "url": reverse("cms:procedure", args=[card.code]),
                }
                for card in cards
            ]
        }
    )


class NewsFeed(Feed):
    """The latest news as RSS."""

    feed_type = Rss201rev2Feed
    title = _("Tin tức – Cổng Dịch vụ công BHXH Việt Nam")
    description = _("Tin mới về thủ tục, chính sách và hoạt động của cổng.")
    link = "/tin-tuc/"
    language = "vi"

    def __call__(self, request, *args, **kwargs):
        return public(super().__call__(request, *args, **kwargs))

    def items(self):
        return NewsPage.objects.live().order_by("-date", "-pk")[:20]

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.summary

    def item_link(self, item):
        return item.url

    def item_pubdate(self, item):
        return item.first_published_at
