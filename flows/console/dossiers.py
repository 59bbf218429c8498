"""Dossiers in the admin: a list that looks, and the one page on which officers work."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, Subquery
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from catalog.leading import departments_led_by
from catalog.models import Department
from catalog.permissions import posts_of
from flows.console import due, search, walking
from flows.console.counting import CountedChoices, CountedFilter, CountingChangeList
from flows.console.queue import DueFilter, applicant_cell, new_message, procedure_cell
from flows.console.readonly import ReadOnlyAdmin
from flows.console.screen import dossier_screen
from flows.models import Batch, Dossier, Label, Message, State, Urging


class DossierDueFilter(DueFilter):
    path = ""

    def queryset(self, request, queryset):
        if self.value():
            queryset = queryset.filter(
                state__in=[State.SUBMITTED, State.RECEIVED, State.PROCESSING, *due.WAITING]
            )
        return super().queryset(request, queryset)


class StateFilter(CountedFilter):
    title, parameter_name = _("tình trạng"), "tinh_trang"

    def lookups(self, request, model_admin):
        return [
            ("dang-mo", _("Chưa kết thúc")),
            ("cho-bo-sung", _("Chờ bổ sung, hoàn thiện")),
            *State.choices,
        ]

    def queryset(self, request, queryset):
        if self.value() == "dang-mo":
            return queryset.open()
        if self.value() == "cho-bo-sung":
            return queryset.filter(state__in=due.WAITING)
        return queryset.filter(state=self.value()) if self.value() else queryset


class DepartmentFilter(CountedFilter):
    title, parameter_name = _("phòng đang xử lý"), "phong"

    def lookups(self, request, model_admin):
        seen = model_admin.get_queryset(request).open().order_by()
        departments = Department.objects.filter(pk__in=seen.values("current_department"))
        return [
            (str(department.pk), f"{department.name} – {department.agency.name}")
            for department in departments.select_related("agency")[:50]
        ]

    def queryset(self, request, queryset):
        if self.value() == "0":
            return queryset.filter(current_department__isnull=True)
        known = (self.value() or "").isdigit()
        return queryset.filter(current_department=self.value()) if known else queryset


class TalkFilter(CountedFilter):
    title, parameter_name = _("tin của người nộp"), "tin"

    def lookups(self, request, model_admin):
        return [("chua-doc", _("Có tin chưa đọc")), ("cho-tra-loi", _("Chưa trả lời"))]

    def queryset(self, request, queryset):
        if self.value() == "chua-doc":
            return queryset.filter(with_unread())
        if self.value() == "cho-tra-loi":
            newest = Message.objects.filter(dossier=OuterRef("pk")).order_by("-sent_at", "-pk")
            return queryset.annotate(
                ours_is_newest=Subquery(newest.values("from_office")[:1])
            ).filter(ours_is_newest=False)
        return queryset


class UrgingFilter(CountedFilter):
    title, parameter_name = _("đôn đốc"), "don_doc"

    def lookups(self, request, model_admin):
        return [
            ("cho-tra-loi", _("Đơn vị tôi phải trả lời")),
            ("da-gui", _("Tôi đã gửi, chờ trả lời")),
        ]

    def queryset(self, request, queryset):
        if self.value() not in ("cho-tra-loi", "da-gui"):
            return queryset
        waiting = Urging.objects.waiting().filter(item__dossier=OuterRef("pk"))
        if self.value() == "da-gui":
            return queryset.filter(Exists(waiting.filter(asked_by=request.user).order_by()))
        led = departments_led_by(request.user).order_by()
        return queryset.filter(Exists(waiting.filter(item__department__in=led).order_by()))


class LabelFilter(CountedFilter):
    title, parameter_name = _("nhãn"), "nhan"

    def lookups(self, request, model_admin):
        seen = {post.department.agency_id for post in posts_of(request.user)}
        labels = Label.objects.order_by("name")
        mine = labels if request.user.is_superuser else labels.filter(agency__in=seen)
        return [(str(label.pk), label.name) for label in mine[:50]]

    def queryset(self, request, queryset):
        known = (self.value() or "").isdigit()
        return queryset.filter(labels=self.value()) if known else queryset


class BatchFilter(CountedFilter):
    """The dossiers of one batch; offered where a dossier's page leads here."""

    title, parameter_name = _("lô hồ sơ"), "lo"

    def lookups(self, request, model_admin):
        asked = request.GET.get("lo", "")
        found = Batch.objects.signed().filter(pk=asked).first() if asked.isdecimal() else None
        return [(str(found.pk), found.number)] if found else []

    def queryset(self, request, queryset):
        known = (self.value() or "").isdecimal()
        return queryset.filter(batch_row__batch=self.value()) if known else queryset


