"""Paper between units: what the own units have to give, what they gave, what they are to confirm."""

from itertools import groupby

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from flows.console.site import handles_dossiers
from flows.errors import DossierError
from flows.models import HandoverList, PaperHandover
from flows.models.handover import units_of
from flows.services import paper_trail

SHOWN = 200  # open hand-overs of the person's units on one page
LISTS = 10


@require_http_methods(["GET", "POST"])
def screen(request):
    """The open hand-overs of the person's units, in both directions; late ones say so."""
    if not handles_dossiers(request.user):
        raise PermissionDenied
    seen = PaperHandover.objects.visible_to(request.user)
    if request.method == "POST":
        return _act(request, seen)
    units, now = units_of(request.user), timezone.now()
    waiting = list(seen.open().with_list_data().order_by("due_at", "pk")[:SHOWN])
    for one in waiting:
        one.late = one.is_late(now)
    ours = sorted(
        (one for one in waiting if one.from_department_id in units),
        key=lambda one: (one.from_department_id, one.to_department_id, one.due_at, one.pk),
    )
    give = [one for one in ours if one.sheet_id is None]
    lists = HandoverList.objects.visible_to(request.user)
    context = {
        **admin.site.each_context(request),
        "title": _("Bàn giao hồ sơ giấy"),
        "groups": [
            list(group)
            for _units, group in groupby(
                give, key=lambda one: (one.from_department_id, one.to_department_id)
            )
        ],
        "given": [one for one in ours if one.sheet_id],
        "take": [one for one in waiting if one.to_department_id in units],
        "lists": lists.select_related(
            "from_department", "to_department", "made_by", "issued"
        ).prefetch_related("issued__office_prints__by")[:LISTS],
    }
    return TemplateResponse(request, "console/handing.html", context)


def _act(request, seen):
    chosen = list(
        seen.filter(pk__in=[key for key in request.POST.getlist("chon") if key.isdigit()])
    )
    try:
        if "list" in request.POST:
            made = paper_trail.make_list(chosen, by=request.user)
            link = format_html(
                ' <a href="{}?xem=1" target="_blank" rel="noopener">{}</a>',
                reverse("flows:issued", args=[made.issued.token]),
                _("In phiếu %s") % made,
            )
            told = _("Đã lập phiếu bàn giao %s.") % made
            messages.success(request, format_html("{}{}", told, link))
        else:
            _take(request, seen, chosen)
    except DossierError as refusal:
        messages.error(request, str(refusal))
    return redirect("admin:handing")


def _take(request, seen, chosen) -> None:
    """Those ticked are confirmed, with what was missing; a remark on another one is told as it is."""
    notes = {
        int(name.removeprefix("thieu_")): text.strip()
        for name, text in request.POST.items()
        if name.startswith("thieu_") and name.removeprefix("thieu_").isdigit()
    }
    taken = paper_trail.confirm(chosen, by=request.user, notes=notes)
    ticked = {one.pk for one in chosen}
    missed = 0
    for one in seen.open().filter(pk__in=notes.keys() - ticked):
        if notes[one.pk] and notes[one.pk] != one.note:
            paper_trail.report_missing(one, by=request.user, note=notes[one.pk])
            missed += 1
    if taken:
        told = ngettext(
            "Đã xác nhận nhận %d hồ sơ giấy.", "Đã xác nhận nhận %d hồ sơ giấy.", len(taken)
        )
        messages.success(request, told % len(taken))
    if missed:
        told = ngettext("Đã báo thiếu %d hồ sơ.", "Đã báo thiếu %d hồ sơ.", missed)
        messages.warning(request, told % missed)
    if not taken and not missed:
        messages.error(request, _("Hãy chọn hồ sơ đã nhận, hoặc ghi giấy tờ còn thiếu."))
