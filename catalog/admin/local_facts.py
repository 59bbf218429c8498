"""What an office keeps itself (Article 18.1a): address, contacts and opening hours, and nothing of the law."""

import datetime
import re

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget, AdminURLFieldWidget
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog import working_calendar
from catalog.models import Agency, Calendar, WorkingHours
from catalog.permissions import agencies_with

RIGHT = "catalog.change_own_agency"
FACTS = ["address", "phone", "email", "map_url", "latitude", "longitude"]
DAYS = WorkingHours._meta.get_field("weekday").choices
_SPAN = re.compile(r"(\d{1,2})[:hg](\d{2})\s*[-–]\s*(\d{1,2})[:hg](\d{2})")


class HoursField(forms.CharField):
    """Opening intervals of a weekday as typed: «07:30–11:30, 13:00–16:30»; empty is closed."""

    def clean(self, value):
        spans = []
        for part in filter(None, (piece.strip() for piece in super().clean(value).split(","))):
            found = _SPAN.fullmatch(part)
            try:
                hour, minute, until, last = map(int, found.groups()) if found else (99, 0, 0, 0)
                opens, closes = datetime.time(hour, minute), datetime.time(until, last)
            except ValueError as error:
                raise forms.ValidationError(
                    _("Ghi giờ như 07:30–11:30, 13:00–16:30; để trống là đóng cửa.")
                ) from error
            if opens >= closes or (spans and opens < spans[-1][1]):
                raise forms.ValidationError(
                    _("Giờ đóng cửa phải sau giờ mở cửa, các buổi nối tiếp nhau.")
                )
            spans.append((opens, closes))
        return spans


class LocalFactsForm(forms.ModelForm):
    """The office's own facts; another week of hours becomes its own calendar, holidays stay the nation's."""

    class Meta:
        model = Agency
        fields = FACTS
        widgets = {"address": AdminTextInputWidget, "map_url": AdminURLFieldWidget}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.week = working_calendar.for_agency(self.instance).week
        for weekday, label in DAYS:
            spans = self.week.get(weekday, ())
            self.fields[f"day_{weekday}"] = HoursField(
                label=label,
                required=False,
                initial=", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in spans),
            )

    def clean(self):
        said = super().clean()
        if not self.errors and not any(said[f"day_{weekday}"] for weekday, _label in DAYS):
            raise forms.ValidationError(_("Cơ quan phải mở cửa ít nhất một buổi trong tuần."))
        return said

    @transaction.atomic
    def save(self, commit=True):
        week = {
            weekday: tuple(spans)
            for weekday, _label in DAYS
            if (spans := self.cleaned_data[f"day_{weekday}"])
        }
        if week != self.week:
            self.instance.calendar = _calendar_of(self.instance, week)
        return super().save(commit)


def _calendar_of(agency: Agency, week: dict) -> Calendar:
    """The calendar of this office alone, which inherits the days of the one it followed."""
    code = f"co-quan-{agency.office_code}"
    followed = working_calendar.for_agency(agency)
    own, _made = Calendar.objects.get_or_create(
        code=code,
        defaults={
            "name": _("Lịch của %s") % agency,
            "parent": Calendar.objects.get(code=followed.code),
            "same_day_cutoff": followed.cutoff,
            "paper_cutoff": followed.paper_cutoff,
            "paper_by": followed.paper_by,
        },
    )
    own.hours.all().delete()
    WorkingHours.objects.bulk_create(
        WorkingHours(calendar=own, weekday=weekday, opens=opens, closes=closes)
        for weekday, spans in week.items()
        for opens, closes in spans
    )
    own.touch()
    return own


class LocalFactsMixin:
    """For holders of the local right alone: their own office, its own facts; all else is refused."""

    def _is_local(self, request) -> bool:
        return not super().has_change_permission(request) and request.user.has_perm(RIGHT)

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) or self._is_local(request)

    def has_change_permission(self, request, obj=None):
        if super().has_change_permission(request, obj):
            return True
        own = agencies_with(request.user, RIGHT) if self._is_local(request) else ()
        return bool(own) and (obj is None or obj.pk in own)

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj and self._is_local(request) and self.has_change_permission(request, obj):
            return LocalFactsForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        if not (obj and self._is_local(request) and self.has_change_permission(request, obj)):
            return super().get_fieldsets(request, obj)
        hours = [f"day_{weekday}" for weekday, _label in DAYS]
        told = gettext_lazy("Tên, cấp và thủ tục do BHXH Việt Nam quản lý thống nhất; ở đây cơ quan tự giữ địa chỉ, liên hệ và giờ làm việc.")  # fmt: skip
        return [
            (None, {"fields": FACTS, "description": told}),
            (_("Giờ làm việc"), {"fields": hours, "description": _("Mỗi ngày ghi như 07:30–11:30, 13:00–16:30; để trống là đóng cửa.")}),
        ]  # fmt: skip

    def get_inlines(self, request, obj):
        return [] if self._is_local(request) else super().get_inlines(request, obj)
