"""After a day off was entered: what it does to promised dates, confirmed by who keeps the calendar."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.admin.calendars import CalendarAdmin, CalendarDayAdmin
from catalog.admin.imports import CatalogImportAdmin
from catalog.models import Calendar, CalendarDay, CatalogImport, WorkingHours
from flows.errors import DossierError
from flows.services import recounting

SHOWN = 200  # dates shown and set at once
OF_CALENDARS = {model._meta.label for model in (Calendar, CalendarDay, WorkingHours)}

admin.site.unregister([Calendar, CalendarDay, CatalogImport])


class _Telling:
    """What is entered, changed or struck out late tells what it does to promised dates."""

    def response_add(self, request, obj, post_url_continue=None):
        _tell(request)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        _tell(request)
        return super().response_change(request, obj)

    def response_delete(self, request, obj_display, obj_id):
        _tell(request)
        return super().response_delete(request, obj_display, obj_id)


@admin.register(CalendarDay)
class TellingCalendarDayAdmin(_Telling, CalendarDayAdmin):
    """Days off and make-up days, typed one by one."""


@admin.register(Calendar)
class TellingCalendarAdmin(_Telling, CalendarAdmin):
    """Opening hours, and from which calendar days are inherited."""


@admin.register(CatalogImport)
class TellingImportAdmin(CatalogImportAdmin):
    """Days and hours that came, or went back, with a sheet."""

    def change_view(self, request, object_id, form_url="", extra_context=None):
        answer = super().change_view(request, object_id, form_url, extra_context)
        change = answer.context_data["change"]
        written = change.state in {change.State.APPLIED, change.State.ROLLED_BACK}
        if written and change.touched & OF_CALENDARS:
            _tell(request)
        return answer


def _tell(request) -> None:
    touched = len(recounting.changes())
    if not touched:
        return
    told = _("%d hồ sơ đã hẹn ngày trả khác với lịch này; ngày đã hẹn chưa đổi.") % touched
    if recounting.may_recount(request.user):
        address, label = reverse("admin:recount"), _("Tính lại hạn trả")
        told = format_html('{} <a class="govuk-link" href="{}">{}</a>', told, address, label)
    messages.warning(request, told)


@require_http_methods(["GET", "POST"])
def screen(request):
    """Every date that would change; those ticked are set with the decision."""
    if not recounting.may_recount(request.user):
        raise PermissionDenied
    found = recounting.changes()
    reason = request.POST.get("reason", "").strip()
    chosen = request.POST.getlist("dossier")
    if request.method == "POST":
        picked = [change for change in found if str(change.dossier.pk) in chosen]
        if picked and reason:
            _set(request, picked, reason)
            return redirect("admin:recount")
        messages.error(request, _("Hãy chọn hồ sơ và ghi văn bản về ngày nghỉ."))
    context = {
        **admin.site.each_context(request),
        "title": _("Tính lại hạn trả theo lịch"),
        "changes": found[:SHOWN],
        "total": len(found),
        "chosen": chosen,
        "reason": reason,
        "is_fresh": request.method == "GET",
    }
    return TemplateResponse(request, "console/recounting.html", context)


def _set(request, picked, reason: str) -> None:
    done = 0
    for change in picked:
        try:
            recounting.recount(change.dossier, by=request.user, reason=reason)
            done += 1
        except DossierError as refusal:
            messages.warning(request, f"{change.dossier.code}: {refusal}")
    if done:
        messages.success(request, _("Đã tính lại hạn trả của %d hồ sơ và báo người nộp.") % done)
