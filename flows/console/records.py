"""What dossiers left behind, to look at: slips, messages, requests, journal."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from catalog.eforms.identifiers import contact_as_read
from flows.console.readonly import ReadOnlyAdmin
from flows.models import (
    CollectionRule,
    Dossier,
    IdleRule,
    IssuedDocument,
    JournalEntry,
    Notice,
    SupplementRequest,
    SupportLevel,
)


def opened_to(user) -> Exists:
    """Whether the person may open the dossier of a row; annotated as `may_open`."""
    seen = Dossier.objects.visible_to(user).order_by()
    return Exists(seen.filter(pk=OuterRef("dossier")))


def dossier_cell(row) -> str:
    """The code of the row's dossier, as a link for whoever may open it."""
    if row.dossier is None:
        return "—"
    if not getattr(row, "may_open", True):
        return row.dossier.code
    url = reverse("admin:flows_dossier_change", args=[row.dossier_id])
    return format_html('<a href="{}" class="bhxh-work-code">{}</a>', url, row.dossier.code)


class RecordAdmin(ReadOnlyAdmin):
    """Records of the dossiers in the person's reach; for inspectors and whoever has the view right."""

    list_display_links = None

    def has_view_permission(self, request, obj=None):
        may = request.user.has_perm
        return super().has_view_permission(request) and (
            may("flows.inspect_dossier") or may(f"flows.view_{self.opts.model_name}")
        )

    def get_queryset(self, request):
        reach = Dossier.objects.visible_to(request.user).order_by()
        found = super().get_queryset(request).select_related("dossier")
        return found if request.user.is_superuser else found.filter(dossier__in=reach)

    @admin.display(description=_("hồ sơ"), ordering="dossier__code")
    def dossier_link(self, row):
        return dossier_cell(row)


@admin.register(IssuedDocument)
class IssuedDocumentAdmin(RecordAdmin):
    list_display = ["number", "title", "dossier_link", "issued_by", "issued_at", "valid", "sha256"]
    list_filter = ["kind", "issued_at"]
    list_select_related = ["issued_by"]
    search_fields = ["number", "dossier__code_folded"]
    ordering = ["-issued_at", "-pk"]
    exclude = ["file"]

    @admin.display(description=_("còn hiệu lực"), boolean=True)
    def valid(self, issued):
        return issued.is_valid


@admin.register(CollectionRule)
class CollectionRuleAdmin(admin.ModelAdmin):
    """When people are reminded to collect; for whoever has the right to change it."""

    list_display = ["__str__", "reminder_days", "unclaimed_days"]
    list_select_related = ["agency"]
    told_empty = _(
        "Chưa đặt quy định nào: mọi cơ quan nhắc sau 7, 15 và 25 ngày, coi là chưa nhận sau 30 ngày."
    )


@admin.register(IdleRule)
class IdleRuleAdmin(admin.ModelAdmin):
    """After how many days without an act somebody is named to the head."""

    list_display = ["__str__", "days"]
    told_empty = _("Chưa đặt quy định nào: mọi cơ quan nêu tên người không thao tác sau 14 ngày.")
    list_select_related = ["agency"]


@admin.register(SupportLevel)
class SupportLevelAdmin(admin.ModelAdmin):
    """Within how many working hours support is given."""

    list_display = ["__str__", "hours"]
    told_empty = _(
        "Chưa đặt mức cam kết nào: yêu cầu khẩn được trả lời trong 2 giờ làm việc, cao 8 giờ, thường 24 giờ."
    )


@admin.register(Notice)
class NoticeAdmin(RecordAdmin):
    list_display = [
        "dossier_link",
        "channel",
        "told_to",
        "subject",
        "state",
        "created_at",
        "sent_at",
    ]
    list_filter = ["state", "channel", "created_at"]
    search_fields = ["to", "dossier__code_folded"]
    ordering = ["-created_at", "-pk"]

    @admin.display(description=_("gửi tới"), ordering="to")
    def told_to(self, notice):
        return contact_as_read(notice.to)


@admin.register(SupplementRequest)
class SupplementRequestAdmin(RecordAdmin):
    list_display = [
        "dossier_link",
        "phase",
        "reason",
        "asked_by",
        "asked_at",
        "answer_by",
        "answered_at",
    ]
    list_filter = ["phase", "asked_at"]
    list_select_related = ["asked_by"]
    search_fields = ["dossier__code_folded"]
    ordering = ["-asked_at", "-pk"]


@admin.register(JournalEntry)
class JournalEntryAdmin(RecordAdmin):
    list_display = [
        "at",
        "dossier_link",
        "seq",
        "act",
        "actor_name",
        "on_behalf_of",
        "department_name",
    ]
    list_filter = ["act", "at"]
    search_fields = ["actor_name", "dossier__code_folded"]
    ordering = ["-at", "-pk"]
