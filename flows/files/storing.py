"""From an upload to a StoredFile: size, type, content, virus, then bytes, then the row."""

import codecs
import hashlib
import re
import unicodedata
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from flows.errors import DossierError, EffectError
from flows.gateways import antivirus
from flows.models import StoredFile

from . import images, pdfs
from .refusals import FileRefused

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
SUFFIXES = {PDF: (".pdf",), JPEG: (".jpg", ".jpeg", ".jfif"), PNG: (".png",)}
# No system library is asked: each type is opened as what it says it is right afterwards.
SIGNATURES = {b"%PDF-": PDF, b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG}
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
NAME_LENGTH = 120


def store(uploaded_file, *, max_mb: int | None = None) -> StoredFile:
    """Check one upload by its content and keep it; FileRefused says which rule it breaks.

    PDF, JPEG and PNG up to `max_mb` megabytes (FILE_MAX_MB). Pictures are kept without metadata.
    """
    _check_size(uploaded_file, max_mb or settings.FILE_MAX_MB)
    content_type = _content_type(uploaded_file)
    _check_virus(uploaded_file)
    if content_type == PDF:
        pages = pdfs.page_count(uploaded_file)
        uploaded_file.seek(0)
        return keep_bytes(uploaded_file.read(), PDF, pages=pages)
    return keep_bytes(images.reencode(uploaded_file, content_type), content_type)


def store_xml(uploaded_file, *, max_mb: int | None = None) -> StoredFile:
    """Keep a signed XML file as it is; what stands in it is judged with its signature."""
    _check_size(uploaded_file, max_mb or settings.FILE_MAX_MB)
    _check_virus(uploaded_file)
    uploaded_file.seek(0)
    content = uploaded_file.read()
    if not content.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<"):
        raise FileRefused(
            _("Tệp này không phải XML. Hãy gửi đúng tệp XML mà phần mềm ký vừa tạo ra."), "type"
        )
    return keep_bytes(content, "application/xml")


def store_each(uploads) -> list[tuple[StoredFile, str]]:
    """Keep several uploads with their clean names; a DossierError names the file it refuses."""
    kept = []
    for upload in uploads:
        try:
            stored = store(upload)
        except DossierError as refusal:
            raise DossierError(f"{clean_name(upload.name)}: {refusal}") from refusal
        kept.append((stored, clean_name(upload.name, stored.content_type)))
    return kept


def combine_images(uploaded_files, *, max_mb: int | None = None) -> StoredFile:
    """Several photos of one paper, in order, kept as one PDF."""
    limit = max_mb or settings.FILE_MAX_MB
    if len(uploaded_files) > settings.FILE_MAX_PHOTOS:
        raise FileRefused(
            _("Mỗi giấy tờ ghép tối đa %d ảnh.") % settings.FILE_MAX_PHOTOS, "too_many_photos"
        )
    if not uploaded_files:
        raise FileRefused(_("Hãy chọn ít nhất một ảnh."), "empty")
    pictures = []
    for photo in uploaded_files:
        _check_size(photo, limit)
        content_type = _content_type(photo)
        if content_type == PDF:
            raise FileRefused(
                _("Chỉ ghép được ảnh JPG, PNG với nhau. Hãy đính kèm tệp PDF riêng."), "type"
            )
        _check_virus(photo)
        pictures.append((photo, content_type))
    content = images.pdf_of(pictures)
    if len(content) > limit * 1024 * 1024:
        raise _too_large(limit)
    return keep_bytes(content, PDF, pages=len(pictures))


def keep_bytes(content: bytes, content_type: str, *, pages: int = 1) -> StoredFile:
    """Bytes that are already trusted: written to the storage first, then named by a row."""
    stored = StoredFile(
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content_type=content_type,
        pages=pages,
    )
    try:
        stored.file.save(stored.sha256, ContentFile(content), save=False)
    except OSError:
        raise FileRefused(
            _(
                "Hệ thống tạm thời chưa lưu được tệp. Nội dung đã khai vẫn còn; xin thử lại sau ít phút."
            ),
            "storage",
        ) from None
    stored.save()
    return stored


def clean_name(name: str, content_type: str = "") -> str:
    """The name people see: NFC, no path, no control or direction marks, at most 120 characters."""
    name = unicodedata.normalize("NFC", name or "").replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(
        mark for mark in name if unicodedata.category(mark)[0] not in "CZ" or mark == " "
    )
    name = re.sub(r'[<>:"|?*]', "", name)
    name = re.sub(r" +", " ", name).strip(" .")
    suffix = PurePath(name).suffix
    stem = name.removesuffix(suffix).strip(" .")
    if content_type in SUFFIXES and suffix.lower() not in SUFFIXES[content_type]:
        suffix = SUFFIXES[content_type][0]
    suffix = suffix[:10]
    return f"{(stem or _('giay-to'))[: NAME_LENGTH - len(suffix)]}{suffix}"


def _check_size(file, max_mb: int) -> None:
    if not file.size:
        raise FileRefused(_("Tệp rỗng (0 byte). Hãy kiểm tra rồi chọn lại tệp."), "empty")
    if file.size > max_mb * 1024 * 1024:
        raise _too_large(max_mb)


def _too_large(max_mb: int) -> FileRefused:
    return FileRefused(
        _("Tệp quá lớn: mỗi tệp tối đa %d MB. Hãy giảm dung lượng hoặc tách thành nhiều tệp.")
        % max_mb,
        "too_large",
    )


def _content_type(file) -> str:
    """By the first bytes, not by what the browser says; the name's ending must agree."""
    file.seek(0)
    head = file.read(12)
    file.seek(0)
    found = next((kind for sign, kind in SIGNATURES.items() if head.startswith(sign)), None)
    if found is None:
        if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
            raise FileRefused(
                _(
                    "Chưa nhận ảnh HEIC. Hãy đổi sang JPG (trên iPhone: Camera, Định dạng, Tương thích nhất)."
                ),
                "type",
            )
        raise FileRefused(
            _("Chỉ nhận tệp PDF, JPG, PNG; tệp này có nội dung thuộc loại khác."), "type"
        )
    suffix = PurePath(file.name or "").suffix.lower()
    agreeing = SUFFIXES[PDF] if found == PDF else SUFFIXES[JPEG] + SUFFIXES[PNG]
    if suffix and suffix not in agreeing:
        raise FileRefused(
            _("Đuôi tệp «%(suffix)s» không khớp với nội dung (%(type)s). Hãy lưu lại đúng loại.")
            % {"suffix": suffix[:20], "type": found.split("/")[1].upper()},
            "type",
        )
    return found


def _check_virus(file) -> None:
    if not settings.CLAMD_SOCKET:
        return
    file.seek(0)
    try:
        virus = antivirus.scan(file)
    except EffectError:
        raise FileRefused(
            _("Chưa kiểm tra được tệp này có an toàn không. Xin thử lại sau ít phút."), "unchecked"
        ) from None
    file.seek(0)
    if virus:
        raise FileRefused(
            _("Tệp có mã độc nên không nhận. Hãy quét máy rồi dùng bản tệp khác."), "virus"
        )
