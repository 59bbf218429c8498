"""Small things the citizen's pages need in their templates."""

from django import template

from catalog.eforms.identifiers import phone_as_read

register = template.Library()


@register.simple_tag
def crumbs(*parts):
    """Pairs of label and url for components/breadcrumbs.html; the last label may stand alone."""
    pairs = [*parts, None] if len(parts) % 2 else list(parts)
    return list(zip(pairs[::2], pairs[1::2], strict=True))


@register.filter
def contact_as_read(contact):
    """A telephone number as people write it; an e-mail address stays as it is."""
    return contact if "@" in str(contact) else phone_as_read(str(contact))
