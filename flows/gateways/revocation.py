"""Asking certification authorities whether a certificate was revoked: CRL and OCSP over HTTP.

Only for chains that already hold up to a trusted root: addresses come from the authority's own word.
"""

import datetime
import http.client
import urllib.request
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtensionOID

from flows.errors import EffectError

TIMEOUT = 15  # seconds
LARGEST = 32 * 1024 * 1024  # national lists have hundreds of thousands of rows
_SHORTEST = datetime.timedelta(minutes=10)  # an answer without end is good for this long


@dataclass(frozen=True)
class Answer:
    """What an authority said: DER, from where, until when it may be relied on."""

    kind: str
    source: str
    about: str
    content: bytes
    good_until: datetime.datetime


def ask(subject: bytes, issuer: bytes) -> Answer | None:
    """The authority's word on one certificate (both DER): OCSP first, then its list.

    None when the certificate names nobody to ask; EffectError when nobody answered.
    """
    certificate, by = (
        x509.load_der_x509_certificate(subject),
        x509.load_der_x509_certificate(issuer),
    )
    failure = None
    for fetch, urls in ((_ocsp, _ocsp_urls(certificate)), (_crl, _crl_urls(certificate))):
        for url in urls:
            try:
                return fetch(url, certificate, by)
            except (OSError, http.client.HTTPException, ValueError) as error:
                failure = error
    if failure:
        raise EffectError(
            f"Nơi cấp chứng thư chưa trả lời ({type(failure).__name__})."
        ) from failure
    return None


def _ocsp(url: str, certificate, issuer) -> Answer:
    question = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, hashes.SHA1()).build()  # noqa: S303 RFC 6960 names certificates so
    body = question.public_bytes(serialization.Encoding.DER)
    content = _read(url, body, {"Content-Type": "application/ocsp-request"})
    answer = ocsp.load_der_ocsp_response(content)
    if answer.response_status != ocsp.OCSPResponseStatus.SUCCESSFUL:
        raise ValueError(answer.response_status.name)
    about = certificate.fingerprint(hashes.SHA256()).hex()
    return Answer("ocsp", url, about, content, _until(answer.next_update_utc))


def _crl(url: str, certificate, issuer) -> Answer:
    content = _read(url)
    if content.lstrip().startswith(b"-----BEGIN"):
        found = x509.load_pem_x509_crl(content)
    else:
        found = x509.load_der_x509_crl(content)
    der = found.public_bytes(serialization.Encoding.DER)
    return Answer("crl", url, "", der, _until(found.next_update_utc))


def _until(said: datetime.datetime | None) -> datetime.datetime:
    return said or datetime.datetime.now(datetime.UTC) + _SHORTEST


def _read(url: str, body: bytes | None = None, headers: dict | None = None) -> bytes:
    request = urllib.request.Request(url, data=body, headers=headers or {})  # noqa: S310 http alone
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
        content = answer.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise ValueError("too large")
    return content


def _crl_urls(certificate: x509.Certificate) -> list[str]:
    points = _extension(certificate, ExtensionOID.CRL_DISTRIBUTION_POINTS) or []
    names = [name for point in points for name in point.full_name or []]
    return _http(name.value for name in names if isinstance(name, x509.UniformResourceIdentifier))


def _ocsp_urls(certificate: x509.Certificate) -> list[str]:
    ways = _extension(certificate, ExtensionOID.AUTHORITY_INFORMATION_ACCESS) or []
    return _http(
        way.access_location.value for way in ways
        if way.access_method == AuthorityInformationAccessOID.OCSP
        and isinstance(way.access_location, x509.UniformResourceIdentifier)
    )  # fmt: skip


def _extension(certificate: x509.Certificate, oid):
    try:
        return certificate.extensions.get_extension_for_oid(oid).value
    except x509.ExtensionNotFound:
        return None


def _http(urls) -> list[str]:
    """No file:, no ldap:; authorities answer over plain HTTP, what they say is signed."""
    return [url for url in urls if url.lower().startswith(("http://", "https://"))]
