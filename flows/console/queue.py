"""The queue (việc cần làm): the stock change list over the work items a person may see."""

from django.contrib import admin, messages
from django.contrib.admin.views.main import PAGE_VAR
from django.db.models import Exists, F, OuterRef, prefetch_related_objects
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.status import STATUS

from catalog.permissions import posts_of
from flows import acts
from flows.console import columns, due, search, walking
from flows.console.counting import CountedFilter
from flows.console.readonly import ReadOnlyAdmin
from flows.errors import DossierError
from flows.models import Decision, Message, SavedList, WorkItem
from flows.models.work import stood_in_for
from flows.services import work

NAME_LENGTH = 80  # of a procedure in a list; the whole name stands in the title


class HandFilter(CountedFilter):
    title, parameter_name = _("người giữ"), "xem"

    def lookups(self, request, model_admin):
        hands = [("cua-toi", _("Của tôi")), ("cho-nhan", _("Chờ nhận"))]
        if any(post.delegation for post in posts_of(request.user)):
            hands.append(("lam-thay", _("Làm thay")))
        return hands

    def queryset(self, request, queryset):
        if self.value() == "cua-toi":
            return queryset.mine(request.user)
        if self.value() == "cho-nhan":
            return queryset.free()
        if self.value() == "lam-thay":
            return queryset.filter(stood_in_for(request.user))
        return queryset


class DueFilter(CountedFilter):
    title, parameter_name = _("thời hạn"), "han"
    path = "dossier__"

    def lookups(self, request, model_admin):
        day = self.day()
        told = [(self.value(), _("Đến hạn ngày %s") % date_format(day, "d/m/Y"))] if day else []
        return [*due.Due.choices, *told]

    def day(self):
        """The working day that a number of the board's forecast stands for; None for a state."""
        try:
            return parse_date(self.value() or "")
        except ValueError:
            return None

    def queryset(self, request, queryset):
        if self.value() in due.Due.values:
            return queryset.filter(due.condition(self.value(), dossier=self.path))
        if day := self.day():
            return queryset.filter(due.falls_on(day, dossier=self.path))
        return queryset


class StepFilter(CountedFilter):
    title, parameter_name = _("bước"), "buoc"

    def lookups(self, request, model_admin):
        steps = {}
        for step, title, _code, _name in model_admin.kinds_of_work(request):
            steps.setdefault(step, title or step)
        return sorted(steps.items())

    def queryset(self, request, queryset):
        return queryset.filter(step=self.value()) if self.value() else queryset


class ProcedureFilter(CountedFilter):
    title, parameter_name = _("thủ tục"), "thu_tuc"

    def lookups(self, request, model_admin):
        seen = {(code, name) for _step, _title, code, name in model_admin.kinds_of_work(request)}
        return [(code, f"{code} – {name[:70]}") for code, name in sorted(seen)]

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


def applicant_cell(dossier):
    """Who filed, and whom one of a batch is about."""
    about = format_html("<br><small>{}</small>", dossier.about) if dossier.about else ""
    return format_html("{}{}", dossier.applicant_name, about)


def new_message():
    """The mark of a row about which the applicant has written something unread; the colour of the
    whole row is left to its due date."""
    return format_html('<br><span class="govuk-tag govuk-tag--blue">{}</span>', _("Tin mới"))


