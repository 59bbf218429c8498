"""One dossier as its owner sees it: status, way, dates, papers, messages, result, rating."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from flows import picture
from flows.acts import BEFORE_RESULT
from flows.deadlines import clock
from flows.errors import DossierError
from flows.gateways import payment
from flows.models import Notice, State
from flows.services import amending, barring, mandating, messaging, returning
from flows.status import public_status
from home import rating
from home.dossiers.access import acting_page, dossier_page
from home.dossiers.fees import fees_of
from home.dossiers.forms import RatingForm
from home.dossiers.talk import TalkForm, thread
from home.models import Rating


@dossier_page
def dossier(request, dossier):
    """Everything the owner may know of the dossier, on one page."""
    issued = list(dossier.issued.filter(revoked_at__isnull=True))
    request_open = dossier.supplements.filter(closed_at__isnull=True).first()
    rated = Rating.objects.filter(dossier=dossier).first()
    may_act = mandating.may_act(dossier, request.user)
    context = {
        "dossier": dossier,
        "status": public_status(dossier),
        "stops": [_drawn(stop) for stop in picture.flow_map(dossier)],
        "due": _due(dossier),
        "days": clock.explain(dossier).lines if dossier.received_at else [],
        "entries": [
            {
                "title": entry.public_text,
                "at": entry.at,
                "who": _who(entry),
                "state": "done",
            }
            for entry in dossier.journal.exclude(public_text="")
            .select_related("actor")
            .order_by("-seq")
        ],
        "readings": _readings(dossier),
        "papers": _papers(dossier),
        "slips": [paper for paper in issued if not paper.is_result],
        "results": [paper for paper in issued if paper.is_result],
        "notices": dossier.notices.filter(channel=Notice.Channel.ACCOUNT).order_by("-pk"),
        "talk": _talk(dossier, request.user),
        "talk_form": TalkForm(),
        "supplement": request_open,
        "originals": _originals(dossier),
        "fees": fees_of(dossier),
        "pays_online": payment.is_open(),
        "may_amend": dossier.state == State.SUBMITTED
        and not amending.why_not(dossier, request.user),
        "barred": not dossier.is_closed and barring.why_not(request.user),
        "may_act": may_act,
        "may_visit": may_act and not dossier.is_closed,
        "may_withdraw": may_act and dossier.state in BEFORE_RESULT,
        "rating": rated,
        "rating_form": None
        if rated or not rating.may_rate(dossier, request.user)
        else RatingForm(),
    }
    return render(request, "home/dossiers/dossier.html", context)


def _who(entry) -> str:
    """The unit; of an act done for somebody else the person and for whom."""
    unit = entry.department_name or entry.agency_name
    if not entry.on_behalf_of or entry.actor is None or entry.actor.is_staff:
        return unit
    return _("%(who)s thay %(whom)s") % {"who": entry.actor_name, "whom": entry.on_behalf_of}


READINGS_SHOWN = 50


def _readings(dossier) -> list[dict]:
    """The newest readings by staff and partner systems: when, which unit, what; never who by name."""
    whats = {
        "read": _("hồ sơ"),
        "read_document": _("giấy tờ"),
        "read_api": _("dữ liệu, qua hệ thống kết nối"),
        "download": _("bản lưu toàn bộ hồ sơ"),
        "break_glass": _("toàn bộ hồ sơ, mở khẩn cấp vì: %s"),
    }
    found = dossier.journal.filter(act__in=whats).order_by("-seq")[:READINGS_SHOWN]
    return [
        {
            "at": entry.at,
            "unit": entry.department_name or entry.agency_name,
            "what": whats[entry.act] % entry.data["reason"]
            if entry.act == "break_glass"
            else whats[entry.act],
        }
        for entry in found
    ]


def _talk(dossier, user) -> dict:
    """The thread as it is seen now: what was new is read by that."""
    found = thread(dossier)
    for message in found["messages"]:
        message.is_new = message.from_office and message.read_at is None
    if any(message.is_new for message in found["messages"]):
        messaging.mark_read(dossier, by=user)
    return found


def _originals(dossier) -> dict | None:
    """The request for originals that waits, and the appointment made for it."""
    asked = dossier.open_originals
    if asked is None:
        return None
    items = asked.items.select_related("document__component")
    visit = dossier.appointments.booked().filter(ends_at__gt=timezone.now(), agency=asked.agency_id)
    return {"asked": asked, "items": list(items), "visit": visit.order_by("starts_at").first()}


def _due(dossier):
    """The day to show, or None while nothing is promised (not received, or paused)."""
    return None if dossier.state == State.SUPPLEMENT_REQUESTED else dossier.due_at


def _drawn(stop) -> dict:
    return {
        "title": stop.title,
        "state": stop.state,
        "state_label": stop.state_label,
        "detail": stop.department or stop.agency,
        "at": stop.at,
    }


def _papers(dossier):
    """The papers in force: what a supplement replaced is left out."""
    return (
        dossier.documents.in_force()
        .select_related("component", "file", "compared_by")
        .order_by("component__order", "order", "pk")
    )


@require_POST
@acting_page
def collect(request, dossier, document_id):
    """Take the result: its download is the delivery when it is returned online."""
    result = dossier.issued.filter(pk=document_id, kind="result", revoked_at__isnull=True).first()
    if result is None:
        raise Http404
    try:
        returning.collect_online(dossier, by=request.user)
    except DossierError as error:
        messages.error(request, str(error))
        return redirect("home:dossier", code=dossier.code)
    return redirect("flows:issued", token=result.token)


@require_POST
@dossier_page
def rate(request, dossier):
    """Keep the rating, once; a second one changes nothing."""
    if not rating.may_rate(dossier, request.user):
        raise Http404
    form = RatingForm(request.POST)
    here = reverse("home:dossier", kwargs={"code": dossier.code})
    if not form.is_valid():
        return render(request, "home/dossiers/rate.html", {"dossier": dossier, "form": form})
    if not rating.rate(dossier, by=request.user, **form.cleaned_data):
        messages.info(request, _("Hồ sơ này đã được đánh giá trước đó."))
        return redirect(here)
    messages.success(request, _("Cảm ơn Ông/Bà đã đánh giá."))
    return redirect(here)
