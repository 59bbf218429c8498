"""Webhooks for administrators: addresses, what was delivered, sending again."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flows.console.readonly import ReadOnlyAdmin
from flows.errors import EffectError
from flows.gateways import webhook as gateway
from flows.models import Token, Webhook, WebhookDelivery
from flows.partners import webhooks


class TokenField(forms.ModelChoiceField):
    """A token by its system: its first letters alone tell nobody whose it is."""

    def label_from_instance(self, token):
        return f"{token.system} ({token})"


class WebhookForm(forms.ModelForm):
    """An address that may be called, and the token whose reach it follows."""

    token = TokenField(
        label=gettext_lazy("Theo phạm vi của mã truy cập"),
        queryset=Token.objects.select_related("system"),
        help_text=Webhook._meta.get_field("token").help_text,
    )
    url = forms.URLField(
        label=gettext_lazy("Địa chỉ nhận"),
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "vURLField"}),
    )

    class Meta:
        model = Webhook
        fields = ["token", "url", "is_active"]

    def clean_url(self):
        try:
            gateway.where(self.cleaned_data["url"])
        except EffectError as error:
            raise ValidationError(str(error)) from error
        return self.cleaned_data["url"]

    def clean_token(self):
        token = self.cleaned_data["token"]
        if not token.may(Token.Right.READ):
            raise ValidationError(_("Mã truy cập này không có quyền đọc hồ sơ."))
        return token


@admin.register(Webhook)
class WebhookAdmin(admin.ModelAdmin):
    """The secret with which events are signed is shown once, when the address is added."""

    form = WebhookForm
    list_display = ["url", "system", "state", "failures", "waiting", "is_active"]
    list_filter = ["is_active"]
    list_select_related = ["token__system"]
    readonly_fields = ["state", "failures", "failing_since", "paused_until"]
    actions = ["resume"]
    show_full_result_count = False

    def get_fieldsets(self, request, obj=None):
        facts = (None, {"fields": WebhookForm.Meta.fields})
        return [facts, (_("Tình trạng"), {"fields": self.readonly_fields})] if obj else [facts]

    def get_queryset(self, request):
        owed = Count("deliveries", filter=Q(deliveries__delivered_at=None))
        return super().get_queryset(request).annotate(owed=owed)

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
            return
        text = webhooks.open_webhook(obj)
        messages.warning(
            request,
            format_html(
                _("Khóa ký sự kiện: {}. Khóa chỉ hiện một lần này; hãy trao qua kênh an toàn."),
                format_html("<code>{}</code>", text),
            ),
        )

    @admin.action(description=gettext_lazy("Gọi lại ngay"), permissions=["change"])
    def resume(self, request, queryset):
        for hook in queryset:
            webhooks.resume(hook)
        messages.success(request, _("Những sự kiện đang chờ sẽ được gửi ngay."))

    @admin.display(description=gettext_lazy("hệ thống"))
    def system(self, hook):
        return f"{hook.token.system} ({hook.token})"

    @admin.display(description=gettext_lazy("tình trạng"))
    def state(self, hook):
        if hook.is_paused:
            until = timezone.localtime(hook.paused_until)
            return _("Tạm dừng đến %s") % f"{until:%H:%M %d/%m/%Y}"
        return _("Đang hỏng") if hook.failures else _("Bình thường")

    @admin.display(description=gettext_lazy("đang chờ"))
    def waiting(self, hook):
        return hook.owed


class Delivered(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("tình trạng"), "tinh_trang"

    def lookups(self, request, model_admin):
        return [("cho", _("Đang chờ")), ("xong", _("Đã nhận"))]

    def queryset(self, request, queryset):
        chosen = {"cho": True, "xong": False}.get(self.value())
        return queryset if chosen is None else queryset.filter(delivered_at__isnull=chosen)


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ReadOnlyAdmin):
    """Each event and what became of it; an event may be sent again under the same id."""

    list_display = [
        "created_at",
        "dossier",
        "status",
        "error",
        "attempts",
        "delivered_at",
        "webhook",
    ]
    list_display_links = None
    list_filter = [Delivered, "webhook"]
    list_select_related = ["webhook", "dossier", "change"]
    search_fields = ["dossier__code_folded"]
    actions = ["replay"]

    def has_view_permission(self, request, obj=None):
        may = request.user.has_perm("flows.view_webhookdelivery")
        return super().has_view_permission(request) and may

    @admin.action(description=gettext_lazy("Gửi lại sự kiện đã chọn"))
    def replay(self, request, queryset):
        chosen = queryset.select_related("dossier").order_by("change__position")
        for delivery in chosen:
            webhooks.replay(delivery)
        messages.success(request, _("Đã xếp lại %(n)d việc để gửi.") % {"n": len(chosen)})

    @admin.display(description=gettext_lazy("tình trạng"))
    def status(self, delivery):
        return delivery.change.status
