"""Reading the seal of a paper that we issued: who signed, when, and does it still hold."""

import datetime
import io
from dataclasses import dataclass

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel

from .subjects import name_of
from .trust import Trust


@dataclass(frozen=True)
class Seal:
    """`is_sound`: the signature fits the whole file; `is_trusted`: its chain ends at a known root."""

    signer: str
    issuer: str
    signed_at: datetime.datetime | None
    is_sound: bool
    is_trusted: bool


def read_seal(content: bytes, trust: Trust, *, at: datetime.datetime) -> Seal | None:
    """The seal of the paper as it was good at `at`, the moment of sealing; None without one."""
    try:
        found = list(PdfFileReader(io.BytesIO(content)).embedded_signatures)
        if not found:
            return None
        status = validate_pdf_signature(found[-1], trust.lenient_context(at=at))
    except (PdfError, SignatureValidationError, ValueError, KeyError, TypeError):
        return Seal("", "", None, is_sound=False, is_trusted=False)
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    sound = status.intact and status.valid and whole
    return Seal(
        signer=name_of(status.signing_cert.subject),
        issuer=name_of(status.signing_cert.issuer),
        signed_at=status.signer_reported_dt,
        is_sound=sound,
        is_trusted=sound and status.bottom_line,
    )
