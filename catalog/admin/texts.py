"""Slip templates by date, ready phrases, and the way to the forms, which are built in the editor."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.admin.base import FoldedSearchMixin, SheetAdmin
from catalog.exchange import subjects
from catalog.models import Case, Form, Phrase, SlipTemplate


@admin.register(Form)
class FormAdmin(FoldedSearchMixin, admin.ModelAdmin):
    """The forms and what asks by them; a form opens in the editor."""

    list_display = ["code", "name", "legal_form", "case_count", "in_force"]
    list_display_links = ["code", "name"]
    search_fields = ["code", "name", "legal_form"]
    show_full_result_count = False
    list_per_page = 50

    def get_queryset(self, request):
        approved = Q(cases__version__approved_at__isnull=False)
        return (
            super()
            .get_queryset(request)
            .annotate(case_count=Count("cases"), approved_count=Count("cases", filter=approved))
        )

    @admin.display(description=_("số trường hợp dùng"), ordering="case_count")
    def case_count(self, form):
        return form.case_count

    @admin.display(description=_("đang có hiệu lực"), boolean=True)
    def in_force(self, form):
        return form.approved_count > 0

    def has_delete_permission(self, request, obj=None):
        return False

    def add_view(self, request, form_url="", extra_context=None):
        return redirect("wagtailsnippets_catalog_form:add")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return redirect("wagtailsnippets_catalog_form:edit", object_id)


class OwnFilter(admin.SimpleListFilter):
    title = _("dùng cho")
    parameter_name = "dung-cho"

    def lookups(self, request, model_admin):
        return [("chung", _("Mọi thủ tục")), ("rieng", _("Một thủ tục"))]

    def queryset(self, request, queryset):
        if self.value():
            return queryset.filter(procedure__isnull=self.value() == "chung")
        return queryset


class SlipTemplateForm(forms.ModelForm):
    """A template; the case it names is one that the procedure has or had."""

    class Meta:
        model = SlipTemplate
        fields = "__all__"  # noqa: DJ007  the admin names them

    def clean(self):
        values = super().clean()
        procedure, code = values.get("procedure"), values.get("case_code")
        if procedure and code:
            known = Case.objects.filter(version__procedure=procedure).values_list("code", flat=True)
            if code not in known:
                text = _("Thủ tục không có trường hợp «%(code)s»; các mã: %(known)s.")
                listed = ", ".join(sorted(set(known))) or "—"
                raise ValidationError({"case_code": text % {"code": code, "known": listed}})
        return values


@admin.register(SlipTemplate)
class SlipTemplateAdmin(SheetAdmin):
    """Templates by date: general ones, and those of a procedure or of one of its cases.

    The button that tries what is typed belongs to the console, which knows how papers are made.
    """

    resource_classes = [subjects.SlipTemplateResource]
    form = SlipTemplateForm
    change_form_template = "catalog/admin/slip_template.html"
    list_display = ["name", "kind", "of_procedure", "legal_basis", "effective_from"]
    list_filter = ["kind", OwnFilter]
    list_select_related = ["procedure"]
    search_fields = ["name", "legal_basis", "procedure__code", "procedure__name"]
    fields = [
        "kind", ("procedure", "case_code"), "name", "legal_basis", "effective_from", "source",
    ]  # fmt: skip
    autocomplete_fields = ["procedure"]

    def get_changeform_initial_data(self, request):
        """A template of a procedure begins as the one that it takes the place of."""
        initial = super().get_changeform_initial_data(request)
        general = SlipTemplate.objects.filter(procedure=None, kind=initial.get("kind", ""))
        if begun := general.filter(effective_from__lte=timezone.localdate()).first():
            initial = {
                "name": begun.name,
                "legal_basis": begun.legal_basis,
                "source": begun.source,
            } | initial
        return initial

    @admin.display(description=_("dùng cho"), ordering="procedure__code")
    def of_procedure(self, template):
        if template.procedure is None:
            return _("Mọi thủ tục")
        return " · ".join(filter(None, [template.procedure.code, template.case_code]))


@admin.register(Phrase)
class PhraseAdmin(SheetAdmin):
    resource_classes = [subjects.PhraseResource]
    list_display = ["title", "kind"]
    list_filter = ["kind"]
    search_fields = ["title", "text"]
