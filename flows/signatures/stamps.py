"""The time-stamp on a signature (dấu thời gian, RFC 3161): the same judgement for PDF and XML."""

import asyncio
import datetime
from collections.abc import Callable

from asn1crypto import cms, x509
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus

from . import refusals
from .trust import Trust

CLOCKS = datetime.timedelta(minutes=5)  # how far two honest clocks are apart


def believed_time(
    token: cms.SignedData, covered: Callable[[str], bytes], trust: Trust, at: datetime.datetime
) -> datetime.datetime:
    """When the signature stood already, by the word of this token's authority.

    `covered(way)` is the hash of what the token has to speak of. SignatureRefused for a stamp of another
    signature, of nobody whom we believe, or from the future.
    """
    try:
        facts = asyncio.run(validate_tst_signed_data(token, trust.lenient_context(at=at), covered))
    except (SignatureValidationError, SigningError, ValueError, KeyError, TypeError):
        raise refusals.bad_stamp() from None
    status = TimestampSignatureStatus(**facts)
    if not (status.intact and status.valid):
        raise refusals.bad_stamp()
    if not status.trusted:
        raise refusals.unknown_stamper()
    if status.timestamp > at + CLOCKS:
        raise refusals.bad_stamp()
    return status.timestamp


def in_its_time(certificate: x509.Certificate, stamped_at: datetime.datetime | None) -> None:
    """What was signed before the certificate began, or after it ended, is not signed by it."""
    begins, ends = certificate.not_valid_before, certificate.not_valid_after
    if stamped_at and not begins <= stamped_at <= ends:
        raise refusals.expired(f"{ends:%d/%m/%Y}")
