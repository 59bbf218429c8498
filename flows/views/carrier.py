"""The postal carrier of the demo as a page: what was announced, and what happens to it."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from flows.gateways import post, post_demo
from flows.services import posting

MOVES = [
    ("accepted", _("Nhận gửi")),
    ("in_transit", _("Đang chuyển")),
    ("delivered", _("Đã phát")),
    ("returned", _("Chuyển hoàn")),
]


@require_http_methods(["GET", "POST"])
@never_cache
def demo_page(request):
    """Each consignment with the moves that a carrier makes; a move is told to the office at once."""
    if not settings.DEMO or settings.POST_URL or not request.user.is_authenticated:
        raise Http404
    if request.method == "POST":
        number, code = request.POST.get("number", ""), request.POST.get("code", "")
        known = {one["number"] for one in post_demo.consignments()}
        if number not in known or code not in dict(MOVES):
            raise Http404
        for event in post.read([post_demo.move(number, code)]):
            posting.take(event)
        return redirect("flows:post_demo")
    told = dict(MOVES)
    found = [
        {**one, "events": [{**event, "label": told[event["code"]]} for event in one["events"]]}
        for one in post_demo.consignments()[:50]
    ]
    context = {"consignments": found, "moves": MOVES, "manifests": post_demo.manifests()[:20]}
    return render(request, "flows/post_demo.html", context)
