"""The queue (việc cần làm): the stock change list over the work items a person may see."""

from django.contrib import admin, messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.status import STATUS

from catalog.models import Procedure
from flows.console import due, search
from flows.console.readonly import ReadOnlyAdmin
from flows.errors import DossierError
from flows.models import WorkItem
from flows.services import work

NAME_LENGTH = 80  # of a procedure in a list; the whole name stands in the title


class HandFilter(admin.SimpleListFilter):
    title, parameter_name = _("trong tay ai"), "xem"

    def lookups(self, request, model_admin):
        return [("cua-toi", _("Của tôi")), ("cho-nhan", _("Chờ nhận"))]

    def queryset(self, request, queryset):
        if self.value() == "cua-toi":
            return queryset.mine(request.user)
        if self.value() == "cho-nhan":
            return queryset.free()
        return queryset


class DueFilter(admin.SimpleListFilter):
    title, parameter_name = _("thời hạn"), "han"
    path = "dossier__"

    def lookups(self, request, model_admin):
        return due.Due.choices

    def queryset(self, request, queryset):
        if self.value() in due.Due.values:
            return queryset.filter(due.condition(self.value(), dossier=self.path))
        return queryset


class StepFilter(admin.SimpleListFilter):
    title, parameter_name = _("bước"), "buoc"

    def lookups(self, request, model_admin):
        rows = model_admin.get_queryset(request).order_by("step", "step_title")
        steps = {}
        for step, title in rows.values_list("step", "step_title").distinct():
            steps.setdefault(step, title or step)
        return list(steps.items())

    def queryset(self, request, queryset):
        return queryset.filter(step=self.value()) if self.value() else queryset


class ProcedureFilter(admin.SimpleListFilter):
    title, parameter_name = _("thủ tục"), "thu_tuc"

    def lookups(self, request, model_admin):
        seen = model_admin.get_queryset(request).order_by().values("dossier__procedure")
        return [
            (row.code, f"{row.code} – {row.name[:70]}")
            for row in Procedure.objects.filter(pk__in=seen).only("code", "name").order_by("code")
        ]

    def queryset(self, request, queryset):
        return queryset.filter(dossier__procedure__code=self.value()) if self.value() else queryset


def procedure_cell(procedure):
    """A procedure in a list: the beginning of its name, and its code."""
    return format_html(
        '<span title="{}">{}</span><br><small>{}</small>',
        procedure.name,
        Truncator(procedure.name).chars(NAME_LENGTH),
        procedure.code,
    )


@admin.register(WorkItem)
class WorkItemAdmin(ReadOnlyAdmin):
    """Lists look: every change of a work item is an act of `flows/services/work.py`."""

    list_display = ["code", "procedure", "step_name", "due", "holder"]
    list_display_links = None
    change_list_template = "console/queue.html"
    list_filter = [HandFilter, DueFilter, StepFilter, ProcedureFilter]
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER  # each facet would count anew
    search_fields = ["dossier__code"]
    search_help_text = _("Mã hồ sơ, số hồ sơ, số định danh, điện thoại hoặc họ tên (không cần dấu)")
    ordering = ["due_at", "pk"]
    actions = ["claim_selected"]

    def get_queryset(self, request):
        """Built once per request: the list and each filter ask for it, and posts are read once."""
        if not hasattr(request, "_my_queue"):
            request._my_queue = WorkItem.objects.visible_to(request.user).open().with_list_data()
        return request._my_queue.all()

    def get_search_results(self, request, queryset, search_term):
        if search_term:
            queryset = queryset.filter(search.matching(search_term, dossier="dossier__"))
        return queryset, False

    def get_changelist_instance(self, request):
        listed = super().get_changelist_instance(request)
        now = timezone.now()
        for item in listed.result_list:
            item.viewer, item.now = request.user, now
        return listed

    def change_view(self, request, object_id, form_url="", extra_context=None):
        item = get_object_or_404(self.get_queryset(request), pk=object_id)
        return redirect("admin:flows_dossier_change", item.dossier_id)

    @admin.display(description=_("hồ sơ"), ordering="dossier__code")
    def code(self, item):
        return format_html(
            '<a href="{}" class="bhxh-work-code" data-row>{}</a><br>{}',
            reverse("admin:flows_dossier_change", args=[item.dossier_id]),
            item.dossier.code,
            item.dossier.applicant_name,
        )

    @admin.display(description=_("thủ tục"), ordering="dossier__procedure__code")
    def procedure(self, item):
        return procedure_cell(item.dossier.procedure)

    @admin.display(description=_("bước, đơn vị"), ordering="step")
    def step_name(self, item):
        return format_html(
            "{}<br><small>{}<br>{}</small>",
            item.step_title or item.step,
            item.department or "—",
            item.agency or "",
        )

    @admin.display(description=_("hạn của bước"), ordering="due_at")
    def due(self, item):
        return due.of_item(item, item.now)

    @admin.display(description=_("người giữ"), ordering="owner")
    def holder(self, item):
        """Who has it and since when; taking is one click. No nested form: `formaction`."""
        if item.status == STATUS.NEW:
            return format_html(
                '{}<br><button class="govuk-button bhxh-button-small" formmethod="post" '
                'formaction="{}" aria-label="{} {}">{}</button>',
                _("Chưa ai nhận"),
                reverse("admin:work_step", args=[item.pk, "claim"]),
                _("Nhận việc"),
                item.dossier.code,
                _("Nhận việc"),
            )
        if item.owner_id == item.viewer.pk:
            return format_html(
                '{}<br><a class="govuk-button govuk-button--secondary bhxh-button-small" href="{}">{}'
                '<span class="govuk-visually-hidden"> {}</span></a>',
                _("Tôi"),
                reverse("admin:flows_dossier_change", args=[item.dossier_id]),
                _("Xử lý"),
                item.dossier.code,
            )
        since = due.moment(item.assigned) if item.assigned else ""
        return format_html("{}<br><small>{}</small>", item.owner, since)

    @admin.action(description=_("Nhận các việc đã chọn"))
    def claim_selected(self, request, queryset):
        """Each is claimed by itself: what somebody else took meanwhile is named and left."""
        taken = 0
        for item in queryset:
            try:
                work.claim(item, by=request.user)
                taken += 1
            except DossierError as refusal:
                messages.warning(request, f"{item.dossier.code}: {refusal}")
        if taken:
            messages.success(request, _("Đã nhận %(n)d việc.") % {"n": taken})
