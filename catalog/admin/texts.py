"""Slip templates by date, ready phrases."""

from django.contrib import admin

from catalog.admin.base import SheetAdmin
from catalog.exchange import subjects
from catalog.models import Phrase, SlipTemplate


@admin.register(SlipTemplate)
class SlipTemplateAdmin(SheetAdmin):
    resource_classes = [subjects.SlipTemplateResource]
    list_display = ["name", "kind", "legal_basis", "effective_from"]
    list_filter = ["kind"]
    search_fields = ["name", "legal_basis"]


@admin.register(Phrase)
class PhraseAdmin(SheetAdmin):
    resource_classes = [subjects.PhraseResource]
    list_display = ["title", "kind"]
    list_filter = ["kind"]
    search_fields = ["title", "text"]
