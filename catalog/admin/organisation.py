"""Agencies, departments, roles, posts, delegations, administrative units."""

from django import forms
from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from catalog.admin.base import FoldedSearchMixin, SheetAdmin
from catalog.admin.local_facts import LocalFactsMixin
from catalog.exchange import subjects
from catalog.models import (
    AdministrativeUnit,
    Agency,
    Delegation,
    Department,
    Employer,
    Post,
    Responsibility,
    Role,
    Territory,
)


class ActiveFilter(admin.SimpleListFilter):
    title = _("còn hoạt động")
    parameter_name = "con"

    def lookups(self, request, model_admin):
        return [("co", _("Đang hoạt động")), ("khong", _("Đã sáp nhập, giải thể"))]

    def queryset(self, request, queryset):
        if self.value() == "co":
            return queryset.active()
        if self.value() == "khong":
            return queryset.exclude(pk__in=Agency.objects.active())
        return queryset


class DepartmentForm(forms.ModelForm):
    functions = forms.MultipleChoiceField(
        label=capfirst(_("chức năng")),
        choices=Department.Function.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Một phòng ở cơ quan nhỏ có thể giữ nhiều chức năng."),
    )


class DepartmentInline(admin.StackedInline):
    model = Department
    form = DepartmentForm
    extra = 0
    fields = ["code", "name", "functions", "shares_out", "is_active"]

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Agency)
class AgencyAdmin(LocalFactsMixin, SheetAdmin):
    resource_classes = [subjects.AgencyResource]
    list_display = ["office_code", "name", "path", "level", "province", "valid_to", "successor"]
    list_display_links = ["office_code", "name"]
    list_filter = ["level", ActiveFilter, "accepts_dossiers"]
    list_select_related = ["parent__parent", "successor"]
    search_fields = ["code", "office_code", "name", "province", "address"]
    autocomplete_fields = ["parent", "successor"]
    inlines = [DepartmentInline]

    @admin.display(description=_("trực thuộc"))
    def path(self, agency):
        return " › ".join(str(above) for above in reversed(agency.line_up()[1:])) or "—"

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Responsibility)
class ResponsibilityAdmin(FoldedSearchMixin, admin.ModelAdmin):
    """Who answers for an office; a successor is a new row, so that the past stays known."""

    list_display = ["agency", "name", "title", "document", "valid_from", "valid_to"]
    list_select_related = ["agency"]
    search_fields = ["agency__name", "agency__office_code", "name"]
    autocomplete_fields = ["agency"]
    show_full_result_count = False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Department)
class DepartmentAdmin(SheetAdmin):
    form = DepartmentForm
    resource_classes = [subjects.DepartmentResource]
    list_display = ["name", "agency", "code", "functions_shown", "is_active"]
    list_filter = ["is_active", "agency__level"]
    list_select_related = ["agency"]
    search_fields = ["name", "code", "agency__name", "agency__office_code"]
    autocomplete_fields = ["agency"]

    @admin.display(description=_("chức năng"))
    def functions_shown(self, department):
        known = dict(Department.Function.choices)
        return ", ".join(str(known.get(function, function)) for function in department.functions)


@admin.register(Role)
class RoleAdmin(SheetAdmin):
    resource_classes = [subjects.RoleResource]
    list_display = ["name", "code", "reach"]
    search_fields = ["name", "code"]
    filter_horizontal = ["permissions"]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        field.queryset = field.queryset.select_related("content_type").filter(
            content_type__app_label__in=["accounts", "catalog", "flows"]
        )
        return field


@admin.register(Post)
class PostAdmin(SheetAdmin):
    resource_classes = [subjects.PostResource]
    list_display = ["user", "role", "department", "agency", "valid_from", "valid_to"]
    list_filter = ["role", "department__agency__level"]
    list_select_related = ["user", "role", "department__agency"]
    search_fields = ["user__username", "user__full_name", "department__name", "title"]
    autocomplete_fields = ["department"]
    raw_id_fields = ["user"]

    @admin.display(description=_("cơ quan"))
    def agency(self, post):
        return post.department.agency

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Delegation)
class DelegationAdmin(FoldedSearchMixin, admin.ModelAdmin):
    """To look at: they are made and ended on the console's own screen, under its rules."""

    list_display = ["number", "post", "delegate", "valid_from", "valid_to", "revoked_at"]
    list_select_related = ["post__user", "post__role", "post__department", "delegate"]
    search_fields = ["number", "post__user__full_name", "delegate__full_name"]
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(AdministrativeUnit)
class AdministrativeUnitAdmin(SheetAdmin):
    resource_classes = [subjects.AdministrativeUnitResource]
    list_display = ["code", "name", "kind", "parent", "valid_from", "valid_to"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["code", "search_text"]
    autocomplete_fields = ["parent"]


@admin.register(Territory)
class TerritoryAdmin(SheetAdmin):
    """Which office manages the people of a commune or province."""

    resource_classes = [subjects.TerritoryResource]
    list_display = ["unit", "province", "agency", "valid_from", "valid_to"]
    list_select_related = ["unit__parent", "agency"]
    search_fields = ["unit__search_text", "unit__code", "agency__name", "agency__office_code"]
    autocomplete_fields = ["unit", "agency"]

    @admin.display(description=_("tỉnh, thành phố"))
    def province(self, territory):
        return territory.unit.parent or "—"


@admin.register(Employer)
class EmployerAdmin(SheetAdmin):
    resource_classes = [subjects.EmployerResource]
    list_display = ["code", "name", "agency", "unit"]
    list_select_related = ["agency", "unit__parent"]
    search_fields = ["code", "name", "agency__name", "agency__office_code"]
    autocomplete_fields = ["agency", "unit"]
