"""Slip templates by date, ready phrases, and the way to the forms, which are built in the editor."""

from django.contrib import admin
from django.db.models import Count, Q
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from catalog.admin.base import FoldedSearchMixin, SheetAdmin
from catalog.exchange import subjects
from catalog.models import Form, Phrase, SlipTemplate


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


@admin.register(SlipTemplate)
class SlipTemplateAdmin(SheetAdmin):
    resource_classes = [subjects.SlipTemplateResource]
    list_display = ["name", "kind", "legal_basis", "effective_from"]
    list_filter = ["kind"]
    search_fields = ["name", "legal_basis"]


@admin.register(Phrase)
class PhraseAdmin(SheetAdmin):
    resource_classes = [subjects.PhraseResource]
    list_display = ["title", "kind"]
    list_filter = ["kind"]
    search_fields = ["title", "text"]
