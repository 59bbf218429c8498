"""Whom we believe: roots with their policy on revocation, intermediates, and what is known of status."""

import datetime
from dataclasses import dataclass, field

from asn1crypto import crl, ocsp, pem, x509
from pyhanko_certvalidator import ValidationContext


@dataclass(frozen=True)
class Root:
    """A root of trust. `is_strict`: a certificate whose revocation is unknown is not accepted yet."""

    der: bytes
    is_strict: bool = True


@dataclass
class Trust:
    """Roots and what helps to judge a chain; every item is DER."""

    roots: list[Root]
    intermediates: list[bytes] = field(default_factory=list)
    crls: list[bytes] = field(default_factory=list)
    ocsps: list[bytes] = field(default_factory=list)

    def context(
        self, *, strict: bool, at: datetime.datetime, embedded=(), mode: str = ""
    ) -> ValidationContext:
        """The judge of a chain to the strict roots (or the others); never asks the network.

        `embedded` is (CRLs, OCSP answers) that the signed file brought along.
        """
        crls, ocsps = embedded or ((), ())
        return ValidationContext(
            trust_roots=[certificate(root.der) for root in self.roots if root.is_strict == strict],
            other_certs=[certificate(der) for der in self.intermediates],
            crls=[crl.CertificateList.load(der) for der in self.crls] + list(crls),
            ocsps=[ocsp.OCSPResponse.load(der) for der in self.ocsps] + list(ocsps),
            allow_fetching=False,
            revocation_mode=mode or ("hard-fail" if strict else "soft-fail"),
            moment=at,
        )

    def lenient_context(self, *, at: datetime.datetime) -> ValidationContext:
        """All roots alike; unknown revocation is no fault: for papers that we signed ourselves."""
        plain = [Root(root.der, is_strict=False) for root in self.roots]
        return Trust(plain, self.intermediates, self.crls, self.ocsps).context(strict=False, at=at)


def certificate(content: bytes) -> x509.Certificate:
    """A certificate from PEM or DER; ValueError for anything else."""
    if pem.detect(content):
        _kind, _headers, content = pem.unarmor(content)
    found = x509.Certificate.load(content, strict=True)
    found.subject.native  # noqa: B018  parsed now, so that nonsense is refused here
    return found
