"""Small things the citizen's pages need in their templates."""

from django import template

register = template.Library()


@register.simple_tag
def crumbs(*parts):
    """Pairs of label and url for components/breadcrumbs.html; the last label may stand alone."""
    pairs = [*parts, None] if len(parts) % 2 else list(parts)
    return list(zip(pairs[::2], pairs[1::2], strict=True))
