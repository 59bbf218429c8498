"""The return desk (trả kết quả): find by code, QR or name; results that wait; not collected."""

import datetime

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from flows.console import search
from flows.console.desk import GIVE_BACK
from flows.models import Delivery, Dossier, State, WorkItem

UNCLAIMED_AFTER = datetime.timedelta(days=30)
PAGE = 50


def desk(request):
    """Work items of the step «trả kết quả», and consignments that the post has not confirmed."""
    if not request.user.has_perm("flows.return_result"):
        raise PermissionDenied
    typed, view = request.GET.get("q", "").strip(), request.GET.get("xem", "")
    waiting = (
        WorkItem.objects.visible_to(request.user).open().filter(step=GIVE_BACK).with_list_data()
    )
    long_ago = timezone.now() - UNCLAIMED_AFTER
    counts = {
        "all": waiting.count(),
        "unclaimed": waiting.filter(dossier__finished_at__lt=long_ago).count(),
    }
    shown = waiting
    if view == "chua-nhan":
        shown = shown.filter(dossier__finished_at__lt=long_ago)
    if typed:
        shown = shown.filter(search.matching(typed, dossier="dossier__"))
    page = Paginator(shown.order_by("dossier__finished_at", "pk"), PAGE).get_page(
        request.GET.get("trang")
    )
    context = {
        **admin.site.each_context(request),
        "title": _("Trả kết quả"),
        "typed": typed,
        "view": view,
        "counts": counts,
        "page": page,
        "sent": _sent_by_post(request.user) if not typed and not view else [],
    }
    return TemplateResponse(request, "console/returns.html", context)


def _sent_by_post(user):
    """Consignments under way, to be confirmed when the post has delivered or returned them."""
    reach = Dossier.objects.visible_to(user).filter(state=State.RESULT_READY).order_by()
    return (
        Delivery.objects.filter(state=Delivery.State.SENT, dossier__in=reach)
        .select_related("dossier__procedure")
        .order_by("created_at")[:PAGE]
    )
