"""From frozen data to PDF: one typst compiler kept per process, no network, no files but our own."""

import json
import re
import threading
from functools import cache
from pathlib import Path

import segno
import typst
from django.conf import settings
from django.db import transaction

from flows.effects.outbox import handler
from flows.errors import EffectError
from flows.files import keep_bytes
from flows.files.refusals import FileRefused
from flows.models import IssuedDocument, Promise, ResultSheet
from flows.papers.sealing import sealed

HERE = Path(__file__).parent
STANDARDS = ["ua-1", "a-2a"]
# A template may import our common pieces and nothing else: no package of the net, no evaluated text.
_FORBIDDEN = re.compile(
    r'\b(?:import|include)\b(?!\s*"/common\.typ")|\b(?:eval|plugin|read)\s*\(|@preview|@local'
)
_MARK = (
    '#set page(foreground: rotate(-35deg, text(44pt, weight: "bold", fill: rgb("#b0000033"))'
    "[BẢN XEM TRƯỚC]))\n"
)
_one_at_a_time = threading.Lock()


def render(issued: IssuedDocument) -> bytes:
    """The PDF of an issued paper, made and sealed once: afterwards the kept bytes, whose hash never
    changes. EffectError when the template is wrong or the seal must wait."""
    if issued.file_id is None:
        content = _signed_by_leader(issued) or compile_pdf(
            issued.template.source, issued.data, token=issued.token, at=issued.issued_at
        )
        content, seal = sealed(content, issued.title)
        stored = keep_bytes(content, "application/pdf")
        with transaction.atomic():
            first = IssuedDocument.objects.filter(pk=issued.pk, file__isnull=True).update(
                file=stored, sha256=stored.sha256, seal=seal
            )
        issued.refresh_from_db(fields=["file", "sha256", "seal"])
        if first:
            return content
    return issued.file.content()


def _signed_by_leader(issued: IssuedDocument) -> bytes:
    """What the leader signed of it, when the procedure asks for that; nothing of other papers."""
    sheet = ResultSheet.objects.filter(document=issued).select_related("signed_file").first()
    if sheet is None or sheet.signed_file is None:
        return b""
    return sheet.signed_file.content()


def compile_pdf(source: str, data: dict, *, token: str, at) -> bytes:
    """The source with the data (as data, never as source) and the QR of the token, and as
    `qr_of` those of the look-up and of each of the data's `qr_urls`; EffectError names what the template does wrong."""
    if found := _FORBIDDEN.search(source):
        raise EffectError(f"Mẫu giấy dùng lệnh không được phép: {found[0]}", permanent=True)
    url = f"{settings.BASE_URL}/xac-minh/{token}/"
    codes = {each: _qr(each) for each in (data.get("lookup_url", ""), *data.get("qr_urls", ()))}
    return typeset(source, data | {"verify_url": url, "qr_of": codes}, qr=_qr(url), at=at)


def _qr(url: str) -> str:
    return segno.make(url, error="m", micro=False).svg_inline(border=0, omitsize=True)


def compile_preview(source: str, data: dict, *, at) -> bytes:
    """As it would print, marked on every page whatever the template does with its own; the QR leads
    to no paper."""
    return compile_pdf(_MARK + source, data | {"preview": True}, token="xem-truoc", at=at)  # noqa: S106 no secret


def typeset(source: str, data: dict, *, at, **inputs: str) -> bytes:
    """The same bytes for the same source, data and moment."""
    inputs["data"] = json.dumps(data, ensure_ascii=False)
    try:
        with _one_at_a_time:
            return _compiler().compile(
                source.encode(),
                format="pdf",
                sys_inputs=inputs,
                pdf_standards=STANDARDS,
                timestamp=int(at.timestamp()),
            )
    except typst.TypstError as error:
        raise EffectError(f"Mẫu giấy lỗi: {error.message}", permanent=True) from error


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[HERE / "fonts"]
    )
    return typst.Compiler(root=HERE / "templates", font_paths=fonts)


@handler("render")
def keep_render(kept: Promise) -> None:
    """Also done by the first download when that comes earlier; then there is nothing left to do."""
    issued = IssuedDocument.objects.select_related("template").get(pk=kept.payload["issued"])
    try:
        render(issued)
    except FileRefused as error:
        raise EffectError(str(error)) from error
