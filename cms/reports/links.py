"""Links inside the portal that lead nowhere: gone pages and files, repealed procedures, mistyped addresses.

Addresses of other sites are not asked: no page of the portal and no report calls anybody outside.
"""

import dataclasses
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Site

from catalog.models import Procedure
from cms.models import Faq, FinderPage, FooterLink, HomePage, MenuLink, Notice

_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.IGNORECASE | re.DOTALL)
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


@dataclasses.dataclass
class BrokenLink:
    """Where a link stands, what it says, why it is broken."""

    holder: object
    label: str
    reason: str


@dataclasses.dataclass
class _Known:
    """What exists, read once for a whole report."""

    pages: dict[int, Page]
    addresses: set[str]
    documents: set[int]
    procedures: dict[int, Procedure]
    codes: dict[str, Procedure]
    redirects: set[str]


def broken_links() -> list[BrokenLink]:
    """Every broken link of what is public now, in the order of the holders."""
    known = _read()
    found = []
    for holder, texts, procedures in _holders():
        for text in texts:
            found += [BrokenLink(holder, *fault) for fault in _faults_of(text, known)]
        for pk in procedures:
            if reason := _procedure_fault(known.procedures.get(pk)):
                found.append(BrokenLink(holder, str(known.procedures.get(pk) or pk), reason))
    for model, field in ((MenuLink, "page"), (FooterLink, "page"), (Notice, "link_page")):
        for row in model.objects.select_related(field):
            page, address = getattr(row, field), getattr(row, "address", "")
            if page and not page.live:
                found.append(BrokenLink(row, page.title, _("trang chưa xuất bản")))
            elif address and (reason := _address_fault(address, known)):
                found.append(BrokenLink(row, address, reason))
    return found


def _read() -> _Known:
    pages = {page.pk: page for page in Page.objects.only("title", "live", "url_path")}
    root = Site.objects.get(is_default_site=True).root_page.url_path
    procedures = {
        one.pk: one for one in Procedure.objects.only("code", "slug", "name", "live", "repealed_on")
    }
    return _Known(
        pages=pages,
        addresses={page.url_path.removeprefix(root) for page in pages.values() if page.live},
        documents=set(Document.objects.values_list("pk", flat=True)),
        procedures=procedures,
        codes={code: one for one in procedures.values() for code in (one.code, one.slug)},
        redirects={path.strip("/") for path in Redirect.objects.values_list("old_path", flat=True)},
    )


def _holders() -> Iterator[tuple[object, list, list[int]]]:
    """Everything editors write: the thing, its texts and streams, the procedures it names."""
    for page in Page.objects.live().specific():
        texts = [
            getattr(page, field.name)
            for field in page._meta.get_fields()
            if isinstance(field, RichTextField | StreamField)
        ]
        named = page.popular if isinstance(page, HomePage) else None
        named = page.procedures if isinstance(page, FinderPage) else named
        yield page, texts, [one.pk for one in named.all()] if named else []
    for procedure in Procedure.objects.live().exclude(guidance=""):
        yield procedure, [procedure.guidance], []
    for faq in Faq.objects.all():
        yield faq, [faq.answer], []


def _faults_of(text, known: _Known) -> Iterator[tuple[str, str]]:
    """(label, reason) of each broken link in a rich text, or in every block of a stream."""
    if isinstance(text, str):
        for attributes, label in _LINK.findall(text):
            if reason := _link_fault(dict(_ATTRIBUTE.findall(attributes)), known):
                yield strip_tags(label), reason
        return
    for block in text.raw_data:
        yield from _block_faults(block["type"], block["value"], known)


def _block_faults(kind: str, value, known: _Known) -> Iterator[tuple[str, str]]:
    if kind == "document" and value not in known.documents:
        yield str(value), _("tệp không còn")
    elif kind == "procedures":
        for item in value["procedures"]:
            pk = item["value"] if isinstance(item, dict) else item
            if reason := _procedure_fault(known.procedures.get(pk)):
                yield str(known.procedures.get(pk) or pk), reason
    else:
        for string in _strings(value):
            yield from _faults_of(string, known)


def _strings(value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


def _link_fault(link: dict[str, str], known: _Known) -> str:
    """Why a link of a rich text is broken, or nothing."""
    if link.get("linktype") == "page":
        page = known.pages.get(int(link.get("id") or 0))
        if page is None:
            return _("trang không còn")
        return "" if page.live else _("trang chưa xuất bản")
    if link.get("linktype") == "document":
        return "" if int(link.get("id") or 0) in known.documents else _("tệp không còn")
    address = link.get("href", "").removeprefix(settings.BASE_URL)
    return _address_fault(urlsplit(address).path, known) if address.startswith("/") else ""


def _address_fault(path: str, known: _Known) -> str:
    if path.strip("/") in known.redirects:
        return ""
    try:
        match = resolve(path if path.endswith("/") or "." in path else f"{path}/")
    except Resolver404:
        return _("địa chỉ không có")
    if match.view_name == "cms:procedure":
        return _procedure_fault(known.codes.get(match.kwargs["code"]))
    if match.view_name == "wagtail_serve":
        return "" if match.args[0] in known.addresses else _("địa chỉ không có")
    return ""


def _procedure_fault(procedure: Procedure | None) -> str:
    if procedure is None:
        return _("thủ tục không còn")
    if procedure.is_repealed():
        return _("thủ tục đã bãi bỏ")
    return "" if procedure.live else _("thủ tục chưa công khai")
