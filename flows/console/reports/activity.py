"""Heads see who has not acted for long and what waits on them (Article 20.1)."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.leading import departments_led_by, leads_somebody, posts_led_by
from flows.console.site import administers_staff
from flows.reports.activity import people
from flows.reports.reach import may_report


@require_safe
def activity(request):
    """Without an act for the days of the rule; `?xem=tat-ca` shows everybody."""
    user, now = request.user, timezone.now()
    if not administers_staff(user):
        raise PermissionDenied
    everybody = people(posts_led_by(user), departments_led_by(user))
    idle = [one for one in everybody if one.is_idle(now)]
    context = {
        **admin.site.each_context(request),
        "title": _("Cán bộ ít thao tác"),
        "view": "tat-ca" if request.GET.get("xem") == "tat-ca" else "",
        "idle": len(idle),
        "everybody": len(everybody),
        "rows": everybody if request.GET.get("xem") == "tat-ca" else idle,
        "waiting": sum(one.waiting for one in idle),
        "opens_queues": leads_somebody(user),
        "reports": may_report(user),
    }
    return TemplateResponse(request, "console/reports/activity.html", context)
