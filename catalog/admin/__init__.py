"""The catalogue in the staff console: lists that look, sheets in and out, versions under four eyes."""

from . import calendars, devices, imports, organisation, procedures, publicity, texts, versions

__all__ = [
    "calendars",
    "devices",
    "imports",
    "organisation",
    "procedures",
    "publicity",
    "texts",
    "versions",
]
