"""Telephone numbers and addresses as people write them, on every page."""

from django import template

from catalog.eforms.identifiers import contact_as_read

register = template.Library()
register.filter("contact_as_read", contact_as_read)