def with_unread():
    """Dossiers about which the applicant has written what nobody of the office has read."""
    return Exists(Message.objects.unread_by_office().filter(dossier=OuterRef("pk")).order_by())


@admin.register(Dossier)
class DossierAdmin(ReadOnlyAdmin):
    """The list shows what the reach of the person's posts opens (`visible_to`), nothing else."""

    list_display = ["code_link", "procedure_name", "told_state", "where", "due"]
    list_display_links = None
    show_facets = admin.ShowFacets.ALLOW  # on demand: each filter is one more query
    change_list_template = "console/queue.html"
    list_filter = [
        StateFilter,
        DossierDueFilter,
        DepartmentFilter,
        TalkFilter,
        UrgingFilter,
        LabelFilter,
        BatchFilter,
        ("channel", CountedChoices),
    ]
    search_fields = ["code"]
    search_help_text = _("Mã hồ sơ, số hồ sơ, số định danh, điện thoại hoặc họ tên (không cần dấu)")
    date_hierarchy = "submitted_at"
    ordering = ["-submitted_at", "-pk"]

    def get_queryset(self, request):
        """Built once per request: the list and each filter ask for it."""
        if not hasattr(request, "_my_dossiers"):
            request._my_dossiers = (
                Dossier.objects.visible_to(request.user)
                .with_list_data()
                .annotate(has_unread=with_unread())
            )
        return request._my_dossiers.all()

    def get_search_results(self, request, queryset, search_term):
        if search_term:
            queryset = queryset.filter(search.matching(search_term))
        return queryset, False

    def get_changelist(self, request, **kwargs):
        return CountingChangeList

    def get_changelist_instance(self, request):
        listed = super().get_changelist_instance(request)
        walking.mark_rows(request, listed, "ho-so")
        return listed

    def change_view(self, request, object_id, form_url="", extra_context=None):
        try:
            dossier = self.get_queryset(request).get(pk=object_id)
        except (Dossier.DoesNotExist, ValueError):
            raise Http404(
                _("Không có hồ sơ này, hoặc hồ sơ không thuộc phạm vi của bạn.")
            ) from None
        context = {
            **self.admin_site.each_context(request),
            **dossier_screen(dossier, request.user),
            "around": walking.around(request, dossier),
            "title": _("Hồ sơ %s") % dossier.code,
            "opts": self.opts,
        }
        return TemplateResponse(request, "console/dossier.html", context)

    @admin.display(description=_("hồ sơ"), ordering="code")
    def code_link(self, dossier):
        return format_html(
            '<a href="{}" class="bhxh-work-code" data-row>{}</a><br>{}<br><small>{}</small>',
            dossier.url,
            dossier.code,
            applicant_cell(dossier),
            dossier.office_number or "",
        )

    @admin.display(description=_("thủ tục"), ordering="procedure__code")
    def procedure_name(self, dossier):
        return procedure_cell(dossier.procedure)

    @admin.display(description=_("đang ở"), ordering="current_department")
    def where(self, dossier):
        return format_html(
            "{}<br><small>{}</small>", dossier.current_department or "—", dossier.current_agency
        )

    @admin.display(description=_("tình trạng"), ordering="state")
    def told_state(self, dossier):
        if not dossier.has_unread:
            return dossier.get_state_display()
        return format_html("{}{}", dossier.get_state_display(), new_message())

    @admin.display(description=_("hạn trả"), ordering="due_at")
    def due(self, dossier):
        return due.tag(due.of_dossier(dossier))
