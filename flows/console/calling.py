"""Calling numbers (gọi số) at the counter: who waits, the next one, served or gone."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Min
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from catalog.models import Agency
from catalog.permissions import posts_of
from flows.console import columns
from flows.errors import DossierError
from flows.models import Ticket, WaitingRoom
from flows.services import calling

# Where the work of each kind of service is done.
WORK = {
    Ticket.Group.FILE.value: ("admin:counter", "flows.receive_dossier", gettext_lazy("Lập hồ sơ")),
    Ticket.Group.COLLECT.value: (
        "admin:return_desk", "flows.return_result", gettext_lazy("Trả kết quả"),
    ),
    Ticket.Group.ASK.value: (
        "admin:guidance", "flows.receive_dossier", gettext_lazy("Hướng dẫn đến đúng cơ quan"),
    ),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
def screen(request):
    """The waiting room of the person's own office."""
    user = request.user
    if not calling.may_call(user):
        raise PermissionDenied
    agency = next((post.department.agency for post in posts_of(user)), None)
    agency = agency or Agency.objects.active().filter(accepts_dossiers=True).first()
    room = WaitingRoom.objects.filter(agency=agency).first()
    if request.method == "POST":
        try:
            _act(request, agency, room)
        except DossierError as refusal:
            messages.error(request, str(refusal))
        return redirect("admin:calling")
    called = (
        Ticket.objects.filter(called_by=user, state=Ticket.State.CALLED)
        .select_related("appointment__person", "appointment__dossier")
        .first()
    )
    context = {
        **admin.site.each_context(request),
        "title": _("Gọi số"),
        "agency": agency,
        "room": room,
        "groups": _groups(room) if room else [],
        "called": called,
        "work": _work_of(called, user) if called else None,
        "counter": user.preferences.get("counter", ""),
        "chosen": user.preferences.get("groups", Ticket.Group.values),
    }
    return TemplateResponse(request, "console/calling.html", context)


def _work_of(called: Ticket, user) -> tuple[str, str] | None:
    """(address, words) of the screen on which this person serves the number called."""
    screen_name, right, words = WORK[called.group]
    return (reverse(screen_name), words) if user.has_perm(right) else None


def _act(request, agency, room) -> None:
    act, user, typed = request.POST.get("act", ""), request.user, request.POST
    if act == "open":
        calling.open_room(agency, by=user)
    elif room is None:
        raise DossierError(_("Cơ quan chưa phát số."))
    elif act == "close":
        calling.close_room(room, by=user)
    elif act == "next":
        counter, groups = typed.get("counter", ""), typed.getlist("groups")
        calling.call_next(room, by=user, counter=counter, groups=groups)
        columns.prefer(user, counter=counter.strip()[:10], groups=groups)
    elif act in {"again", "served", "served_next", "gone"}:
        number = typed.get("ticket", "")
        known = room.tickets.filter(pk=number) if number.isdigit() else room.tickets.none()
        ticket = get_object_or_404(known)
        if act == "again":
            calling.call_again(ticket, by=user)
        else:
            calling.end(ticket, by=user, came=act != "gone")
        if act == "served_next":
            groups = user.preferences.get("groups", Ticket.Group.values)
            calling.call_next(room, by=user, counter=ticket.counter, groups=groups)


def _groups(room: WaitingRoom) -> list[dict]:
    """Each kind of service: how many wait, and since when the first one does."""
    rows = room.tickets.today().waiting().order_by().values("group")
    counts = {row["group"]: row for row in rows.annotate(n=Count("pk"), since=Min("taken_at"))}
    return [
        {"value": value, "label": label, **counts.get(value, {"n": 0, "since": None})}
        for value, label in Ticket.Group.choices
    ]
