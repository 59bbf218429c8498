"""Messages to the national portal, for whoever runs the exchange: what waits, what was refused and why."""

import json

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flows.console.exchange import ExchangeAdmin, each
from flows.console.records import dossier_cell, opened_to
from flows.console.screen import note_reading
from flows.models import NationalMessage
from flows.partners import national


@admin.register(NationalMessage)
class NationalMessageAdmin(ExchangeAdmin):
    """Each change of a dossier for the national portal: sent again, or given up with a reason."""

    list_display = [
        "created_at", "dossier_link", "service", "told", "state", "attempts", "sent_at", "error",
    ]  # fmt: skip
    list_filter = ["state", "service"]
    list_select_related = ["dossier", "change"]
    search_fields = ["dossier__code_folded"]
    actions = ["send_again", "drop"]
    fields = [
        "dossier_link", "service", "told", "state", "created_at", "attempts", "sent_at", "error",
        "dropped_by", "reason", "content",
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(may_open=opened_to(request.user))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The whole dossier stands in the content: looking at it is reading the dossier."""
        answer = super().change_view(request, object_id, form_url, extra_context)
        message = self.get_object(request, object_id)
        if answer.status_code == 200 and message is not None:
            note_reading(message.dossier, request.user)
        return answer

    @admin.action(description=gettext_lazy("Gửi lại"))
    def send_again(self, request, queryset):
        each(request, queryset, national.send_again, _("Đã xếp lại %(n)d thông điệp để gửi."))

    @admin.action(description=gettext_lazy("Thôi gửi, ghi lý do"))
    def drop(self, request, queryset):
        reason = request.POST.get("reason", "")

        def act(message):
            national.drop(message, by=request.user, reason=reason)

        each(request, queryset, act, _("Đã thôi gửi %(n)d thông điệp."))

    @admin.display(description=gettext_lazy("hồ sơ"))
    def dossier_link(self, message):
        return dossier_cell(message)

    @admin.display(description=gettext_lazy("mã quốc gia"))
    def told(self, message):
        return message.change.national_code

    @admin.display(description=gettext_lazy("nội dung gửi"))
    def content(self, message):
        fields = national.content_of(message)
        return format_html("<pre>{}</pre>", json.dumps(fields, ensure_ascii=False, indent=2))
