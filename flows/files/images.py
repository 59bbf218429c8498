"""Photographed papers: never decoded before their size is known, re-encoded without metadata."""

import io
import warnings

import pikepdf
from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from .refusals import FileRefused

LONGEST_SIDE = 4000  # A4 at 300 dots per inch is 3508 high
_PAGE_DPI = 200


def reencode(file, content_type: str) -> bytes:
    """The picture alone: upright, without EXIF (place, camera), in the type it came in."""
    picture = _read(file, content_type, LONGEST_SIDE)
    out = io.BytesIO()
    if content_type == "image/png":
        picture.save(out, "PNG")
    else:
        picture.save(out, "JPEG", quality=88)
    return out.getvalue()


def pdf_of(pictures: list[tuple]) -> bytes:
    """One PDF with a page for each (file, content type), in that order."""
    with pikepdf.new() as whole:
        for file, content_type in pictures:
            picture = _read(file, content_type, LONGEST_SIDE * 3 // 5)
            page = io.BytesIO()
            picture.convert("RGB").save(page, "PDF", resolution=_PAGE_DPI, quality=85)
            page.seek(0)
            with pikepdf.open(page) as single:
                whole.pages.extend(single.pages)
        out = io.BytesIO()
        whole.save(out, deterministic_id=True)
    return out.getvalue()


def _read(file, content_type: str, longest_side: int) -> Image.Image:
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # judged below
            picture = Image.open(file, formats=[content_type.split("/")[1].upper()])
        _refuse_flood(*picture.size)
        picture.draft("RGB", (longest_side, longest_side))  # a JPEG is decoded smaller at once
        picture.load()
        picture = ImageOps.exif_transpose(picture)
        picture.thumbnail((longest_side, longest_side))
        picture = _plain(picture, content_type)
    except Image.DecompressionBombError:
        raise _flood() from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise FileRefused(
            _("Không đọc được ảnh này: tệp hỏng hoặc không phải ảnh. Hãy chụp lại rồi đính kèm."),
            "broken",
        ) from None
    picture.info = {}
    return picture


def _refuse_flood(width: int, height: int) -> None:
    if width * height > settings.FILE_MAX_MEGAPIXELS * 1_000_000:
        raise _flood()


def _flood() -> FileRefused:
    return FileRefused(
        _("Ảnh quá nhiều điểm ảnh (tối đa %d triệu). Hãy chụp ở độ phân giải thấp hơn.")
        % settings.FILE_MAX_MEGAPIXELS,
        "too_many_pixels",
    )


def _plain(picture: Image.Image, content_type: str) -> Image.Image:
    """Grey stays grey, a PNG may keep its transparency, everything else becomes plain colour."""
    if picture.mode in {"L", "RGB"}:
        return picture
    if content_type == "image/png" and (
        picture.mode in {"RGBA", "LA"} or "transparency" in picture.info
    ):
        return picture.convert("RGBA")
    return picture.convert("RGB")