@admin.register(WorkItem)
class WorkItemAdmin(ReadOnlyAdmin):
    """Lists look: every change of a work item is an act of `flows/services/work.py`."""

    list_display = ["code", *columns.USUAL]
    list_display_links = None
    change_list_template = "console/queue.html"
    list_filter = [HandFilter, DueFilter, StepFilter, ProcedureFilter]
    list_per_page = 50
    show_facets = admin.ShowFacets.ALLOW  # on demand: each filter is one more query
    search_fields = ["dossier__code"]
    search_help_text = _("Mã hồ sơ, số hồ sơ, số định danh, điện thoại hoặc họ tên (không cần dấu)")
    ordering = [F("due_at").asc(nulls_last=True), "pk"]  # databases differ about empty dates
    actions = ["claim_selected"]

    def get_queryset(self, request):
        """Built once per request: the list and each filter ask for it, and posts are read once."""
        if not hasattr(request, "_my_queue"):
            unread = Message.objects.unread_by_office().filter(dossier=OuterRef("dossier"))
            own = Decision.objects.pending().of(request.user).filter(dossier=OuterRef("dossier"))
            request._my_queue = (
                WorkItem.objects.visible_to(request.user)
                .open()
                .with_list_data()
                .annotate(has_unread=Exists(unread.order_by()), is_own=Exists(own.order_by()))
            )
        return request._my_queue.all()

    def kinds_of_work(self, request) -> list[tuple[str, str, str, str]]:
        """(step, its title, procedure's code, its name) that occur: what the filters offer."""
        if not hasattr(request, "_kinds_of_work"):
            names = ["step", "step_title", "dossier__procedure__code", "dossier__procedure__name"]
            rows = WorkItem.objects.visible_to(request.user).open().order_by()
            request._kinds_of_work = list(rows.values_list(*names).distinct())
        return request._kinds_of_work

    def get_search_results(self, request, queryset, search_term):
        if search_term:
            queryset = queryset.filter(search.matching(search_term, dossier="dossier__"))
        return queryset, False

    def get_changelist(self, request, **kwargs):
        return walking.SavedChangeList

    def get_list_display(self, request):
        saved = self.saved_list(request)
        shown = columns.known(saved.columns) if saved else columns.chosen_by(request.user)
        return ["code", *shown]

    def saved_list(self, request) -> SavedList | None:
        """The list that the address names, if the person may see it."""
        named = request.GET.get(walking.SAVED, "")
        return next((one for one in self.saved_lists(request) if str(one.pk) == named), None)

    def saved_lists(self, request) -> list[SavedList]:
        if not hasattr(request, "_saved_lists"):
            lists = SavedList.objects.visible_to(request.user).select_related("owner")
            request._saved_lists = list(lists)
        return request._saved_lists

    def changelist_view(self, request, extra_context=None):
        kept = request.GET.copy()
        for name in (PAGE_VAR, walking.SAVED, "e"):
            kept.pop(name, None)
        context = {
            "saved_lists": self.saved_lists(request),
            "saved_list": self.saved_list(request),
            "query_to_save": kept.urlencode(),
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def get_changelist_instance(self, request):
        listed = super().get_changelist_instance(request)
        now = timezone.now()
        for item in listed.result_list:
            item.viewer, item.now = request.user, now
        walking.mark_rows(request, listed, "viec")
        if "labels" in listed.list_display:
            prefetch_related_objects(list(listed.result_list), "dossier__labels")
        return listed

    def change_view(self, request, object_id, form_url="", extra_context=None):
        item = get_object_or_404(self.get_queryset(request), pk=object_id)
        return redirect("admin:flows_dossier_change", item.dossier_id)

    @admin.display(description=_("hồ sơ"), ordering="dossier__code")
    def code(self, item):
        return format_html(
            '<a href="{}" class="bhxh-work-code" data-row>{}</a><br>{}{}',
            item.url,
            item.dossier.code,
            applicant_cell(item.dossier),
            new_message() if item.has_unread else "",
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
            if item.is_own and item.step in acts.APPROVE:  # four eyes: no button that is refused
                return format_html(
                    "{}<br><small>{}</small>", _("Chưa ai nhận"), _("Bạn đã trình kết quả này")
                )
            return format_html(
                '{}<br><button class="govuk-button bhxh-button-small" formmethod="post" '
                'formaction="{}" aria-label="{} {}">{}</button>',
                _("Chưa ai nhận"),
                reverse("admin:work_step", args=[item.pk, "claim"]),
                _("Nhận việc"),
                item.dossier.code,
                _("Nhận việc"),
            )
        if item.is_open_to(item.viewer):
            is_mine = item.owner_id == item.viewer.pk
            return format_html(
                '{}<br><a class="govuk-button govuk-button--secondary bhxh-button-small" href="{}">{}'
                '<span class="govuk-visually-hidden"> {}</span></a>',
                _("Tôi") if is_mine else item.owner,
                item.url,
                _("Xử lý") if is_mine else _("Làm thay"),
                item.dossier.code,
            )
        since = due.moment(item.assigned) if item.assigned else ""
        return format_html("{}<br><small>{}</small>", item.owner, since)

    @admin.display(description=_("ngày nộp"), ordering="dossier__submitted_at")
    def filed(self, item):
        return due.moment(item.dossier.submitted_at)

    @admin.display(description=_("hạn trả kết quả"), ordering="dossier__due_at")
    def promised(self, item):
        return due.moment(item.dossier.due_at)

    @admin.display(description=_("cách nộp"), ordering="dossier__channel")
    def channel(self, item):
        return item.dossier.get_channel_display()

    @admin.display(description=_("nhãn"))
    def labels(self, item):
        return ", ".join(label.name for label in item.dossier.labels.all()) or "—"

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
