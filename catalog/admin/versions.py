"""Versions of procedures: drafts are edited, a second person approves, what is approved stays."""

from django.contrib import admin
from django.db.models import Count, Q
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from catalog import comparison, routings
from catalog.admin.base import SheetAdmin
from catalog.admin.version_forms import VersionForm
from catalog.admin.version_parts import INLINES
from catalog.admin.version_screens import VersionScreens
from catalog.exchange import subjects
from catalog.models import Case, Procedure, ProcedureVersion, SlipTemplate

_WORDED = ("channels", "result_channels", "competent_levels", "routing", "supplement_limit_unit")


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("tình trạng")
    parameter_name = "tinh-trang"

    def lookups(self, request, model_admin):
        return [
            ("du-thao", _("Dự thảo")),
            ("gop-y", _("Dự thảo có góp ý")),
            ("da-duyet", _("Đã duyệt")),
        ]

    def queryset(self, request, queryset):
        if self.value() == "gop-y":
            return queryset.filter(open_remarks__gt=0)
        if self.value():
            return queryset.filter(approved_at__isnull=self.value() == "du-thao")
        return queryset


class RoutingFilter(admin.SimpleListFilter):
    """By routing, under the name that people know it by."""

    title = gettext_lazy("luồng xử lý")
    parameter_name = "routing"

    def lookups(self, request, model_admin):
        return routings.choices()

    def queryset(self, request, queryset):
        return queryset.filter(routing=self.value()) if self.value() else queryset


@admin.register(ProcedureVersion)
class ProcedureVersionAdmin(VersionScreens, SheetAdmin):
    resource_classes = [subjects.VersionResource]
    form = VersionForm
    list_display = ["__str__", "procedure_name", "decision_number", "effective_from", "state"]
    list_filter = [StateFilter, RoutingFilter, "service_level", "procedure__sector"]
    list_select_related = ["procedure", "approved_by"]
    search_fields = ["procedure__code", "procedure__name", "decision_number"]
    autocomplete_fields = ["procedure"]
    readonly_fields = [
        "prepared_by", "approved_by", "approved_at", *(f"{name}_shown" for name in _WORDED),
    ]  # fmt: skip
    inlines = INLINES
    change_form_template = "catalog/admin/version.html"

    def get_queryset(self, request):
        said = Count("remarks", filter=Q(remarks__thread=None, remarks__settled_at=None))
        return super().get_queryset(request).annotate(open_remarks=said)

    def get_fieldsets(self, request, obj=None):
        is_open = self.has_change_permission(request, obj) if obj else True

        def named(*names):
            return [f"{name}_shown" if name in _WORDED and not is_open else name for name in names]

        return [
            (
                _("Quyết định công bố"),
                {
                    "fields": [
                        "procedure",
                        ("number", "effective_from"),
                        ("decision_number", "decision_date"),
                        "decision_title",
                        "decision_url",
                    ]
                },
            ),
            (
                _("Cách nộp, nơi giải quyết, cách trả"),
                {
                    "fields": named(
                        "service_level", "channels", "result_channels", "competent_levels",
                        "competence_note", "deciding_authority", "delegated_authority",
                        "coordinating_agencies", "copies",
                    )
                },
            ),
            (_("Nội dung công khai"), {"fields": ["steps_text", "steps_text_en", "conditions", "conditions_en"]}),
            (
                _("Luồng xử lý và thời hạn"),
                {
                    "fields": named(
                        "routing", "supplement_clock", "supplement_days", "supplement_limit_value",
                        "supplement_limit_unit", "result_template", "leader_signs",
                        "signs_xml", "takes_batches", "retention_years",
                    )
                },
            ),
            (_("Người soạn, người duyệt"), {"fields": ["prepared_by", "approved_by", "approved_at"]}),
        ]  # fmt: skip

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "result_template":
            kwargs["queryset"] = SlipTemplate.objects.filter(
                kind=SlipTemplate.Kind.RESULT, procedure=None
            ).defer("source")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request):
        """The next number of a procedure that is already named."""
        initial = super().get_changeform_initial_data(request)
        if procedure := Procedure.objects.filter(pk=initial.get("procedure") or None).first():
            initial["number"] = procedure.versions.count() + 1
        return initial

    @admin.display(description=gettext_lazy("thủ tục"), ordering="procedure__name")
    def procedure_name(self, version):
        return version.procedure.name

    @admin.display(description=gettext_lazy("tình trạng"), ordering="approved_at")
    def state(self, version):
        if not version.is_draft:
            return _("Đã duyệt")
        count = version.open_remarks
        if not count:
            return _("Dự thảo")
        return ngettext("Dự thảo, %d góp ý chưa khép", "Dự thảo, %d góp ý chưa khép", count) % count

    @admin.display(description=gettext_lazy("Cách thức nộp"))
    def channels_shown(self, version):
        return comparison.shown(version, "channels")

    @admin.display(description=gettext_lazy("Cách thức trả kết quả"))
    def result_channels_shown(self, version):
        return comparison.shown(version, "result_channels")

    @admin.display(description=gettext_lazy("Cấp giải quyết"))
    def competent_levels_shown(self, version):
        return comparison.shown(version, "competent_levels")

    @admin.display(description=gettext_lazy("Luồng xử lý"))
    def routing_shown(self, version):
        return comparison.shown(version, "routing")

    @admin.display(description=gettext_lazy("Đơn vị thời hạn mới"))
    def supplement_limit_unit_shown(self, version):
        return comparison.shown(version, "supplement_limit_unit")

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.is_draft)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_draft)

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def save_model(self, request, obj, form, change):
        obj.prepared_by = request.user  # whose hand was last on it may not approve it
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        rows = formset.save()
        for row in rows:
            if isinstance(row, Case):
                row.save()  # its applicant classes wait in memory until the case is saved again

    def get_urls(self):
        view = self.admin_site.admin_view
        name = "catalog_procedureversion"
        return [
            path("<int:pk>/ke-tiep/", view(require_POST(self.next_view)), name=f"{name}_next"),
            path("<int:pk>/kiem-tra/", view(self.check_view), name=f"{name}_check"),
            path("<int:pk>/tinh-huong/", view(self.rehearse_view), name=f"{name}_rehearse"),
            path("<int:pk>/so-sanh/", view(self.compare_view), name=f"{name}_compare"),
            path("<int:pk>/duyet/", view(self.approve_view), name=f"{name}_approve"),
            *super().get_urls(),
        ]
