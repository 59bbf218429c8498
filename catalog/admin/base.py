"""What every list of the catalogue shares: rights of import and export, search without diacritics."""

from django.contrib import admin
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from import_export.admin import ImportExportMixin

from catalog.exchange.formats import SafeCSV, SafeXLSX
from catalog.exchange.uploads import PrivateUpload, redeem, ticket
from catalog.text import fold


class FoldedSearchMixin:
    """Finds every word of the query in the named columns, whatever the diacritics."""

    def get_search_results(self, request, queryset, search_term):
        words = fold(search_term).split()
        if not words:
            return queryset, False
        found = [
            key
            for key, *texts in queryset.order_by().values_list("pk", *self.search_fields)
            if all(word in fold(" ".join(map(str, texts))) for word in words)
        ]
        return queryset.filter(pk__in=found), False


class SheetAdmin(FoldedSearchMixin, ImportExportMixin, admin.ModelAdmin):
    """A list that is filled from and written to a sheet by who may change (and see) its rows."""

    formats = [SafeXLSX, SafeCSV]
    tmp_storage_class = PrivateUpload
    show_full_result_count = False
    list_per_page = 50

    def has_import_permission(self, request):
        return self.has_add_permission(request) and request.user.has_perm(
            f"{self.opts.app_label}.{get_permission_codename('change', self.opts)}"
        )

    def has_export_permission(self, request):
        return self.has_view_permission(request)

    def get_import_data_kwargs(self, **kwargs):
        return {
            **super().get_import_data_kwargs(**kwargs),
            "rollback_on_validation_errors": True,
        }

    def get_confirm_form_initial(self, request, import_form):
        initial = super().get_confirm_form_initial(request, import_form)
        if "import_file_name" in initial:
            initial["import_file_name"] = ticket(initial["import_file_name"], request.user)
        return initial

    def get_confirm_form_kwargs(self, request, import_form=None):
        kwargs = super().get_confirm_form_kwargs(request, import_form)
        if kwargs["data"]:
            name = redeem(kwargs["data"].get("import_file_name", ""), request.user)
            if name is None:
                raise PermissionDenied
            kwargs["data"] = kwargs["data"].copy()
            kwargs["data"]["import_file_name"] = name
        return kwargs

    def add_data_read_fail_error_to_form(self, form, e):
        form.add_error("import_file", str(e))


class CachedChoicesMixin:
    """One query per foreign key of an inline, however many rows it shows."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None:
            field.choices = list(field.choices)
        return field
