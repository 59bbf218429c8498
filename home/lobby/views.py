"""Kiosk (máy lấy số, tra cứu) and display (bảng gọi số); both work without script."""

from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from flows import limits, tracking
from flows.errors import DossierError
from flows.models import Ticket, WaitingRoom
from flows.services import calling
from home.lookup.track import TrackForm

SHOWN = 6  # called numbers on the display
IDLE, AFTER_TICKET = 60, 20  # seconds until the kiosk is back at its start


@never_cache
@require_http_methods(["GET", "POST"])
def kiosk(request, key: str):
    """The start: large buttons that take a number, and the way to the look-up."""
    room = _room(key)
    refusal = ""
    if request.method == "POST":
        try:
            ticket = calling.take_ticket(room, group=request.POST.get("group", ""))
        except DossierError as refused:
            refusal = str(refused)
        else:
            return redirect("home:kiosk_ticket", key, ticket.pk)
    context = {
        "groups": Ticket.Group.choices,
        "refusal": refusal,
        "idle": 0 if get_language() == settings.LANGUAGE_CODE else IDLE,
    }
    return _screen(request, "kiosk", room, context, status=409 if refusal else 200)


@never_cache
@require_safe
def ticket(request, key: str, pk: int):
    """The number just taken, to print or to remember."""
    room = _room(key)
    taken = get_object_or_404(room.tickets.today(), pk=pk)
    ahead = room.tickets.today().waiting().filter(group=taken.group, number__lt=taken.number)
    context = {"ticket": taken, "ahead": ahead.count(), "idle": AFTER_TICKET}
    return _screen(request, "ticket", room, context)


@never_cache
@require_http_methods(["GET", "POST"])
def look_up(request, key: str):
    """The public look-up on the kiosk; by POST, so that nothing stays in the browser's addresses."""
    room = _room(key)
    form = TrackForm(_scanned(request.POST) if request.method == "POST" else None)
    form.fields["ma"].widget.attrs["autofocus"] = True
    context = {"form": form, "refusal": "", "found": None, "idle": IDLE}
    if form.is_bound and form.is_valid():
        if not tracking.may_look_up(limits.client_address(request)):
            context["refusal"] = _("Tra cứu quá nhiều lần. Xin thử lại sau một phút.")
            return _screen(request, "look_up", room, context, status=429)
        context["found"] = tracking.lookup(form.cleaned_data["ma"], form.cleaned_data["kt"])
        if context["found"] is None:
            context["refusal"] = _("Không tìm thấy hồ sơ với mã này và mã kiểm tra này")
    return _screen(request, "look_up", room, context)


@never_cache
@require_safe
def display(request, office_code: str):
    """The numbers called last and how many wait; the page asks anew by itself."""
    room = get_object_or_404(
        WaitingRoom.objects.select_related("agency"), agency__office_code=office_code
    )
    today = room.tickets.today()
    called = today.filter(called_at__isnull=False).order_by("-called_at")
    context = {
        "room": room,
        "called": list(called[:SHOWN]),
        "waiting": today.waiting().count(),
        "now": timezone.localtime(),
        "calling": Ticket.State.CALLED,
    }
    return render(request, "home/lobby/display.html", context)


def _screen(request, name: str, room: WaitingRoom, context: dict, *, status: int = 200):
    """A screen of the kiosk; its way back leads to the start in Vietnamese, whatever language the
    last person chose."""
    with override(settings.LANGUAGE_CODE):
        start = reverse("home:kiosk", args=[room.kiosk_key])
    context |= {"room": room, "start": start, "now": timezone.localtime()}
    return render(request, f"home/lobby/{name}.html", context, status=status)


def _room(key: str) -> WaitingRoom:
    """The room whose kiosk this is; a key that nobody gave out is no address."""
    room = WaitingRoom.objects.select_related("agency").filter(kiosk_key=key).first()
    if room is None:
        raise Http404
    return room


def _scanned(typed):
    """A scanner types the whole address of the slip's QR: code and check are in it."""
    words = typed.copy()
    asked = parse_qs(urlsplit(words.get("ma", "").strip()).query)
    if "ma" in asked and "kt" in asked:
        words["ma"], words["kt"] = asked["ma"][0], asked["kt"][0]
    return words
