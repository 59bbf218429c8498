"""Accounts in the console: a second factor reset by two people, abusive accounts blocked and freed."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from catalog.eforms import identifiers
from flows.console.readonly import ReadOnlyAdmin

User = get_user_model()
FactorReset = User._meta.get_field("factor_resets").related_model
AccountBlock = User._meta.get_field("blocks").related_model
ADMINISTER = "accounts.change_user"
_BUTTON = '<button class="button" formmethod="post" formnovalidate formaction="{}">{}</button>'


class TwoPeopleAdmin(ReadOnlyAdmin):
    """Rows that administrators add and decide on, each decision a POST of its own."""

    decisions: tuple[str, ...] = ()

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm(ADMINISTER)

    has_add_permission = has_view_permission

    def get_form(self, request, obj=None, change=False, **kwargs):
        made = super().get_form(request, obj, change, **kwargs)
        made.user = request.user
        return made

    def get_fields(self, request, obj=None):
        return [*self.list_display, "decision"] if obj else self.form.Meta.fields

    def get_readonly_fields(self, request, obj=None):
        return ["decision", *self.readonly_fields]

    def get_urls(self):
        decide = self.admin_site.admin_view(require_POST(self.decide))
        name = f"{self.opts.model_name}_decide"
        return [
            path("<int:pk>/quyet-dinh/<slug:answer>/", decide, name=name),
            *super().get_urls(),
        ]

    def decide(self, request, pk, answer):
        """One of the decisions on one row; what the rules forbid is told on its page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if answer not in self.decisions:
            raise Http404
        row = get_object_or_404(self.get_queryset(request), pk=pk)
        try:
            messages.success(request, self.act(request, row, answer))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", pk)

    def button(self, row, answer: str, label: str):
        address = reverse(f"admin:{self.opts.model_name}_decide", args=[row.pk, answer])
        return format_html(_BUTTON, address, label)


class ResetForm(forms.ModelForm):
    """Whose second factor, and why; never the own one."""

    class Meta:
        model = FactorReset
        fields = ["person", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "person" in self.fields:
            staff = User.objects.filter(is_staff=True, is_active=True).exclude(pk=self.user.pk)
            # Accounts of connected systems never sign in: there is nothing to reset.
            staff = staff.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
            self.fields["person"].queryset = staff.order_by("full_name")

    def clean_person(self):
        person = self.cleaned_data["person"]
        if FactorReset.objects.waiting().filter(person=person).exists():
            raise ValidationError(_("Cán bộ này đang có một đề nghị chờ xác nhận."))
        return person


@admin.register(FactorReset)
class FactorResetAdmin(TwoPeopleAdmin):
    """One administrator asks, another confirms within a day and hands the new code over."""

    form = ResetForm
    list_display = ["person", "reason", "asked_by", "asked_at", "state", "decided_by", "decided_at"]
    list_select_related = ["person", "asked_by", "decided_by"]
    readonly_fields = ["state"]
    decisions = ("xac-nhan", "khong-dong-y")

    def save_model(self, request, obj, form, change):
        given = form.cleaned_data
        made = FactorReset.objects.ask(given["person"], by=request.user, reason=given["reason"])
        obj.pk = made.pk

    def act(self, request, row, answer):
        if answer == "khong-dong-y":
            row.decline(by=request.user)
            return _("Đã ghi: không đồng ý đặt lại.")
        return format_html(
            _("Mã bàn giao của {}: {}. Mã chỉ hiện một lần này; hãy trao tận tay."),
            row.person,
            format_html("<strong>{}</strong>", row.confirm(by=request.user)),
        )

    @admin.display(description=gettext_lazy("tình trạng"))
    def state(self, row):
        if row.decided_at:
            return _("Đã đặt lại") if row.is_confirmed else _("Không đồng ý")
        return _("Chờ người thứ hai xác nhận") if row.is_waiting else _("Quá hạn")

    def get_object(self, request, object_id, from_field=None):
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            row.viewer = request.user
        return row

    @admin.display(description=gettext_lazy("quyết định"))
    def decision(self, row):
        if not row.is_waiting:
            return self.state(row)
        if not row.may_be_decided_by(row.viewer):
            return _(
                "Một quản trị viên khác, không phải người đề nghị và không phải cán bộ được đặt lại, "
                "cần xác nhận trong một ngày."
            )
        return format_html(
            "{} {} {}",
            self.button(row, "xac-nhan", _("Xác nhận đặt lại")),
            self.button(row, "khong-dong-y", _("Không đồng ý")),
            _("Quản trị viên thứ hai quyết định trong một ngày; thiết bị cũ hết hiệu lực ngay."),
        )


class BlockForm(forms.ModelForm):
    """Which account, known by a contact of it, and why."""

    contact = forms.CharField(
        label=gettext_lazy("Số điện thoại hoặc thư điện tử của tài khoản"), max_length=254
    )

    class Meta:
        model = AccountBlock
        fields = ["contact", "reason"]

    def clean_contact(self):
        typed = self.cleaned_data["contact"].strip()
        known = Q(email__iexact=typed)
        if "@" not in typed:
            known = Q(phone=identifiers.phone(typed))
        account = User.objects.filter(known, is_staff=False, is_active=True).first()
        if account is None:
            raise ValidationError(_("Không có tài khoản công dân, tổ chức nào với liên hệ này."))
        if account.blocks.standing().exists():
            raise ValidationError(_("Tài khoản này đang bị khóa quyền nộp."))
        self.instance.account = account
        return typed


@admin.register(AccountBlock)
class AccountBlockAdmin(TwoPeopleAdmin):
    """Blocked with a reason that the holder reads; freed when the matter is settled."""

    form = BlockForm
    list_display = ["account", "reason", "put_by", "put_at", "appeal", "lifted_by", "lifted_at"]
    list_select_related = ["account", "put_by", "lifted_by"]
    decisions = ("mo-khoa",)

    def save_model(self, request, obj, form, change):
        reason = form.cleaned_data["reason"]
        obj.pk = AccountBlock.objects.put(obj.account, by=request.user, reason=reason).pk

    def act(self, request, row, answer):
        row.lift(by=request.user)
        return _("Đã mở khóa; chủ tài khoản được báo.")

    @admin.display(description=gettext_lazy("quyết định"))
    def decision(self, row):
        return _("Đã mở khóa") if row.lifted_at else self.button(row, "mo-khoa", _("Mở khóa"))
