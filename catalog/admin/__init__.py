"""The catalogue in the staff console: lists that look, sheets in and out, versions under four eyes."""

from . import calendars, imports, organisation, procedures, publicity, texts, versions

__all__ = ["calendars", "imports", "organisation", "procedures", "publicity", "texts", "versions"]
