"""Working calendars with their days and hours."""

from django.contrib import admin
from django.db.models import Count

from catalog.admin.base import SheetAdmin
from catalog.exchange import subjects
from catalog.models import Calendar, CalendarDay, WorkingHours


class HoursInline(admin.StackedInline):
    model = WorkingHours
    extra = 0


@admin.register(Calendar)
class CalendarAdmin(SheetAdmin):
    resource_classes = [subjects.CalendarResource]
    list_display = ["name", "code", "parent", "same_day_cutoff", "paper_cutoff", "day_count"]
    list_select_related = ["parent"]
    search_fields = ["name", "code"]
    inlines = [HoursInline]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(day_count=Count("days"))

    @admin.display(description=CalendarDay._meta.verbose_name_plural, ordering="day_count")
    def day_count(self, calendar):
        return calendar.day_count


@admin.register(CalendarDay)
class CalendarDayAdmin(SheetAdmin):
    resource_classes = [subjects.CalendarDayResource]
    list_display = ["date", "kind", "name", "calendar", "decision"]
    ordering = ["-date", "calendar"]
    list_filter = ["calendar", "kind", "date"]
    list_select_related = ["calendar"]
    date_hierarchy = "date"
    search_fields = ["name", "decision"]
