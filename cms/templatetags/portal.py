"""Tags of the portal's templates."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from catalog.models.spoken import said
from cms.concordance import anchor
from cms.procedure import ProcedurePage, approved_of
from cms.shell import shell
from cms.structured_data import (
    government_office,
    government_service,
    news_article,
    questions,
    website,
)

# The symbols of img/icons.svg; an event whose code is not here gets the general one.
ICONS = {
    "sinh-con", "om-dau", "tuyen-dung", "mat-viec", "tham-gia-tu-nguyen", "nghi-huu", "qua-doi",
    "chuyen-noi-o", "khac", "ca-nhan", "to-chuc", "dien-thoai",
}  # fmt: skip

register = template.Library()
register.simple_tag(shell, name="portal_shell")
register.simple_tag(government_office)
register.simple_tag(government_service)
register.simple_tag(news_article)
register.simple_tag(questions)
register.simple_tag(website)
register.filter(anchor)


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


register.simple_tag(said)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing beside words that say the same: hidden from screen readers."""
    return format_html(
        '<svg class="bhxh-icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("img/icons.svg"),
        name if name in ICONS else "khac",
    )


@register.simple_tag
def choice_address(choice, field: str, value: str = "") -> str:
    """The address of the index with one filter changed; «?» when none is left."""
    return choice.address(**{field: value}) or "?"
