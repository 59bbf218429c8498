"""The rows that hang on a version, as the manager edits them and as they read once approved."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from catalog import routings
from catalog.admin.base import CachedChoicesMixin
from catalog.admin.version_forms import ScenarioForm, StepRuleForm
from catalog.models import (
    Case,
    CompetenceRule,
    Component,
    Department,
    Fee,
    LegalBasis,
    ProcedureVersion,
    ResultKind,
    Scenario,
    StepRule,
)


class PartInline(CachedChoicesMixin, admin.StackedInline):
    """Rows of a version; those that belong to a case offer the cases of this version alone."""

    extra = 0

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "case":
            version = request.resolver_match.kwargs.get("object_id")
            kwargs["queryset"] = Case.objects.filter(version=version)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class CaseInline(PartInline):
    model = Case
    fields = [
        "name", "name_en", "code", "form", "limit_value", "limit_unit", "applicant_classes",
        "limit_note", "limit_note_en", "start_event", "start_event_en", "order",
    ]  # fmt: skip

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name == "form":
            field.help_text = _("Soạn tờ khai mới ở mục Tờ khai điện tử, rồi chọn ở đây.")
        return field

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "form":
            # A form is built in the editor, whose pages do not answer to a small window.
            field.widget.can_add_related = field.widget.can_change_related = False
            field.widget.can_view_related = False
        return field

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        field.choices = list(field.choices)
        return field

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("applicant_classes")


class ComponentInline(PartInline):
    model = Component
    fields = [
        "name", "name_en", "code", "case", "originals", "copies", "form_code", "is_required",
        "from_form", "needs_scan", "condition", "condition_en", "result_codes", "order",
    ]  # fmt: skip


class ResultKindInline(PartInline):
    model = ResultKind
    fields = ["name", "name_en", "code", "case", "order"]


class LegalBasisInline(PartInline):
    model = LegalBasis
    fields = ["number", "title", "url", "order"]


class FeeInline(PartInline):
    model = Fee
    fields = ["name", "name_en", "amount", "required_before", "note", "note_en"]


class StepRuleInline(PartInline):
    """Who does each step and how much of the term; a step without a row follows its routing."""

    model = StepRule
    form = StepRuleForm
    readonly_fields = ["step_shown", "function_shown"]

    def get_fields(self, request, obj=None):
        is_open = (obj is None or obj.is_draft) and self.has_change_permission(request, obj)
        step, function = (
            ("step", "department_function") if is_open else ("step_shown", "function_shown")
        )
        return [
            step,
            "role",
            function,
            "agency_scope",
            "share_percent",
            "order",
            "silence",
            "title",
            "title_en",
        ]

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.routed = obj if isinstance(obj, ProcedureVersion) else None
        return formset

    @admin.display(description=_("Bước"))
    def step_shown(self, rule):
        return routings.step_title(rule.version.routing, rule.step)

    @admin.display(description=_("Phòng ban phụ trách"))
    def function_shown(self, rule):
        return dict(Department.Function.choices).get(
            rule.department_function, rule.department_function
        )


class CompetenceRuleInline(PartInline):
    """Which office is competent; without a row the one that the applicant chooses."""

    model = CompetenceRule
    fields = ["order", "basis", "applicant", "case", "level", "question_key"]


class ScenarioInline(PartInline):
    """What should become of a dossier, run with a button and before publication."""

    model = Scenario
    form = ScenarioForm
    fields = [
        "name", "case", "agency", "received_on", "received_time", "expected_due", "answers",
        "expected_steps", "order",
    ]  # fmt: skip


INLINES = [
    CaseInline,
    ComponentInline,
    ResultKindInline,
    LegalBasisInline,
    FeeInline,
    StepRuleInline,
    CompetenceRuleInline,
    ScenarioInline,
]
