"""Versions of procedures: drafts are edited, a second person approves, what is approved stays."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from catalog.admin.base import CachedChoicesMixin, SheetAdmin
from catalog.exchange import subjects
from catalog.models import (
    Case,
    Component,
    Fee,
    LegalBasis,
    ProcedureVersion,
    ResultKind,
    StepRule,
)
from catalog.versions import differences, next_version


class _PartInline(CachedChoicesMixin, admin.StackedInline):
    """Rows of a version; those that belong to a case offer the cases of this version alone."""

    extra = 0

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "case":
            version = request.resolver_match.kwargs.get("object_id")
            kwargs["queryset"] = Case.objects.filter(version=version)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class CaseInline(_PartInline):
    model = Case

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        field.choices = list(field.choices)
        return field

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("applicant_classes")


class ComponentInline(_PartInline):
    model = Component


class ResultKindInline(_PartInline):
    model = ResultKind


class LegalBasisInline(_PartInline):
    model = LegalBasis


class FeeInline(_PartInline):
    model = Fee


class StepRuleInline(_PartInline):
    model = StepRule


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("tình trạng")
    parameter_name = "tinh-trang"

    def lookups(self, request, model_admin):
        return [("du-thao", _("Dự thảo")), ("da-duyet", _("Đã duyệt"))]

    def queryset(self, request, queryset):
        if self.value():
            return queryset.filter(approved_at__isnull=self.value() == "du-thao")
        return queryset


@admin.register(ProcedureVersion)
class ProcedureVersionAdmin(SheetAdmin):
    resource_classes = [subjects.VersionResource]
    list_display = ["__str__", "procedure_name", "decision_number", "effective_from", "state"]
    list_filter = [StateFilter, "routing", "service_level", "procedure__sector"]
    list_select_related = ["procedure", "approved_by"]
    search_fields = ["procedure__code", "procedure__name", "decision_number"]
    autocomplete_fields = ["procedure"]
    readonly_fields = ["prepared_by", "approved_by", "approved_at"]
    inlines = [
        CaseInline,
        ComponentInline,
        ResultKindInline,
        LegalBasisInline,
        FeeInline,
        StepRuleInline,
    ]
    change_form_template = "catalog/admin/version.html"

    @admin.display(description=gettext_lazy("thủ tục"), ordering="procedure__name")
    def procedure_name(self, version):
        return version.procedure.name

    @admin.display(description=gettext_lazy("tình trạng"), ordering="approved_at")
    def state(self, version):
        return _("Dự thảo") if version.is_draft else _("Đã duyệt")

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.is_draft)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_draft)

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def save_model(self, request, obj, form, change):
        if not change:
            obj.prepared_by = request.user
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        rows = formset.save()
        for row in rows:
            if isinstance(row, Case):
                row.save()  # its applicant classes wait in memory until the case is saved again

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/ke-tiep/",
                view(require_POST(self.next_view)),
                name="catalog_procedureversion_next",
            ),
            path(
                "<int:pk>/duyet/", view(self.approve_view), name="catalog_procedureversion_approve"
            ),
            *super().get_urls(),
        ]

    def _version(self, request, pk: int) -> ProcedureVersion:
        version = self.get_queryset(request).select_related("procedure").filter(pk=pk).first()
        if version is None:
            raise Http404
        return version

    def next_view(self, request, pk: int):
        """Tạo phiên bản kế tiếp: a draft copy, to be changed and approved by another person."""
        version = self._version(request, pk)
        if not self.has_add_permission(request):
            raise PermissionDenied
        fresh = next_version(version, by=request.user)
        self.log_addition(request, fresh, [{"added": {}}])
        self.message_user(
            request,
            _("Đã lập dự thảo phiên bản %(number)d. Hãy sửa những gì thay đổi rồi trình duyệt.")
            % {"number": fresh.number},
            messages.SUCCESS,
        )
        return redirect("admin:catalog_procedureversion_change", fresh.pk)

    def approve_view(self, request, pk: int):
        """Duyệt: shows what differs from the version in force, then puts the draft in force."""
        version = self._version(request, pk)
        if not request.user.has_perm("catalog.approve_version"):
            raise PermissionDenied
        if request.method == "POST":
            try:
                if not version.is_draft:
                    raise ValidationError(_("Phiên bản này đã được duyệt."))
                version.approve(by=request.user)
            except ValidationError as error:
                for text in error.messages:
                    self.message_user(request, text, messages.ERROR)
            else:
                self.log_change(request, version, _("Duyệt phiên bản"))
                self.message_user(request, _("Đã duyệt phiên bản."), messages.SUCCESS)
                return redirect("admin:catalog_procedureversion_change", version.pk)
        in_force = version.procedure.version_on(version.effective_from)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Duyệt phiên bản"),
            "subtitle": str(version),
            "version": version,
            "in_force": in_force,
            "differences": differences(in_force, version),
            "opts": self.opts,
            "back": reverse("admin:catalog_procedureversion_change", args=[version.pk]),
        }
        return TemplateResponse(request, "catalog/admin/approve.html", context)
