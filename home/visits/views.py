"""My appointments (lịch hẹn của tôi); every step works without script."""

import datetime
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.models import Agency, Procedure
from flows.errors import DossierError
from flows.models import Appointment, Dossier
from flows.services import booking
from home.visits.forms import VisitForm

PAST_SHOWN = 20


def own_page(view):
    """For citizens and organisations who are signed in; staff have no appointments of their own."""

    @never_cache
    @login_required
    @wraps(view)
    def inner(request, *args, **kwargs):
        if request.user.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return inner


@require_safe
@own_page
def visits(request):
    """What is coming, and what has been."""
    mine = request.user.appointments.select_related("agency", "dossier", "procedure")
    context = {
        "coming": mine.booked().filter(ends_at__gt=timezone.now()).order_by("starts_at"),
        "past": mine.exclude(state=Appointment.State.BOOKED, ends_at__gt=timezone.now()).order_by(
            "-starts_at"
        )[:PAST_SHOWN],
        "most": booking.MOST,
    }
    return render(request, "home/visits/visits.html", context)


@require_http_methods(["GET", "POST"])
@own_page
def book(request):
    """Office and purpose, then the day, then the hour; `?thu-tuc=` and `?ho-so=` say what it is about."""
    dossier = _own_dossier(request)
    procedure = dossier.procedure if dossier else _procedure(request)
    agencies = _agencies(dossier, procedure)
    first = {"viec": request.GET.get("viec", "")}
    form = VisitForm(_asked(request, agencies), agencies=agencies, initial=first)
    agency = form.cleaned_data["co_quan"] if form.is_bound and form.is_valid() else None
    refusal = ""
    if request.method == "POST" and agency:
        try:
            made = booking.book(
                agency,
                chosen_turn(request),
                by=request.user,
                purpose=form.cleaned_data["viec"],
                procedure=procedure,
                dossier=dossier,
            )
        except DossierError as error:
            refusal = str(error)
        else:
            messages.success(request, _("Đã đặt lịch hẹn số %s.") % made.number)
            return redirect("home:visits")
    context = {
        "form": form,
        "agency": agency,
        "dossier": dossier,
        "procedure": procedure,
        "any_office": agencies.exists(),
        "kept": {name: request.GET[name] for name in ("thu-tuc", "ho-so") if name in request.GET},
        **turns_shown(request, agency),
        "errors": [(refusal, "#gio")] if refusal else [],
    }
    return render(request, "home/visits/book.html", context, status=409 if refusal else 200)


@require_http_methods(["GET", "POST"])
@own_page
def move(request, pk: int):
    """Another hour at the same office."""
    visit = _own(request, pk)
    if not visit.may_change:
        messages.error(
            request, _("Lịch hẹn này đã qua hoặc đã được ghi nhận nên không thay đổi được.")
        )
        return redirect("home:visits")
    refusal = ""
    if request.method == "POST":
        try:
            booking.move(visit, chosen_turn(request), by=request.user)
        except DossierError as error:
            refusal = str(error)
        else:
            messages.success(request, _("Đã đổi giờ hẹn."))
            return redirect("home:visits")
    context = {
        "visit": visit,
        "agency": visit.agency,
        **turns_shown(request, visit.agency),
        "errors": [(refusal, "#gio")] if refusal else [],
    }
    return render(request, "home/visits/move.html", context, status=409 if refusal else 200)


@require_POST
@own_page
def cancel(request, pk: int):
    """The person does not come."""
    try:
        booking.cancel(_own(request, pk), by=request.user)
    except DossierError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã hủy lịch hẹn."))
    return redirect("home:visits")


def turns_shown(request, agency) -> dict:
    """The days that have a free turn, the one looked at, and its turns."""
    if agency is None:
        return {"days": [], "day": None, "turns": []}
    found = booking.free_turns(agency)
    wanted = parse_date(request.GET.get("ngay", "")) if request.GET.get("ngay") else None
    day = wanted if wanted in found else next(iter(found), None)
    return {"days": list(found), "day": day, "turns": found.get(day, [])}


def chosen_turn(request) -> datetime.datetime:
    """The hour that was ticked; DossierError when none was."""
    try:
        chosen = parse_datetime(request.POST.get("gio", ""))
    except ValueError:
        chosen = None
    if chosen is None or timezone.is_naive(chosen):
        raise DossierError(_("Hãy chọn giờ hẹn."))
    return chosen


def _asked(request, agencies) -> dict | None:
    """What the address says; a single possible office is chosen already."""
    asked = request.GET.copy()
    if "co-quan" not in asked and len(only := agencies[:2]) == 1:
        asked["co-quan"] = only[0].office_code
        asked.setdefault("viec", Appointment.Purpose.FILE)
    return asked if asked.get("co-quan") else None


def _agencies(dossier, procedure):
    """Offices that take bookings: of the dossier, that offer the procedure, or all of them."""
    found = booking.bookable_agencies().order_by("name")
    if dossier:
        return found.filter(pk__in=[dossier.agency_id, dossier.current_agency_id])
    version = procedure.version_on() if procedure else None
    return found.filter(pk__in=Agency.objects.offering(version)) if version else found


def _own_dossier(request) -> Dossier | None:
    code = request.GET.get("ho-so", "")
    if not code:
        return None
    mine = Dossier.objects.of_person(request.user).select_related("procedure")
    return get_object_or_404(mine, code=code)


def _procedure(request) -> Procedure | None:
    code = request.GET.get("thu-tuc", "")
    return Procedure.objects.live().filter(code=code).first() if code else None


def _own(request, pk: int) -> Appointment:
    return get_object_or_404(request.user.appointments.select_related("agency"), pk=pk)
