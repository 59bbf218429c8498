"""Which certificates organisations have registered with their accounts: looked at, never changed here."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flows.console.ending import End
from flows.console.readonly import ReadOnlyAdmin
from flows.models import OrganisationCertificate


class Use(admin.SimpleListFilter):
    """Those that accounts have now, or those of the past."""

    title = gettext_lazy("tình trạng")
    parameter_name = "tinh-trang"

    def lookups(self, request, model_admin):
        return [("dang-dung", _("Đang dùng")), ("da-thay", _("Đã được thay"))]

    def queryset(self, request, queryset):
        if self.value() == "dang-dung":
            return queryset.current()
        return queryset.exclude(replaced_at=None) if self.value() else queryset


@admin.register(OrganisationCertificate)
class OrganisationCertificateAdmin(ReadOnlyAdmin):
    """The one in use and those before it, for administrators of accounts."""

    list_display = ["account", "issuer", "valid_to", "state", "registered_at"]
    list_select_related = ["account"]
    list_filter = [Use, End]
    search_fields = ["account__full_name", "account__tax_code", "serial", "fingerprint"]
    search_help_text = gettext_lazy("Tên đơn vị, mã số thuế, số sê-ri hoặc vân tay")
    fields = [
        "account", "subject", "issuer", "serial", "fingerprint", "valid_from", "valid_to", "state",
        "registered_by", "registered_at", "replaced_at",
    ]  # fmt: skip
    readonly_fields = ["state"]

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("accounts.change_user")

    def get_queryset(self, request):
        return OrganisationCertificate.objects.visible_to(request.user).defer("content")

    @admin.display(description=gettext_lazy("tình trạng"))
    def state(self, row):
        if row.replaced_at:
            return _("Đã được thay")
        if row.valid_to < timezone.now():
            return _("Hết hạn")
        return _("Sắp hết hạn") if row.ends_soon else _("Đang dùng")
