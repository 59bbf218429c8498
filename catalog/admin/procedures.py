"""Sectors, applicant classes, life events, procedures. Editorial text is written in the editor."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from catalog.admin.base import SheetAdmin
from catalog.admin.repeals import RepealScreens
from catalog.exchange import subjects
from catalog.models import ApplicantClass, LifeEvent, Procedure, Sector


@admin.register(Sector)
class SectorAdmin(SheetAdmin):
    resource_classes = [subjects.SectorResource]
    list_display = ["name", "code", "order", "procedure_count"]
    search_fields = ["name", "code"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(procedure_count=Count("procedures"))

    @admin.display(description=_("số thủ tục"), ordering="procedure_count")
    def procedure_count(self, sector):
        return sector.procedure_count


@admin.register(ApplicantClass)
class ApplicantClassAdmin(SheetAdmin):
    resource_classes = [subjects.ApplicantClassResource]
    list_display = ["name", "code", "kind"]
    list_filter = ["kind"]
    search_fields = ["name", "code"]


@admin.register(LifeEvent)
class LifeEventAdmin(SheetAdmin):
    resource_classes = [subjects.LifeEventResource]
    list_display = ["name", "code", "order"]
    search_fields = ["name", "code"]


@admin.register(Procedure)
class ProcedureAdmin(RepealScreens, SheetAdmin):
    """The identity of procedures. Summary, guidance and keywords belong to the editor; the end of a
    procedure is proposed by one person and applied by another."""

    resource_classes = [subjects.ProcedureResource]
    change_form_template = "catalog/admin/procedure.html"
    list_display = ["code", "name", "sector", "live", "repealed_on", "replaced_by"]
    list_display_links = ["code", "name"]
    list_filter = ["sector", "for_persons", "for_organisations", "live"]
    list_select_related = ["sector", "replaced_by"]
    search_fields = ["search_text"]
    fields = [
        "code", "name", "name_en", "sector", "for_persons", "for_organisations", "repealed_on", "replaced_by",
    ]  # fmt: skip

    def get_readonly_fields(self, request, obj=None):
        return ["repealed_on", "replaced_by", *(["code"] if obj else [])]

    def has_delete_permission(self, request, obj=None):
        return False
