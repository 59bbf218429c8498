"""Systems joined to ours, for administrators: who they are, their tokens (shown once), their calls."""

import datetime

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flows.console.readonly import ReadOnlyAdmin
from flows.models import ApiCall, ClientSystem, InboundSms, Token
from flows.models.partner import network
from flows.partners import systems


@admin.register(ClientSystem)
class ClientSystemAdmin(admin.ModelAdmin):
    """A system is ended by taking the tick away, never deleted: the journal names its accounts."""

    list_display = ["name", "code", "contact_email", "tokens_in_force", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name", "code"]
    fields = ["code", "name", "contact_email", "roles", "silent_after", "is_active"]
    actions = None
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("tokens")

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """A handful of roles: each with its tick."""
        return super().formfield_for_manytomany(
            db_field, request, widget=forms.CheckboxSelectMultiple, **kwargs
        )

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            systems.join(obj)

    @admin.display(description=gettext_lazy("mã truy cập còn hiệu lực"))
    def tokens_in_force(self, system):
        return sum(not (token.revoked_at or token.is_expired) for token in system.tokens.all())


class NetworksField(forms.CharField):
    """Networks, one to a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return [network(line) for line in super().to_python(value).split()]

    def has_changed(self, initial, data):
        return self.prepare_value(initial or []) != (data or "")


class TokenForm(forms.ModelForm):
    """What a token opens; narrow where nothing is said."""

    rights = forms.MultipleChoiceField(
        label=gettext_lazy("Quyền"), choices=Token.Right, widget=forms.CheckboxSelectMultiple
    )
    networks = NetworksField(
        label=gettext_lazy("Mạng được gọi"),
        required=False,
        help_text=gettext_lazy(
            "Mỗi dòng một địa chỉ hoặc dải mạng, ví dụ 203.162.10.0/24; để trống: từ mọi nơi."
        ),
    )

    class Meta:
        model = Token
        fields = [
            "system", "rights", "every_agency", "agencies", "every_procedure", "procedures",
            "only_own", "networks", "per_minute", "expires_at",
        ]  # fmt: skip

    def clean(self):
        data = super().clean()
        for every, named, said in (
            ("every_agency", "agencies", _("Chọn cơ quan, hoặc đánh dấu «mọi cơ quan».")),
            ("every_procedure", "procedures", _("Chọn thủ tục, hoặc đánh dấu «mọi thủ tục».")),
        ):
            if not data.get(every) and not data.get(named):
                self.add_error(named, said)
        return data


class TokenState(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("tình trạng"), "tinh_trang"

    def lookups(self, request, model_admin):
        return [("con", _("Còn hiệu lực")), ("sap-het", _("Sắp hết hạn")), ("het", _("Đã hết"))]

    def queryset(self, request, queryset):
        now = timezone.now()
        live = queryset.in_force(now)
        if self.value() == "con":
            return live
        if self.value() == "sap-het":
            return live.filter(expires_at__lte=now + systems.WARN_BEFORE)
        return queryset.exclude(pk__in=live.values("pk")) if self.value() else queryset


@admin.register(Token)
class TokenAdmin(admin.ModelAdmin):
    """The token's text is shown once, when it is made; afterwards nobody can read it."""

    form = TokenForm
    list_display = ["prefix", "system", "rights_shown", "expires_at", "state", "last_used_at"]
    list_filter = [TokenState, "system"]
    list_select_related = ["system"]
    search_fields = ["prefix", "system__name", "system__code"]
    autocomplete_fields = ["agencies", "procedures"]
    readonly_fields = ["state", "created_at", "created_by", "last_used_at"]
    actions = ["revoke"]
    show_full_result_count = False

    def get_fieldsets(self, request, obj=None):
        opens = {"fields": TokenForm.Meta.fields}
        life = {"fields": self.readonly_fields}
        return [(None, opens), (_("Sử dụng"), life)] if obj else [(None, opens)]

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, *(["system"] if obj else [])]

    def get_changeform_initial_data(self, request):
        given = super().get_changeform_initial_data(request)
        return {"expires_at": timezone.now() + datetime.timedelta(days=365), **given}

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.revoked_at)

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        if change:
            obj.warned_at = None if "expires_at" in form.changed_data else obj.warned_at
            super().save_model(request, obj, form, change)
            return
        text = systems.make_token(obj, by=request.user)
        messages.warning(
            request,
            format_html(
                _("Mã truy cập: {}. Mã chỉ hiện một lần này; hãy trao qua kênh an toàn."),
                format_html("<code>{}</code>", text),
            ),
        )

    @admin.action(description=gettext_lazy("Thu hồi mã truy cập đã chọn"), permissions=["change"])
    def revoke(self, request, queryset):
        if not self.has_change_permission(request):
            raise PermissionDenied
        for token in queryset:
            systems.revoke(token)
            self.log_change(request, token, _("Thu hồi"))
        messages.success(request, _("Đã thu hồi; mã không dùng được nữa từ lúc này."))

    @admin.display(description=gettext_lazy("quyền"))
    def rights_shown(self, token):
        return ", ".join(str(Token.Right(right).label) for right in token.rights)

    @admin.display(description=gettext_lazy("tình trạng"))
    def state(self, token):
        if token.revoked_at:
            return _("Đã thu hồi")
        if token.is_expired:
            return _("Đã hết hạn")
        if token.expires_at <= timezone.now() + systems.WARN_BEFORE:
            return _("Sắp hết hạn")
        return _("Còn hiệu lực")


@admin.register(ApiCall)
class ApiCallAdmin(ReadOnlyAdmin):
    """The log of calls: who asked what, when, from where, and what was answered."""

    list_display = ["at", "system", "method", "path", "status", "milliseconds", "address"]
    list_display_links = None
    list_filter = ["status", "at", "token__system"]
    list_select_related = ["token__system"]
    search_fields = ["path", "request_id", "token__prefix"]

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request) and request.user.has_perm("flows.view_apicall")

    @admin.display(description=gettext_lazy("hệ thống"))
    def system(self, call):
        return f"{call.token.system} ({call.token})"


@admin.register(InboundSms)
class InboundSmsAdmin(ReadOnlyAdmin):
    """What people asked by SMS, and what they were answered."""

    list_display = ["at", "sender", "text", "reply"]
    list_display_links = None
    list_filter = ["at"]
    search_fields = ["sender", "message_id"]

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request) and request.user.has_perm(
            "flows.view_inboundsms"
        )
