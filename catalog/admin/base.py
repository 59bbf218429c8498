"""What every list of the catalogue shares: rights of import and export, search without diacritics."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from import_export.admin import ImportExportMixin
from import_export.forms import ImportForm

from catalog.exchange import changesets
from catalog.exchange.formats import SafeCSV, SafeXLSX
from catalog.exchange.reading import UnreadableFile
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


class SheetUploadForm(ImportForm):
    """The file alone: its format is seen from the file."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["format"]
        self.fields["import_file"].label = _("Tệp .xlsx, .ods hoặc .csv")

    @property
    def media(self):
        return forms.Media()


class SheetAdmin(FoldedSearchMixin, ImportExportMixin, admin.ModelAdmin):
    """A list that is filled from and written to a sheet by who may change (and see) its rows."""

    formats = [SafeXLSX, SafeCSV]
    import_form_class = SheetUploadForm
    show_full_result_count = False
    list_per_page = 50

    def has_import_permission(self, request):
        return (
            self.has_add_permission(request)
            and request.user.has_perm(
                f"{self.opts.app_label}.{get_permission_codename('change', self.opts)}"
            )
            and request.user.has_perm("catalog.add_catalogimport")
        )

    def has_export_permission(self, request):
        return self.has_view_permission(request)

    def import_action(self, request, **kwargs):
        """A sheet of one list goes the way of every import: a change set that another approves."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = self.create_import_form(request)
        if request.method == "POST" and form.is_valid():
            upload = form.cleaned_data["import_file"]
            subject = self.get_import_resource_classes(request)[0].sheet[0]
            try:
                change = changesets.receive(
                    upload.read(), upload.name, by=request.user, subject=subject
                )
            except UnreadableFile as error:
                self.message_user(request, str(error), messages.ERROR)
                return redirect(request.path)
            return redirect("admin:catalog_catalogimport_change", change.pk)
        return super().import_action(request, **kwargs)

    def process_import(self, request, **kwargs):
        """There is no confirming one's own sheet here."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        return redirect("admin:catalog_catalogimport_changelist")


class CachedChoicesMixin:
    """One query per foreign key of an inline, however many rows it shows."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None:
            field.choices = list(field.choices)
        return field
