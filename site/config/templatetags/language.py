"""Content is Vietnamese whatever language the page is in; where they differ, the page says so."""

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

VIETNAMESE = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.IGNORECASE
)

register = template.Library()


@register.filter
def spoken_in(text) -> SafeString:
    """The attribute ` lang="vi"` for a Vietnamese text on a page in another language."""
    if get_language() == "vi" or not VIETNAMESE.search(str(text)):
        return SafeString("")
    return SafeString(' lang="vi"')


@register.filter
def spoken(text):
    """The text, inside an element that says its language where the page's own is another."""
    mark = spoken_in(text)
    return format_html("<span{}>{}</span>", mark, text) if mark else text
