"""Tags of the portal's templates."""

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from cms.procedure import ProcedurePage, approved_of
from cms.shell import shell
from cms.structured_data import government_service

register = template.Library()
register.simple_tag(shell, name="portal_shell")
register.simple_tag(government_service)


@register.simple_tag
def procedure_page(procedure, page=None) -> ProcedurePage | None:
    """The page the view made; in the editor's preview, one made of the unpublished words."""
    if not page and (versions := approved_of(procedure)):
        page = ProcedurePage.of(versions)
    return page


@register.simple_tag
def vi() -> SafeString:
    """`lang="vi"` around content where the interface speaks another language."""
    return mark_safe("" if get_language() == "vi" else 'lang="vi"')  # noqa: S308 -- our own text


@register.simple_tag
def choice_address(choice, field: str, value: str = "") -> str:
    """The address of the index with one filter changed; «?» when none is left."""
    return choice.address(**{field: value}) or "?"
