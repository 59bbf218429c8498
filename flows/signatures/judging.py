"""Whom a sound signature is by, and whether that certificate is believed: the same for PDF and XML."""

import asyncio
import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from asn1crypto import x509
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.validation.generic_cms import validate_cert_usage
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from . import refusals
from .subjects import name_of, tax_codes
from .trust import Trust

# The library tells its failures with a stack; the refusal says what people need.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

# Certificates of organisations carry either; one that may do neither cannot sign a declaration.
USAGE = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
)
# The smallest key whose signature is believed; the library asks it of PDF and RSA alone.
SMALLEST = {"rsa": 2048, "rsassa_pss": 2048, "dsa": 3072, "ec": 256}
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


@dataclass(frozen=True)
class Verdict:
    """What the chain says of a certificate, when what it signed, if anything, is sound already."""

    signing_cert: x509.Certificate
    validation_path: Any
    trust_problem_indic: AdESIndeterminate | None
    intact: bool = True
    valid: bool = True

    @property
    def bottom_line(self) -> bool:
        return self.validation_path is not None


def chain_verdict(certificates: list[x509.Certificate], context: ValidationContext) -> Verdict:
    """Whether the first certificate is believed for signing; the others may help to build the chain."""
    signer, *others = certificates
    for one in others:
        context.certificate_registry.register(one)
    paths = context.path_builder.async_build_paths_lazy(signer)
    found = asyncio.run(validate_cert_usage(signer, context, USAGE, paths))
    return Verdict(signer, found.success_result, found.error_subindic)


def described(certificate: x509.Certificate, path, *, claimed_at, stamped_at=None) -> Signature:
    """The facts of a signature whose chain is believed."""
    return Signature(
        signer=name_of(certificate.subject),
        tax_code="",
        serial=f"{certificate.serial_number:X}",
        issuer=name_of(certificate.issuer),
        root=name_of(path.trust_anchor.certificate.subject),
        valid_from=certificate.not_valid_before,
        valid_to=certificate.not_valid_after,
        fingerprint=certificate.sha256.hex(),
        claimed_at=claimed_at,
        stamped_at=stamped_at,
    )


def of_organisation(certificate: x509.Certificate, found: Signature, tax_code: str) -> Signature:
    """The signature with the organisation's tax code, when the certificate bears it."""
    if tax_code.replace("-", "") not in tax_codes(certificate):
        raise refusals.other_signer(found.signer, tax_code)
    return replace(found, tax_code=tax_code)


def judged(
    ask: Callable[[ValidationContext], Any],
    trust: Trust,
    at: datetime.datetime,
    carried=(),
    stamped_at: datetime.datetime | None = None,
):
    """The library's verdict when it is good without reserve, else SignatureRefused with the reason.

    `ask(context)` gives a status with `intact`, `valid`, `bottom_line`, `trust_problem_indic`,
    `signing_cert` and `validation_path`; `carried` are (CRLs, OCSP answers) of the signed file.
    `stamped_at` is when a believed time-stamp saw the signature: a certificate that has expired since
    is judged as of then, by what authorities said of it while it lasted.
    """
    try:
        return _judged(ask, trust, at, carried)
    except refusals.SignatureRefused as refusal:
        if refusal.code != "expired" or stamped_at is None:
            raise
        ended = ask(trust.context(strict=True, at=at)).signing_cert.not_valid_after
        then, carried = trust.as_said_until(ended, carried)
        try:
            return _judged(ask, then, stamped_at, carried)
        except refusals.RevocationUnknown:  # no authority speaks of it any more
            raise refusal from None


def _judged(ask, trust: Trust, at: datetime.datetime, carried):
    status = None
    for strict in (True, False):
        if not any(root.is_strict == strict for root in trust.roots):
            continue
        status = ask(trust.context(strict=strict, at=at, embedded=carried))
        if status.bottom_line:
            _by_a_strong_key(status.signing_cert)
            return status
        if status.trust_problem_indic != AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND:
            break
    if status is None:
        raise refusals.unknown_root()
    if not (status.intact and status.valid):
        raise refusals.changed()
    raise _reason(ask, status, trust, at, strict)


def _by_a_strong_key(certificate: x509.Certificate) -> None:
    key = certificate.public_key
    if key.algorithm in SMALLEST and key.bit_size < SMALLEST[key.algorithm]:
        raise refusals.weak()


def _reason(ask, status, trust: Trust, at, strict: bool) -> refusals.SignatureRefused:
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
    lenient = ask(bare.context(strict=strict, at=at, mode="soft-fail"))
    if not lenient.bottom_line:
        return refusals.unknown_root()
    path = list(lenient.validation_path.iter_certs(include_root=False))
    root = lenient.validation_path.trust_anchor.certificate
    return refusals.RevocationUnknown([one.dump() for one in [*reversed(path), root]])
