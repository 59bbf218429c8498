"""Staff in the console: accounts, posts, the second factor; nobody with open work is deactivated."""

import secrets

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from catalog.models import Department, Post
from flows.models import WorkItem

User = get_user_model()
NAMED = 10  # work items named when a deactivation is refused


class DepartmentChoice(forms.ModelChoiceField):
    """Every office has a department of the same name."""

    def label_from_instance(self, department):
        return f"{department.agency} – {department}"


class PostInline(admin.StackedInline):
    """Posts are ended by a date, never deleted: acts done in them keep their name."""

    model = Post
    fk_name = "user"
    extra = 0
    fields = ["role", "department", "title", "valid_from", "valid_to"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "department":
            departments = Department.objects.select_related("agency")
            kwargs["queryset"] = departments.order_by("agency__name", "name")
            kwargs["form_class"] = DepartmentChoice
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_delete_permission(self, request, obj=None):
        return False


class StaffForm(forms.ModelForm):
    """A member of staff; the first password is made by the system and changed by the person."""

    class Meta:
        model = User
        fields = ["username", "full_name", "email", "is_active"]
        labels = {
            "username": gettext_lazy("Tên đăng nhập"),
            "is_active": gettext_lazy("Đang làm việc"),
        }
        help_texts = {
            "is_active": gettext_lazy(
                "Bỏ chọn khi nghỉ việc, chuyển công tác; mọi phiên đăng nhập kết thúc."
            )
        }

    def clean_is_active(self):
        active = self.cleaned_data["is_active"]
        if self.instance.pk and not active:
            codes = open_work(self.instance)
            if codes:
                raise ValidationError(
                    _("Còn đang giữ việc của hồ sơ: %s. Hãy giao lại cho đồng nghiệp trước.")
                    % ", ".join(codes)
                )
        return active


def open_work(user) -> list[str]:
    """Codes of dossiers whose open work the person holds, the earliest due first."""
    items = WorkItem.objects.open().filter(owner=user).order_by("due_at", "pk")
    return list(items.values_list("dossier__code", flat=True)[:NAMED])


@admin.register(User)
class StaffAdmin(admin.ModelAdmin):
    """Staff accounts only: citizens' accounts are theirs, and are not seen here."""

    form = StaffForm
    inlines = [PostInline]
    list_display = [
        "username",
        "full_name",
        "posts_now",
        "second_factor",
        "is_active",
        "last_login",
    ]
    list_filter = ["is_active"]
    search_fields = ["username", "full_name", "email"]
    readonly_fields = ["second_factor", "last_login", "hand_over", "leaving"]
    ordering = ["full_name", "username"]
    actions = None
    show_full_result_count = False

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .filter(is_staff=True)
            .prefetch_related("posts__role", "posts__department__agency", "totpdevice_set")
        )

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, *(["username"] if obj else [])]

    def get_fieldsets(self, request, obj=None):
        facts = {"fields": ["username", "full_name", "email", "is_active"]}
        access = {"fields": ["second_factor", "hand_over", "last_login", "leaving"]}
        return [(None, facts), (_("Đăng nhập"), access)] if obj else [(None, facts)]

    def save_model(self, request, obj, form, change):
        if not change:
            obj.kind, obj.is_staff = User.Kind.STAFF, True
            password = secrets.token_urlsafe(12)
            obj.set_password(password)
            messages.warning(
                request,
                _("Mật khẩu ban đầu: %s (chỉ hiện một lần). Hãy cấp thêm mã bàn giao bên dưới.")
                % password,
            )
        super().save_model(request, obj, form, change)

    def get_urls(self):
        issue = self.admin_site.admin_view(require_POST(self.issue_code))
        return [
            path("<int:pk>/ma-ban-giao/", issue, name="accounts_user_enrolment"),
            *super().get_urls(),
        ]

    def issue_code(self, request, pk):
        """A hand-over code, shown once: with it the person sets up the second factor anew."""
        person = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        if _has_factor(person):
            messages.error(request, _("Cán bộ đã có xác thực hai lớp: việc đặt lại cần hai người."))
            return redirect(reset_address(person))
        code = person.issue_enrolment_code(by=request.user)
        person.note("code_issued", by=request.user)
        messages.success(
            request,
            format_html(
                _("Mã bàn giao của {}: {}. Mã chỉ hiện một lần này; hãy trao tận tay."),
                person,
                format_html("<strong>{}</strong>", code),
            ),
        )
        return redirect(reverse("admin:accounts_user_change", args=[person.pk]))

    @admin.display(description=gettext_lazy("vị trí công tác"))
    def posts_now(self, person):
        rows = ((p.role, p.department, p.department.agency) for p in person.posts.all() if _now(p))
        return format_html_join("", "<div>{} · {} · {}</div>", rows)

    @admin.display(description=gettext_lazy("xác thực hai lớp"))
    def second_factor(self, person):
        return _("Đã thiết lập") if _has_factor(person) else _("Chưa thiết lập")

    @admin.display(description=gettext_lazy("nghỉ việc, chuyển công tác"))
    def leaving(self, person):
        if not person.is_active:
            return "—"
        return format_html(
            '<a href="{}">{}</a>',
            reverse("admin:leaver", args=[person.pk]),
            _("Bàn giao việc, kết thúc vị trí"),
        )

    @admin.display(description=gettext_lazy("mã bàn giao"))
    def hand_over(self, person):
        if _has_factor(person):
            return format_html(
                '<a href="{}">{}</a>. {}',
                reset_address(person),
                _("Đề nghị đặt lại xác thực hai lớp"),
                _("Một quản trị viên khác xác nhận rồi trao mã bàn giao mới."),
            )
        return format_html(
            '<button class="button" formmethod="post" formnovalidate formaction="{}">{}</button> {}',
            reverse("admin:accounts_user_enrolment", args=[person.pk]),
            _("Cấp mã bàn giao mới"),
            _("Mã cũ hết hiệu lực ngay."),
        )


def _has_factor(person) -> bool:
    return any(device.confirmed for device in person.totpdevice_set.all())


def reset_address(person) -> str:
    """Where the reset of this person's second factor is asked for."""
    return reverse("admin:accounts_factorreset_add", query={"person": person.pk})


def _now(post) -> bool:
    today = timezone.localdate()
    return post.valid_from <= today and (post.valid_to is None or post.valid_to >= today)
