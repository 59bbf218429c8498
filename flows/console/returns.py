"""The return desk (trả kết quả): find by code, QR or name; results that wait; not collected."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.permissions import posts_of
from flows.console import search
from flows.console.desk import GIVE_BACK
from flows.models import Delivery, Dossier, State, WorkItem
from flows.services import collecting

PAGE = 50


def desk(request):
    """Work items of the step «trả kết quả», and consignments that the post has not confirmed."""
    if not request.user.has_perm("flows.return_result"):
        raise PermissionDenied
    typed, view = request.GET.get("q", "").strip(), request.GET.get("xem", "")
    waiting = (
        WorkItem.objects.visible_to(request.user).open().filter(step=GIVE_BACK).with_list_data()
    )
    handed = Delivery.objects.filter(
        dossier=OuterRef("dossier"), state=Delivery.State.DELIVERED
    ).order_by()
    agencies = {post.department.agency_id for post in posts_of(request.user)}
    unclaimed = collecting.unclaimed_after(agencies)
    long_ago = timezone.now() - unclaimed
    counts = {
        "all": waiting.count(),
        "unclaimed": waiting.filter(dossier__finished_at__lt=long_ago).count(),
    }
    shown = waiting
    if view == "chua-nhan":
        shown = shown.filter(dossier__finished_at__lt=long_ago)
    if typed:
        shown = shown.filter(search.matching(typed, dossier="dossier__"))
    page = Paginator(
        shown.annotate(partly=Exists(handed)).order_by("dossier__finished_at", "pk"), PAGE
    ).get_page(request.GET.get("trang"))
    context = {
        **admin.site.each_context(request),
        "title": _("Trả kết quả"),
        "typed": typed,
        "view": view,
        "counts": counts,
        "unclaimed_days": unclaimed.days,
        "page": page,
        "sent": _in_the_post(request.user, Delivery.State.SENT) if not typed and not view else [],
        "came_back": _in_the_post(request.user, Delivery.State.FAILED)
        if not typed and not view
        else [],
    }
    return TemplateResponse(request, "console/returns.html", context)


def _in_the_post(user, state: str):
    """Consignments under way, to be confirmed; or those that came back and wait at the desk."""
    reach = Dossier.objects.visible_to(user).filter(state=State.RESULT_READY).order_by()
    found = Delivery.objects.filter(state=state, dossier__in=reach)
    if state == Delivery.State.FAILED:
        newer = Delivery.objects.filter(
            dossier=OuterRef("dossier"), sent_at__gt=OuterRef("sent_at")
        )
        found = found.exclude(Exists(newer.order_by()))
    return found.select_related("dossier__procedure").order_by("created_at")[:PAGE]
