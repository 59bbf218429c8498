"""Verifying a PDF that an organisation signed (PAdES): accept only what holds as a whole.

Never `intact` alone: it stays true after an appended update; `bottom_line` and full coverage count,
and the revision with the signature may add nothing but the signature to the bytes that we made.
"""

import datetime
import io
from collections.abc import Collection

from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, SuspiciousModification
from pyhanko.sign.general import (
    MultivaluedAttributeError,
    NonexistentAttributeError,
    SigningError,
    find_unique_cms_attribute,
)
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter, message_imprint_checker
from pyhanko.sign.validation.status import SignatureCoverageLevel

from . import refusals
from .judging import USAGE, Signature, described, judged, of_organisation
from .stamps import believed_time, in_its_time
from .trust import Trust


def verify(
    signed: bytes, *, original: bytes, tax_code: str, trust: Trust, at: datetime.datetime
) -> Signature:
    """The organisation's signature over exactly `original`, or SignatureRefused with the reason.

    `at` is the moment of judgement: a certificate must be valid then. RevocationUnknown when only
    the status of the certificate is missing under a strict root.
    """
    certificate, found = _verified(signed, original, trust, at)
    return of_organisation(certificate, found, tax_code)


def verify_person(
    signed: bytes,
    *,
    original: bytes,
    fingerprints: Collection[str],
    trust: Trust,
    at: datetime.datetime,
) -> Signature:
    """The same for a person whose certificates (SHA-256) are known."""
    _certificate, found = _verified(signed, original, trust, at)
    if found.fingerprint not in fingerprints:
        raise refusals.other_person(found.signer)
    return found


def signer_of(signed: bytes) -> x509.Certificate:
    """The certificate in a file that was verified before; SignatureRefused when there is none."""
    return _only_signature(signed)[1].signer_cert


def _verified(
    signed: bytes, original: bytes, trust: Trust, at: datetime.datetime
) -> tuple[x509.Certificate, Signature]:
    """The certificate and the facts of a signature that holds, whoever made it."""
    reader, embedded = _only_signature(signed)
    try:
        embedded.compute_integrity_info()
        if embedded.coverage != SignatureCoverageLevel.ENTIRE_FILE:
            raise refusals.appended()
        if not signed.startswith(original):
            raise refusals.other_declaration() if _is_sound(embedded) else refusals.changed()
        stamped_at = _proven_time(embedded, trust, at)
        in_its_time(embedded.signer_cert, stamped_at)
        stampers = trust.lenient_context(at=at)
        status = judged(
            lambda context: validate_pdf_signature(
                embedded, context, stampers, key_usage_settings=USAGE
            ),
            trust,
            at,
            _carried(embedded),
            stamped_at,
        )
        _adds_only_itself(reader, original)
    except (PdfError, SignatureValidationError, SigningError, ValueError, KeyError, TypeError):
        raise refusals.broken() from None
    certificate = status.signing_cert
    return certificate, described(
        certificate,
        status.validation_path,
        claimed_at=status.signer_reported_dt,
        stamped_at=stamped_at,
    )


def _only_signature(signed: bytes) -> tuple[PdfFileReader, EmbeddedPdfSignature]:
    try:
        reader = PdfFileReader(io.BytesIO(signed), strict=True)
        if reader.encrypted:
            raise refusals.encrypted()
        found = list(reader.embedded_signatures)
    except (PdfError, ValueError, KeyError, TypeError, RecursionError):
        raise refusals.broken() from None
    if not found:
        raise refusals.not_signed()
    if len(found) > 1:
        raise refusals.several()
    return reader, found[0]


def _is_sound(embedded: EmbeddedPdfSignature) -> bool:
    """The signature fits the bytes it covers, whoever made it."""
    nobody = Trust(roots=[]).context(strict=True, at=datetime.datetime.now(datetime.UTC))
    status = validate_pdf_signature(embedded, nobody, key_usage_settings=USAGE)
    return status.intact and status.valid


def _proven_time(
    embedded: EmbeddedPdfSignature, trust: Trust, at: datetime.datetime
) -> datetime.datetime | None:
    """When the signature stood already, by the word of a time-stamp authority; None without a stamp."""
    covered = message_imprint_checker(embedded.signer_info)
    stamps = extract_tst_data_iter(embedded.signer_info, signed=False)
    return min((believed_time(one, covered, trust, at) for one in stamps), default=None)


def _carried(embedded: EmbeddedPdfSignature) -> tuple[list, list]:
    """CRLs and OCSP answers that the signing software put into the signature itself."""
    try:
        attributes = embedded.signer_info["signed_attrs"]
        kept = find_unique_cms_attribute(attributes, "adobe_revocation_info_archival")
    except (NonexistentAttributeError, MultivaluedAttributeError):
        return [], []
    return list(kept["crl"] or ()), list(kept["ocsp"] or ())


def _adds_only_itself(reader: PdfFileReader, original: bytes) -> None:
    """The signed revision differs from what we made by the signature field alone."""
    ours = PdfFileReader(io.BytesIO(original)).xrefs.total_revisions
    old = reader.get_historical_resolver(ours - 1)
    new = reader.get_historical_resolver(reader.xrefs.total_revisions - 1)
    try:
        DEFAULT_DIFF_POLICY.apply(old, new)
    except SuspiciousModification:
        raise refusals.rewritten() from None
