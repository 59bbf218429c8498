"""By which certificates leaders sign results: one person's each, kept by administrators."""

from django.contrib import admin

from flows.console.ending import End
from flows.models import SigningCertificate


@admin.register(SigningCertificate)
class SigningCertificateAdmin(admin.ModelAdmin):
    """A certificate is pasted once and never edited: another one is another row."""

    list_display = ["person", "subject", "valid_from", "valid_to", "is_active"]
    list_filter = ["is_active", End]
    list_select_related = ["person"]
    search_fields = ["person__full_name", "person__username", "subject", "fingerprint"]
    autocomplete_fields = ["person"]
    show_full_result_count = False
    fields = [
        "person", "pem", "address", "is_active", "subject", "fingerprint", "valid_from", "valid_to",
    ]  # fmt: skip

    def get_fields(self, request, obj=None):
        return self.fields if obj else self.fields[:4]

    def get_readonly_fields(self, request, obj=None):
        read = ["subject", "fingerprint", "valid_from", "valid_to"]
        return [*read, "person", "pem"] if obj else []

    def has_delete_permission(self, request, obj=None):
        return False
