"""Messages that other systems brought: what waits, what is wrong and why; corrected and worked off again."""

import json

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from flows.console.exchange import ExchangeAdmin, each
from flows.console.screen import note_reading
from flows.errors import DossierError
from flows.models import InboundMessage
from flows.partners import inbox

LONGEST = 200_000  # characters of a message that are corrected by hand


@admin.register(InboundMessage)
class InboundMessageAdmin(ExchangeAdmin):
    """Every message by system; one that is wrong opens to be corrected."""

    list_display = ["opened", "system", "kind", "state", "received_at", "dossier", "outcome"]
    list_display_links = None
    list_filter = ["state", "system", "kind"]
    list_select_related = ["system", "dossier"]
    search_fields = ["message_id", "dossier__code_folded"]
    actions = ["retry", "drop"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("body", "corrected")

    @admin.display(description=gettext_lazy("mã thông điệp"))
    def opened(self, message):
        url = reverse("admin:inbound", args=[message.pk])
        return format_html('<a href="{}">{}</a>', url, message.message_id)

    @admin.action(description=gettext_lazy("Xử lý lại"))
    def retry(self, request, queryset):
        def act(message):
            inbox.retry(message, by=request.user)

        each(request, queryset, act, _("Đã xếp lại %(n)d thông điệp để xử lý."))

    @admin.action(description=gettext_lazy("Thôi xử lý, ghi lý do"))
    def drop(self, request, queryset):
        reason = request.POST.get("reason", "")

        def act(message):
            inbox.drop(message, by=request.user, reason=reason)

        each(request, queryset, act, _("Đã thôi xử lý %(n)d thông điệp."))


class CorrectionForm(forms.Form):
    """The message as it shall be worked off."""

    content = forms.CharField(
        label=gettext_lazy("Nội dung để xử lý"),
        help_text=gettext_lazy("JSON. Bản gửi đến được giữ nguyên bên cạnh."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false"}),
    )

    def clean_content(self):
        try:
            content = json.loads(self.cleaned_data["content"])
        except ValueError as error:
            raise ValidationError(_("Không phải JSON đúng: %s") % error) from None
        if not isinstance(content, dict):
            raise ValidationError(_("Phải là một đối tượng JSON."))
        return content


class DropForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Lý do thôi xử lý"),
        help_text=gettext_lazy("Hệ thống gửi đọc được lý do này."),
        max_length=300,
    )


@require_http_methods(["GET", "POST"])
def one(request, pk: int):
    """One message: what came, what became of it; correct and retry, or drop with a reason."""
    if not request.user.has_perm("flows.run_exchange"):
        raise PermissionDenied
    found = InboundMessage.objects.select_related("system", "dossier", "settled_by")
    message = get_object_or_404(found, pk=pk)
    shown = {"content": json.dumps(message.content, ensure_ascii=False, indent=2)}
    act = request.POST.get("act", "")
    correcting = CorrectionForm(request.POST if act == "correct" else None, initial=shown)
    dropping = DropForm(request.POST if act == "drop" else None)
    if request.method == "POST" and _done(request, message, correcting, dropping):
        return redirect("admin:inbound", pk)
    context = {
        **admin.site.each_context(request),
        "title": _("Thông điệp %s") % message.message_id,
        "message": message,
        "body": json.dumps(message.body, ensure_ascii=False, indent=2),
        "is_open": message.state == InboundMessage.State.QUARANTINE,
        "by_hand": len(shown["content"]) <= LONGEST,
        "correcting": correcting,
        "dropping": dropping,
    }
    _note_reading(message, request.user)
    status = 422 if correcting.errors or dropping.errors else 200
    return TemplateResponse(request, "console/inbound.html", context, status=status)


def _note_reading(message: InboundMessage, user) -> None:
    """In the dossier's journal; of what has not become one, on the message: once per person and hour."""
    if message.dossier:
        note_reading(message.dossier, user)
    else:
        inbox.note_reading(message, by=user)


def _done(request, message, correcting, dropping) -> bool:
    try:
        if correcting.is_bound and correcting.is_valid():
            inbox.retry(message, by=request.user, corrected=correcting.cleaned_data["content"])
            messages.success(request, _("Đã xếp lại để xử lý; tải lại trang để xem kết quả."))
            return True
        if dropping.is_bound and dropping.is_valid():
            inbox.drop(message, by=request.user, reason=dropping.cleaned_data["reason"])
            messages.success(request, _("Đã thôi xử lý thông điệp."))
            return True
    except DossierError as error:
        messages.error(request, str(error))
        return True
    return False
