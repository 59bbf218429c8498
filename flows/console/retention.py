"""Retention in the console: terms, holds, lists of what is past its term (lưu trữ, tiêu hủy)."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from flows.console.readonly import ReadOnlyAdmin
from flows.errors import DossierError
from flows.models import Disposal, DisposalEntry, Dossier, Hold, RetentionRule
from flows.models.dossier import fold_code
from flows.services import retaining

PREPARE, APPROVE = "flows.prepare_disposal", "flows.approve_disposal"


@admin.register(RetentionRule)
class RetentionRuleAdmin(admin.ModelAdmin):
    """Years by kind of result; a change counts for every list made after it."""

    list_display = ["group", "result", "procedure", "years", "basis"]
    told_empty = gettext_lazy(
        "Chưa đặt quy định nào: hồ sơ được giữ theo số năm ghi trong phiên bản thủ tục."
    )
    list_select_related = ["procedure"]
    autocomplete_fields = ["procedure"]
    show_full_result_count = False

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm(PREPARE)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


class HoldForm(forms.ModelForm):
    """The dossier by its code, and why it is kept."""

    code = forms.CharField(label=gettext_lazy("Mã số hồ sơ"), max_length=60)

    class Meta:
        model = Hold
        fields = ["code", "reason"]

    def clean_code(self):
        code = fold_code(self.cleaned_data["code"])
        seen = Dossier.objects.visible_to(self.user)
        found = seen.filter(code_folded=code, disposed_at=None).first()
        if found is None:
            raise ValidationError(_("Không có hồ sơ nào với mã này mà Ông/Bà được xem."))
        self.instance.dossier = found
        return code


@admin.register(Hold)
class HoldAdmin(ReadOnlyAdmin):
    """Placed by who prepares the lists; released, never deleted."""

    form = HoldForm
    list_display = ["dossier", "reason", "placed_by", "placed_at", "released_by", "released_at"]
    list_display_links = None
    list_select_related = ["dossier", "placed_by", "released_by"]
    search_fields = ["dossier__code_folded"]
    actions = ["release"]

    def get_queryset(self, request):
        reach = Dossier.objects.visible_to(request.user).order_by()
        return super().get_queryset(request).filter(dossier__in=reach)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm(PREPARE)

    def has_add_permission(self, request):
        return request.user.has_perm(PREPARE)

    def has_release_permission(self, request):
        return request.user.has_perm(PREPARE)

    def get_form(self, request, obj=None, change=False, **kwargs):
        made = super().get_form(request, obj, change, **kwargs)
        made.user = request.user
        return made

    def save_model(self, request, obj, form, change):
        obj.pk = retaining.hold(obj.dossier, by=request.user, reason=obj.reason).pk

    @admin.action(description=gettext_lazy("Bỏ lệnh giữ"), permissions=["release"])
    def release(self, request, queryset):
        for held in queryset:
            retaining.release(held, by=request.user)
        messages.success(request, _("Đã bỏ lệnh giữ."))


class DisposalForm(forms.ModelForm):
    """A number; which dossiers are on the list, the terms say."""

    class Meta:
        model = Disposal
        fields = ["agency", "number"]

    def clean(self):
        agency = self.cleaned_data.get("agency")
        if agency and not retaining.past_term(self.user, agency):
            raise ValidationError(_("Chưa có hồ sơ nào hết thời hạn bảo quản."))
        return super().clean()


class EntryInline(admin.TabularInline):
    model = DisposalEntry
    fields = readonly_fields = ["dossier", "rule", "due_on", "disposed_at", "files", "skipped"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("dossier", "disposal")


@admin.register(Disposal)
class DisposalAdmin(ReadOnlyAdmin):
    """The list as a dry run; a second person approves it or does not."""

    form = DisposalForm
    list_display = [
        "number",
        "agency",
        "prepared_by",
        "prepared_at",
        "decided_by",
        "approved_at",
        "rejected_at",
    ]
    list_select_related = ["agency", "prepared_by", "decided_by"]
    fields = [*list_display, "decision"]
    readonly_fields = ["decision"]

    def get_queryset(self, request):
        seen = Disposal.objects.visible_to(request.user)
        return super().get_queryset(request).filter(pk__in=seen.values("pk"))

    def get_fields(self, request, obj=None):
        return self.fields if obj else ["agency", "number"]

    def get_inlines(self, request, obj):
        return [EntryInline] if obj else []

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm(PREPARE) or request.user.has_perm(APPROVE)

    def has_add_permission(self, request):
        return request.user.has_perm(PREPARE)

    def get_form(self, request, obj=None, change=False, **kwargs):
        made = super().get_form(request, obj, change, **kwargs)
        made.user = request.user
        return made

    def save_model(self, request, obj, form, change):
        obj.pk = retaining.prepare(by=request.user, agency=obj.agency, number=obj.number).pk

    def get_urls(self):
        decide = self.admin_site.admin_view(require_POST(self.decide))
        return [
            path("<int:pk>/quyet-dinh/<slug:answer>/", decide, name="disposal_decide"),
            *super().get_urls(),
        ]

    def decide(self, request, pk, answer):
        """Approve the list, or not; who prepared it may do neither."""
        if answer not in {"phe-duyet", "khong-duyet"}:
            raise Http404
        disposal = get_object_or_404(self.get_queryset(request), pk=pk)
        try:
            retaining.decide(disposal, by=request.user, approve=answer == "phe-duyet")
            messages.success(request, _("Đã ghi quyết định."))
        except DossierError as error:
            messages.error(request, str(error))
        return redirect("admin:flows_disposal_change", pk)

    @admin.display(description=gettext_lazy("quyết định"))
    def decision(self, disposal):
        if disposal.decided_by_id:
            return _("Đã phê duyệt") if disposal.approved_at else _("Không phê duyệt")
        button = (
            '<button class="button" formmethod="post" formnovalidate formaction="{}">{}</button>'
        )
        return format_html(
            f"{button} {button} {{}}",
            reverse("admin:disposal_decide", args=[disposal.pk, "phe-duyet"]),
            _("Phê duyệt tiêu hủy"),
            reverse("admin:disposal_decide", args=[disposal.pk, "khong-duyet"]),
            _("Không phê duyệt"),
            _("Người thứ hai quyết định. Nội dung đã tiêu hủy không khôi phục được."),
        )
