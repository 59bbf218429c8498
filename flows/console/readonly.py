"""An admin that looks and never writes: changes are acts of services."""

from django.contrib import admin
from django.utils.text import capfirst


class ReadOnlyAdmin(admin.ModelAdmin):
    """Seen by whoever the console lets in, unless a subclass asks for a right; never written."""

    actions = None
    list_per_page = 50
    show_full_result_count = False

    def changelist_view(self, request, extra_context=None):
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
