"""Whom the portal believes when organisations sign: roots and intermediates, kept by administrators."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from flows.console.ending import End
from flows.models import TrustedCertificate


@admin.register(TrustedCertificate)
class TrustedCertificateAdmin(admin.ModelAdmin):
    """A certificate is pasted once and never edited: another one is another row."""

    list_display = ["name", "kind", "subject", "valid_from", "valid_to", "revocation", "is_active"]
    list_filter = ["kind", "is_active", End]
    search_fields = ["name", "subject", "fingerprint"]
    show_full_result_count = False
    fields = [
        "name", "kind", "pem", "revocation", "is_active",
        "subject", "fingerprint", "valid_from", "valid_to", "of_demo",
    ]  # fmt: skip

    @admin.display(description=_("chỉ của bản dùng thử"), boolean=True)
    def of_demo(self, row):
        return row.is_demo

    def get_fields(self, request, obj=None):
        return self.fields if obj else self.fields[:5]

    def get_readonly_fields(self, request, obj=None):
        read = ["subject", "fingerprint", "valid_from", "valid_to", "of_demo"]
        return [*read, "kind", "pem"] if obj else []

    def has_delete_permission(self, request, obj=None):
        return False
