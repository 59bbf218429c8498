"""Whom we believe: roots with their policy on revocation, intermediates, and what is known of status."""

import asyncio
import datetime
from dataclasses import dataclass, field

from asn1crypto import crl, ocsp, pem, x509
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError


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
    is_past: bool = False  # what was said later counts for the moment that is judged

    def as_said_until(self, moment: datetime.datetime, carried=()) -> tuple["Trust", tuple]:
        """(this, carried) without what authorities said after `moment`: lists may leave out who has
        expired, so a later silence proves nothing."""
        crls, ocsps = carried or ((), ())
        known = [one for one in self.crls if _said_at(crl.CertificateList.load(one)) <= moment]
        heard = [one for one in self.ocsps if _said_at(ocsp.OCSPResponse.load(one)) <= moment]
        kept = ([one for one in crls if _said_at(one) <= moment],
                [one for one in ocsps if _said_at(one) <= moment])  # fmt: skip
        return Trust(self.roots, self.intermediates, known, heard, is_past=True), kept

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
            retroactive_revinfo=self.is_past,
        )

    def lenient_context(self, *, at: datetime.datetime) -> ValidationContext:
        """All roots alike; unknown revocation is no fault: for papers that we signed ourselves."""
        plain = [Root(root.der, is_strict=False) for root in self.roots]
        return Trust(plain, self.intermediates, self.crls, self.ocsps).context(strict=False, at=at)

    def lasting_context(self, *, at: datetime.datetime) -> ValidationContext:
        """All roots alike; asks the authorities themselves, for the evidence that is kept in the file."""
        return ValidationContext(
            trust_roots=[certificate(root.der) for root in self.roots],
            other_certs=[certificate(der) for der in self.intermediates],
            crls=[crl.CertificateList.load(der) for der in self.crls],
            ocsps=[ocsp.OCSPResponse.load(der) for der in self.ocsps],
            allow_fetching=True,
            revocation_mode="hard-fail",
            moment=at,
        )

    def reaches(self, key: x509.Certificate, others: list[x509.Certificate]) -> bool:
        """Whether a chain leads from the certificate to a root that we believe."""
        context = self.lenient_context(at=key.not_valid_after)
        for one in others:
            context.certificate_registry.register(one)
        try:
            return bool(asyncio.run(context.path_builder.async_build_paths(key)))
        except PathBuildingError:
            return False


def _said_at(one: crl.CertificateList | ocsp.OCSPResponse) -> datetime.datetime:
    """When an authority said it."""
    if isinstance(one, crl.CertificateList):
        return one["tbs_cert_list"]["this_update"].native
    return one.response_data["responses"][0]["this_update"].native


def certificate(content: bytes) -> x509.Certificate:
    """A certificate from PEM or DER; ValueError for anything else."""
    if pem.detect(content):
        _kind, _headers, content = pem.unarmor(content)
    found = x509.Certificate.load(content, strict=True)
    found.subject.native  # noqa: B018  parsed now, so that nonsense is refused here
    return found
