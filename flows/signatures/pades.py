"""Verifying a PDF that an organisation signed (PAdES): accept only what holds as a whole.

Never `intact` alone: it stays true after an appended update; `bottom_line` and full coverage count,
and the revision with the signature may add nothing but the signature to the bytes that we made.
"""

import datetime
import io
import logging
from collections.abc import Collection
from dataclasses import dataclass, replace

from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, SuspiciousModification
from pyhanko.sign.general import (
    MultivaluedAttributeError,
    NonexistentAttributeError,
    SigningError,
    find_unique_cms_attribute,
)
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel

from . import refusals
from .subjects import name_of, tax_codes
from .trust import Trust

# The library tells its failures with a stack; the refusal says what people need.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

# Certificates of organisations carry either; one that may do neither cannot sign a declaration.
_USAGE = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
)
_REASONS = {
    AdESIndeterminate.REVOKED_NO_POE: refusals.revoked,
    AdESIndeterminate.REVOKED_CA_NO_POE: refusals.revoked,
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: refusals.not_for_signing,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: refusals.weak,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: refusals.weak,
}


@dataclass(frozen=True)
class Signature:
    """A signature that holds: who, by whose word, until when, and when it says it was made."""

    signer: str
    tax_code: str
    serial: str
    issuer: str
    root: str
    valid_from: datetime.datetime
    valid_to: datetime.datetime
    fingerprint: str
    claimed_at: datetime.datetime | None
    stamped_at: datetime.datetime | None

    def summary(self) -> dict:
        """As JSON, for the evidence that is kept with what was confirmed."""
        return {
            name: value.isoformat() if isinstance(value, datetime.datetime) else value
            for name, value in vars(self).items()
        }


def verify(
    signed: bytes, *, original: bytes, tax_code: str, trust: Trust, at: datetime.datetime
) -> Signature:
    """The organisation's signature over exactly `original`, or SignatureRefused with the reason.

    `at` is the moment of judgement: a certificate must be valid then. RevocationUnknown when only
    the status of the certificate is missing under a strict root.
    """
    certificate, found = _verified(signed, original, trust, at)
    if tax_code.replace("-", "") not in tax_codes(certificate):
        raise refusals.other_signer(found.signer, tax_code)
    return replace(found, tax_code=tax_code)


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
        status = _judged(embedded, trust, at)
        _adds_only_itself(reader, original)
    except (PdfError, SignatureValidationError, SigningError, ValueError, KeyError, TypeError):
        raise refusals.broken() from None
    certificate = status.signing_cert
    stamp = getattr(status, "timestamp_validity", None)
    return certificate, Signature(
        signer=name_of(certificate.subject),
        tax_code="",
        serial=f"{certificate.serial_number:X}",
        issuer=name_of(certificate.issuer),
        root=name_of(status.validation_path.trust_anchor.certificate.subject),
        valid_from=certificate.not_valid_before,
        valid_to=certificate.not_valid_after,
        fingerprint=certificate.sha256.hex(),
        claimed_at=status.signer_reported_dt,
        stamped_at=stamp.timestamp if stamp and stamp.trusted else None,
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
    status = validate_pdf_signature(embedded, nobody, key_usage_settings=_USAGE)
    return status.intact and status.valid


def _judged(embedded: EmbeddedPdfSignature, trust: Trust, at):
    """The library's verdict, when it is good without reserve."""
    carried = _carried(embedded)
    status = None
    for strict in (True, False):
        if not any(root.is_strict == strict for root in trust.roots):
            continue
        context = trust.context(strict=strict, at=at, embedded=carried)
        status = validate_pdf_signature(embedded, context, key_usage_settings=_USAGE)
        if status.bottom_line:
            return status
        if status.trust_problem_indic != AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND:
            break
    if status is None:
        raise refusals.unknown_root()
    if not (status.intact and status.valid):
        raise refusals.changed()
    raise _reason(embedded, status, trust, at, strict)


def _carried(embedded: EmbeddedPdfSignature) -> tuple[list, list]:
    """CRLs and OCSP answers that the signing software put into the signature itself."""
    try:
        attributes = embedded.signer_info["signed_attrs"]
        kept = find_unique_cms_attribute(attributes, "adobe_revocation_info_archival")
    except (NonexistentAttributeError, MultivaluedAttributeError):
        return [], []
    return list(kept["crl"] or ()), list(kept["ocsp"] or ())


def _reason(embedded, status, trust: Trust, at, strict: bool) -> refusals.SignatureRefused:
    """Why a sound signature is not trusted."""
    problem, certificate = status.trust_problem_indic, status.signing_cert
    if problem == AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND:
        return refusals.unknown_root()
    if not certificate.not_valid_before <= at <= certificate.not_valid_after:
        return refusals.expired(f"{certificate.not_valid_after:%d/%m/%Y}")
    if found := _REASONS.get(problem):
        return found()
    # Does it hold but for the unknown revocation? Then the chain is real and may be asked about.
    bare = Trust(trust.roots, trust.intermediates)  # a list out of date is as none
    context = bare.context(strict=strict, at=at, mode="soft-fail")
    lenient = validate_pdf_signature(embedded, context, key_usage_settings=_USAGE)
    if not lenient.bottom_line:
        return refusals.unknown_root()
    path = list(lenient.validation_path.iter_certs(include_root=False))
    root = lenient.validation_path.trust_anchor.certificate
    return refusals.RevocationUnknown([one.dump() for one in [*reversed(path), root]])


def _adds_only_itself(reader: PdfFileReader, original: bytes) -> None:
    """The signed revision differs from what we made by the signature field alone."""
    ours = PdfFileReader(io.BytesIO(original)).xrefs.total_revisions
    old = reader.get_historical_resolver(ours - 1)
    new = reader.get_historical_resolver(reader.xrefs.total_revisions - 1)
    try:
        DEFAULT_DIFF_POLICY.apply(old, new)
    except SuspiciousModification:
        raise refusals.rewritten() from None
