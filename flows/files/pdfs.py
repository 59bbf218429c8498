"""PDF papers: they must open without a password and do nothing by themselves."""

import pikepdf
from django.conf import settings
from django.utils.translation import gettext as _

from .refusals import FileRefused

_ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/Rendition",
    "/RichMediaExecute",
}
_ATTACHMENTS = {"/EmbeddedFile", "/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen"}


def page_count(file) -> int:
    """The number of pages of a harmless PDF; FileRefused names what is wrong with another one."""
    file.seek(0)
    try:
        with pikepdf.open(file) as pdf:
            if pdf.is_encrypted:
                raise _encrypted()
            pages = len(pdf.pages)
            if not pages:
                raise _broken()
            if pages > settings.FILE_MAX_PAGES:
                raise FileRefused(
                    _(
                        "Tệp có %(pages)d trang, quá giới hạn %(limit)d trang. Hãy tách thành nhiều tệp."
                    )
                    % {"pages": pages, "limit": settings.FILE_MAX_PAGES},
                    "too_many_pages",
                )
            _refuse_active(pdf)
            return pages
    except pikepdf.PasswordError:
        raise _encrypted() from None
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError):
        raise _broken() from None


def _encrypted() -> FileRefused:
    return FileRefused(
        _("Tệp PDF đặt mật khẩu hoặc bị mã hóa. Hãy lưu lại bản không mật khẩu rồi đính kèm."),
        "encrypted",
    )


def _broken() -> FileRefused:
    return FileRefused(
        _("Không mở được tệp PDF này: tệp hỏng hoặc không phải PDF. Hãy lưu lại rồi đính kèm."),
        "broken",
    )


def _refuse_active(pdf: pikepdf.Pdf) -> None:
    """Look at every object, wherever the document hangs it, also where no reader would look."""
    root = pdf.Root
    opening = root.get("/OpenAction")
    jumps = isinstance(opening, pikepdf.Array) or (
        isinstance(opening, pikepdf.Dictionary) and opening.get("/S") == "/GoTo"
    )
    if (opening is not None and not jumps) or "/AA" in root:
        raise _active()
    if "/AF" in root or "/EmbeddedFiles" in root.get("/Names", {}):
        raise _attachment()
    for thing in pdf.objects:
        _walk(thing, 0)


def _walk(thing, depth: int) -> None:
    if isinstance(thing, pikepdf.Array):
        children = list(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        _judge(thing)
        children = [thing.get(key) for key in thing.keys()]  # noqa: SIM118 iteration gives no keys
    else:
        return
    if depth > 40:
        raise _broken()
    for child in children:
        # Indirect objects are visited from the list of objects itself.
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            _walk(child, depth + 1)


def _judge(thing) -> None:
    kinds = {str(thing.get(key)) for key in ("/S", "/Type", "/Subtype") if key in thing}
    if "/JS" in thing or "/XFA" in thing or kinds & _ACTIONS:
        raise _active()
    if "/EF" in thing or kinds & _ATTACHMENTS:
        raise _attachment()


def _active() -> FileRefused:
    return FileRefused(
        _("Tệp PDF có chứa mã lệnh tự chạy. Hãy in ra PDF mới (Lưu dưới dạng PDF) rồi đính kèm."),
        "active",
    )


def _attachment() -> FileRefused:
    return FileRefused(
        _("Tệp PDF có tệp khác đính bên trong. Hãy bỏ tệp đính kèm đó, hoặc nộp thành tệp riêng."),
        "attachment",
    )
