"""Signing a PDF with a key that we hold (PKCS#12): by the agency's seal, or by the demo's authority."""

import io
import tempfile
from dataclasses import dataclass

from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.stamp import StaticStampStyle

TIME_STAMP_SECONDS = 10


class KeyUnreadable(ValueError):
    """The file is no PKCS#12, or the password does not open it."""


@dataclass(frozen=True)
class Stamp:
    """What is seen of the signature: a PDF of one page, and its box (points) on the first page."""

    picture: bytes
    box: tuple[float, float, float, float]


def key_from(pkcs12: bytes, password: str) -> signers.SimpleSigner:
    """The key with its certificates; KeyUnreadable when the file or password is wrong."""
    try:
        return signers.SimpleSigner.load_pkcs12_data(pkcs12, [], password.encode() or None)
    except ValueError:
        raise KeyUnreadable("khóa ký (PKCS#12) sai mật khẩu hoặc sai tệp.") from None


def seal(
    content: bytes,
    key: signers.SimpleSigner,
    *,
    field: str,
    reason: str = "",
    stamp: Stamp | None = None,
    time_stamp_url: str = "",
) -> bytes:
    """The PDF signed as PAdES in an incremental update; time-stamped (RFC 3161) when a URL is given."""
    meta = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=reason or None,
    )
    timestamper = (
        HTTPTimeStamper(time_stamp_url, timeout=TIME_STAMP_SECONDS) if time_stamp_url else None
    )
    with tempfile.NamedTemporaryFile(suffix=".pdf") as picture:
        style = None
        if stamp:
            picture.write(stamp.picture)
            picture.flush()
            page = ImportedPdfPage(picture.name)
            style = StaticStampStyle(background=page, background_opacity=1, border_width=0)
        signer = signers.PdfSigner(
            meta,
            signer=key,
            timestamper=timestamper,
            stamp_style=style,
            new_field_spec=fields.SigFieldSpec(field, box=stamp.box if stamp else None),
        )
        return signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(content))).getvalue()
