"""Appointments at the desk (lịch hẹn): the day's list with who came, and the hours that are offered."""

import datetime

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from catalog.models import Agency
from catalog.permissions import posts_of
from flows.errors import DossierError
from flows.models import Appointment, BookingHours
from flows.models.appointment import WEEKDAYS
from flows.services import attending, calling

TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class HoursForm(forms.Form):
    """One row of bookable hours."""

    weekday = forms.TypedChoiceField(label=gettext_lazy("Thứ"), choices=WEEKDAYS, coerce=int)
    opens = forms.TimeField(
        label=gettext_lazy("Từ giờ"),
        widget=TIME,
        error_messages={"required": gettext_lazy("Hãy ghi giờ bắt đầu.")},
    )
    closes = forms.TimeField(
        label=gettext_lazy("Đến giờ"),
        widget=TIME,
        error_messages={"required": gettext_lazy("Hãy ghi giờ kết thúc.")},
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Số phút mỗi lượt"), min_value=5, max_value=240, initial=30
    )
    places = forms.IntegerField(
        label=gettext_lazy("Số người mỗi lượt"), min_value=1, max_value=50, initial=1
    )


@require_http_methods(["GET", "POST"])
def visits(request):
    """Who is expected at the person's office on the day; arrival gives a queue number."""
    agency = _office(request)
    day = parse_date(request.GET.get("ngay", "0001-01-01")) or timezone.localdate()
    day = timezone.localdate() if day.year < 2000 else day
    if request.method == "POST":
        known = Appointment.objects.visible_to(request.user)
        number = request.POST.get("appointment", "")
        found = get_object_or_404(known, pk=number if number.isdigit() else 0)
        try:
            messages.success(request, _act(request, found))
        except DossierError as refusal:
            messages.error(request, str(refusal))
        return redirect(f"{reverse('admin:visits')}?ngay={day.isoformat()}")
    shown = list(attending.of_day(agency, day))
    now = timezone.now()
    for one in shown:
        one.is_over = one.ends_at <= now
    return _page(
        request,
        "console/visits.html",
        _("Lịch hẹn"),
        agency=agency,
        day=day,
        is_today=day == timezone.localdate(),
        before=day - datetime.timedelta(days=1),
        after=day + datetime.timedelta(days=1),
        visits=shown,
        expected=sum(one.is_booked for one in shown),
        states=Appointment.State,
    )


@require_http_methods(["GET", "POST"])
def hours(request):
    """The hours in which the office takes bookings; holidays of its calendar close them anyway."""
    agency = _office(request)
    withdrawn = request.POST.get("withdraw", "")
    form = HoursForm(request.POST if request.method == "POST" and not withdrawn else None)
    if withdrawn.isdigit():
        row = get_object_or_404(BookingHours.objects.visible_to(request.user), pk=withdrawn)
        attending.withdraw_hours(row, by=request.user)
        messages.success(request, _("Đã bỏ khung giờ %s.") % row)
        return redirect("admin:visit_hours")
    if form.is_bound and form.is_valid():
        try:
            made = attending.publish_hours(agency, by=request.user, **form.cleaned_data)
        except DossierError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã mở khung giờ %s.") % made)
            return redirect("admin:visit_hours")
    rows = BookingHours.objects.filter(agency=agency)
    return _page(
        request, "console/visit_hours.html", _("Khung giờ đặt lịch"),
        agency=agency, rows=rows, form=form,
    )  # fmt: skip


def _act(request, found: Appointment) -> str:
    act = request.POST.get("act", "")
    if act == "arrive":
        arrived = attending.arrive(found, by=request.user)
        if arrived.ticket:
            told = _("Đã ghi nhận %(who)s đến; số thứ tự %(number)s.")
            return told % {"who": arrived.person, "number": arrived.ticket}
        return _("Đã ghi nhận %s đến.") % arrived.person
    if act == "miss":
        attending.miss(found, by=request.user)
        return _("Đã ghi nhận không đến; người hẹn được báo.")
    if act == "call_off":
        attending.call_off(found, by=request.user, reason=request.POST.get("reason", ""))
        return _("Đã hủy lịch hẹn; người hẹn được báo lý do.")
    raise DossierError(_("Hãy chọn một việc."))


def _office(request) -> Agency:
    """The office of the person's post; whoever is everywhere sees the first one."""
    if not calling.may_call(request.user):
        raise PermissionDenied
    mine = next((post.department.agency for post in posts_of(request.user)), None)
    return mine or Agency.objects.active().filter(accepts_dossiers=True).first()


def _page(request, template: str, title: str, **context):
    form = context.get("form")
    status = 422 if form is not None and form.errors else 200
    context |= {**admin.site.each_context(request), "title": title}
    return TemplateResponse(request, template, context, status=status)
