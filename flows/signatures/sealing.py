"""Signing a PDF with a key that we hold or may use: by the agency's seal, a leader, the demo's authority."""

import io
import tempfile
from dataclasses import dataclass

from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext

TIME_STAMP_SECONDS = 10


@dataclass(frozen=True)
class Stamp:
    """What is seen of the signature: a PDF of one page, its box (points) and the page it stands on."""

    picture: bytes
    box: tuple[float, float, float, float]
    page: int = 0


class TimeStamper(HTTPTimeStamper):
    """A time-stamp server (RFC 3161) that is not waited for long; what cannot be read is no answer."""

    def __init__(self, url: str):
        super().__init__(url, timeout=TIME_STAMP_SECONDS)

    async def async_timestamp(self, message_digest, md_algorithm):
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise TimestampRequestError(
                f"câu trả lời của máy chủ dấu thời gian không đọc được ({type(error).__name__})"
            ) from error


def seal(
    content: bytes,
    key: signers.Signer,
    *,
    field: str,
    reason: str = "",
    stamp: Stamp | None = None,
    time_stamp_url: str = "",
    evidence: ValidationContext | None = None,
) -> bytes:
    """The PDF signed as PAdES in an incremental update; time-stamped (RFC 3161) when a URL is given.

    With `evidence` too the file carries everything that proves it later, under a time-stamp of its
    own (PAdES-B-LTA): chains and what the authorities said of revocation.
    """
    lasting = bool(time_stamp_url and evidence)
    meta = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=reason or None,
        embed_validation_info=lasting,
        use_pades_lta=lasting,
        validation_context=evidence if lasting else None,
        timestamp_field_name=f"{field}ThoiGian",
    )
    timestamper = TimeStamper(time_stamp_url) if time_stamp_url else None
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
            new_field_spec=fields.SigFieldSpec(
                field, box=stamp.box if stamp else None, on_page=stamp.page if stamp else 0
            ),
        )
        return signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(content))).getvalue()
