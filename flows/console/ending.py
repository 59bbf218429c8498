"""Lists of certificates by when they end: the filter, and the addresses that choose by it."""

from django.contrib import admin
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flows.reports.condition import SOON

ENDED, ENDING = "da-het", "sap-het"


class End(admin.SimpleListFilter):
    """Those that have ended, and those that end soon."""

    title = gettext_lazy("hạn dùng")
    parameter_name = "het-han"

    def lookups(self, request, model_admin):
        return [(ENDING, _("Hết hạn trong %d ngày tới") % SOON.days), (ENDED, _("Đã hết hạn"))]

    def queryset(self, request, queryset):
        now = timezone.now()
        chosen = {
            ENDED: Q(valid_to__lt=now),
            ENDING: Q(valid_to__gte=now, valid_to__lte=now + SOON),
        }
        return queryset.filter(chosen.get(self.value() or "", Q()))


def ending_url(model: str, end: str, **chosen) -> str:
    query = urlencode({End.parameter_name: end, **chosen})
    return f"{reverse(f'admin:flows_{model}_changelist')}?{query}"
