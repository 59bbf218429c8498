"""Reading the signatures of a paper that we issued: who signed, when, and do they still hold."""

import datetime
import io
from dataclasses import dataclass

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import TimestampSignatureStatus

from .subjects import name_of
from .trust import Trust

BROKEN = (PdfError, SignatureValidationError, SigningError, ValueError, KeyError, TypeError)


@dataclass(frozen=True)
class Seal:
    """`is_sound`: the signature fits the whole file; `is_trusted`: its chain ends at a known root, and
    a time-stamp on it was set while its certificate lasted."""

    signer: str
    issuer: str
    signed_at: datetime.datetime | None
    is_sound: bool
    is_trusted: bool
    field: str = ""
    stamp: "Stamp | None" = None


@dataclass(frozen=True)
class Stamp:
    """The time-stamp over a signature (dấu thời gian): when, by the word of whom, do we believe them."""

    at: datetime.datetime
    by: str
    is_trusted: bool


def read_seal(content: bytes, trust: Trust, *, at: datetime.datetime) -> Seal | None:
    """The last signature of the paper as it was good at `at`, the moment of sealing; None without one."""
    found = read_all(content, trust, at=at)
    return found[-1] if found else None


def read_all(content: bytes, trust: Trust, *, at: datetime.datetime) -> list[Seal]:
    """Every signature, first signed first; nothing else may follow one than the next of them, its
    time-stamp and its evidence."""
    try:
        reader = PdfFileReader(io.BytesIO(content))
        return [_read(one, trust, at) for one in reader.embedded_regular_signatures]
    except BROKEN:
        return [Seal("", "", None, is_sound=False, is_trusted=False)]


def _read(one: EmbeddedPdfSignature, trust: Trust, at) -> Seal:
    status = validate_pdf_signature(one, trust.lenient_context(at=at))
    alone = status.modification_level in (
        ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING,
    )  # fmt: skip
    sound = bool(alone and status.intact and status.valid)
    stamp, certificate = _stamp(status.timestamp_validity), status.signing_cert
    begins, ends = certificate.not_valid_before, certificate.not_valid_after
    in_time = stamp is None or begins <= stamp.at <= ends
    return Seal(
        signer=name_of(certificate.subject),
        issuer=name_of(certificate.issuer),
        signed_at=status.signer_reported_dt,
        is_sound=sound,
        is_trusted=sound and in_time and bool(status.bottom_line),
        field=one.field_name,
        stamp=stamp,
    )


def _stamp(found: TimestampSignatureStatus | None) -> Stamp | None:
    """None without a stamp, and for one that is of something else."""
    if not (found and found.intact and found.valid):
        return None
    return Stamp(found.timestamp, name_of(found.signing_cert.subject), bool(found.trusted))
