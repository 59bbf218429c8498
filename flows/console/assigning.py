"""Who does what (phân công): the open work of the units one leads, given out in batches; leavers."""

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from viewflow.workflow.status import STATUS

from catalog.leading import departments_led_by, leads_somebody, posts_led_by
from catalog.models import Post
from flows.console import due
from flows.console.site import administers_staff
from flows.errors import DossierError
from flows.models import WorkItem
from flows.services import leaving, sharing_out, work

PAGE = 50


@require_http_methods(["GET", "POST"])
def screen(request):
    """Open items of the departments led; those ticked go to one colleague, each reported by itself."""
    if not leads_somebody(request.user):
        raise PermissionDenied
    departments = departments_led_by(request.user)
    if request.method == "POST":
        done = _share_out(request) if "department" in request.POST else _give_out(request)
        if done:
            return redirect(request.get_full_path())
    items = WorkItem.objects.open().filter(department__in=departments.order_by())
    holder, view = request.GET.get("nguoi", ""), request.GET.get("xem", "")
    if view == "chua-nhan":
        items = items.filter(status=STATUS.NEW)
    elif view == "qua-han":
        items = items.filter(due_at__lt=timezone.now())
    if holder.isdecimal():
        items = items.filter(owner=holder)
    page = Paginator(
        items.with_list_data().order_by(F("due_at").asc(nulls_last=True), "pk"), PAGE
    ).get_page(request.GET.get("trang"))
    now = timezone.now()
    for item in page:
        item.told_due = due.of_item(item, now)
    context = {
        **admin.site.each_context(request),
        "title": _("Phân công"),
        "page": page,
        "people": _people(request.user, departments),
        "holder": holder,
        "view": view,
        "departments": departments.filter(is_active=True).order_by("agency", "name"),
        "typed": {
            "ticked": request.POST.getlist("item"),
            "to": request.POST.get("to", ""),
            "reason": request.POST.get("reason", ""),
        },
    }
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "console/assigning.html", context, status=status)


@require_http_methods(["GET", "POST"])
def leaver(request, pk: int):
    """One person's open work, each with its new owner; then posts and delegations end in one act."""
    if not administers_staff(request.user):
        raise PermissionDenied
    led = posts_led_by(request.user)
    person = get_object_or_404(
        get_user_model().objects.filter(pk__in=led.order_by().values("user")), pk=pk
    )
    items = list(leaving.open_work(person))
    last_day = parse_date(request.POST.get("last_day", "")) or timezone.localdate()
    if request.method == "POST" and _left(request, person, items, last_day):
        return redirect("admin:assigning" if leads_somebody(request.user) else "admin:index")
    for item in items:
        item.colleagues = list(leaving.may_succeed(item))
        item.chosen = request.POST.get(f"to_{item.pk}", "")
    context = {
        **admin.site.each_context(request),
        "title": _("Bàn giao khi nghỉ việc, chuyển công tác"),
        "person": person,
        "posts": Post.objects.active()
        .filter(user=person)
        .select_related("role", "department__agency"),
        "items": items,
        "last_day": last_day,
        "leads": leads_somebody(request.user),
    }
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "console/leaver.html", context, status=status)


def _people(user, departments):
    """Colleagues of these departments with what they hold there, the least loaded first."""
    held = Q(
        work_items__status=STATUS.ASSIGNED,
        work_items__flow_task_type="HUMAN",
        work_items__department__in=departments.order_by(),
    )
    colleagues = posts_led_by(user).order_by().values("user")
    return (
        get_user_model()
        .objects.filter(pk__in=colleagues)
        .annotate(load=Count("work_items", filter=held, distinct=True))
        .order_by("load", "full_name")
    )


def _share_out(request) -> bool:
    """One department's choice of how new work reaches its people."""
    named = request.POST["department"]
    led = departments_led_by(request.user)
    department = get_object_or_404(led, pk=named if named.isdecimal() else 0)
    automatic = request.POST.get("automatic") == "1"
    try:
        sharing_out.share_out(department, by=request.user, automatic=automatic)
    except DossierError as refusal:
        messages.warning(request, str(refusal))
    else:
        told = (
            _("Từ nay việc mới của %s tự chia đều cho người đang giữ ít việc nhất.")
            if automatic
            else _("Từ nay việc mới của %s chờ ở hàng chung của phòng.")
        )
        messages.success(request, told % department)
    return True


def _give_out(request) -> bool:
    """Each item is handed over by itself: what could not be is named with its reason.

    False when something was left out: the page keeps what was ticked and typed.
    """
    chosen = [pk for pk in request.POST.getlist("item") if pk.isdecimal()]
    to = request.POST.get("to", "")
    person = get_user_model().objects.filter(pk=to).first() if to.isdecimal() else None
    reason = request.POST.get("reason", "").strip()
    if not chosen or (person is None and to != "phong") or not reason:
        messages.error(request, _("Hãy chọn việc, người nhận và ghi lý do."))
        return False
    done = 0
    led = departments_led_by(request.user).order_by()
    for item in WorkItem.objects.filter(pk__in=chosen, department__in=led).with_list_data():
        try:
            work.pass_on(item, by=request.user, to=person, reason=reason)
            done += 1
        except DossierError as refusal:
            messages.warning(request, f"{item.dossier.code}: {refusal}")
    if done:
        where = person or _("hàng chờ chung của phòng")
        messages.success(request, _("Đã giao %(n)d việc cho %(to)s.") % {"n": done, "to": where})
    return True


def _left(request, person, items, last_day) -> bool:
    try:
        count = leaving.leave(
            person,
            by=request.user,
            last_day=last_day,
            successors=_successors(request.POST, items),
            deactivate="deactivate" in request.POST,
        )
    except DossierError as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(
        request, _("Đã bàn giao %(n)d việc của %(who)s.") % {"n": count, "who": person}
    )
    return True


def _successors(typed: QueryDict, items) -> dict:
    """{item id: colleague, or None for the queue} as chosen; what was not chosen is left out."""
    wanted = {item.pk: typed.get(f"to_{item.pk}", "") for item in items}
    people = get_user_model().objects.in_bulk(
        [int(value) for value in wanted.values() if value.isdecimal()]
    )
    return {
        pk: people.get(int(value)) if value.isdecimal() else None
        for pk, value in wanted.items()
        if value == "phong" or value.isdecimal()
    }
