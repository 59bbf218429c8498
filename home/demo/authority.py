"""The demo's own certificate authority: a root that only DEMO=1 believes; keys of organisations, of a leader,
of the time-stamp server.

Made in VAR_DIR/demo-ca on first use; nothing of it has legal value.
"""

import datetime
import secrets
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from lxml import etree
from signxml.xades import XAdESSigner

from flows.gateways import time_stamping
from flows.models import SigningCertificate, TrustedCertificate
from flows.services import certifying
from flows.signatures.keys import key_from
from flows.signatures.sealing import seal

NAME = "CA dùng thử, không có giá trị pháp lý"
_YEAR = datetime.timedelta(days=365)


def sign(content: bytes, *, name: str, tax_code: str) -> bytes:
    """The PDF signed with the certificate of the demo organisation. Only with DEMO=1."""
    return seal(content, organisation_key(name=name, tax_code=tax_code), field="ChuKySo")


def sign_xml(content: bytes, *, name: str, tax_code: str) -> bytes:
    """The XML declaration signed likewise (XAdES, enveloped). Only with DEMO=1."""
    key, certificate, _chain = pkcs12.load_key_and_certificates(_for(name, tax_code), None)
    signer = XAdESSigner(signature_algorithm="ecdsa-sha256", digest_algorithm="sha256")
    signed = signer.sign(etree.fromstring(content), key=key, cert=[certificate])
    return etree.tostring(signed, encoding="UTF-8", xml_declaration=True)


def organisation_key(*, name: str, tax_code: str):
    """The organisation's key and certificate, as a signer."""
    return key_from(_for(name, tax_code), "")


def kept_for(*, name: str, tax_code: str):
    """(key, certificate) of the organisation: the same each time, wherever it signs."""
    return pkcs12.load_key_and_certificates(_for(name, tax_code), None)[:2]


def register_certificate(organisation) -> None:
    """The demo's organisation has its certificate in its account, as registration asks."""
    if organisation.certificates.exists():
        return
    known = {"name": organisation.full_name, "tax_code": organisation.tax_code}
    found = [organisation_key(**known).signing_cert]
    judged = certifying.judge(found, tax_code=organisation.tax_code)
    certifying.register(organisation, judged, by=organisation)


def _for(name: str, tax_code: str) -> bytes:
    subject = [(NameOID.COMMON_NAME, _short(name)), (NameOID.USER_ID, f"MST:{tax_code}")]
    return _kept(f"don-vi-{tax_code}.p12", subject).read_bytes()


AGENCY = "BẢO HIỂM XÃ HỘI VIỆT NAM (dùng thử)"
TIME_STAMPS = "Nơi cấp dấu thời gian dùng thử"


def build() -> None:
    """Make the root, have the portal believe it as a root of the demo, and make the agency's seal."""
    root, _key = _root()
    pem = root.public_bytes(serialization.Encoding.PEM).decode()
    fingerprint = root.fingerprint(hashes.SHA256()).hex()
    if not TrustedCertificate.objects.filter(fingerprint=fingerprint).exists():
        TrustedCertificate.objects.create(name=NAME, pem=pem, is_demo=True)
    _kept("agency.p12", [(NameOID.COMMON_NAME, AGENCY)])
    _time_stamps()


def give_key(leader, *, pin: str) -> None:
    """A key of the leader's own at the server, opened by the PIN: results are signed with it."""
    subject = [(NameOID.COMMON_NAME, _short(leader.full_name))]
    path = _kept(f"{leader.username}.p12", subject, pin=pin)
    found = x509.load_der_x509_certificate(key_from(path.read_bytes(), pin).signing_cert.dump())
    # The folder may have been moved since: the address is that of today.
    SigningCertificate.objects.update_or_create(
        fingerprint=found.fingerprint(hashes.SHA256()).hex(),
        defaults={
            "person": leader,
            "pem": found.public_bytes(serialization.Encoding.PEM).decode(),
            "address": str(path),
        },
    )


def _kept(file: str, subject, *, pin: str = "") -> Path:
    """The file of a key of this holder, made when it is missing."""
    path = settings.VAR / "demo-ca" / file
    if not path.exists():
        made = _issued(subject, pin=pin)  # its folder comes with the root
        fresh = path.with_suffix(f".{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_bytes(made)
        fresh.replace(path)  # whole at once: another request may be reading
    return path


def _time_stamps() -> None:
    """The key of the stand-in for a time-stamp server, when it is missing."""
    path = time_stamping.twin_key()
    if path.exists():
        return
    root, root_key = _root()
    key = rsa.generate_private_key(65537, 2048)
    subject = [(NameOID.COMMON_NAME, TIME_STAMPS)]
    stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    certificate = _certificate(
        subject, key, issuer=root.subject, by=root_key, is_root=False, only_for=stamping
    )
    path.touch(mode=0o600)
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"demo", key, certificate, [root], serialization.NoEncryption()
        )
    )


def _short(name: str) -> str:
    """As X.509 allows: 64 bytes."""
    return name.encode()[:64].decode(errors="ignore")


def _issued(subject, *, pin: str = "") -> bytes:
    """A fresh key with its certificate, as PKCS#12; without a PIN anybody opens it."""
    root, root_key = _root()
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(subject, key, issuer=root.subject, by=root_key, is_root=False)
    locked = serialization.BestAvailableEncryption(pin.encode()) if pin else None
    return pkcs12.serialize_key_and_certificates(
        b"demo", key, certificate, [root], locked or serialization.NoEncryption()
    )


def _root():
    if not settings.DEMO:
        raise ImproperlyConfigured("Chứng thư dùng thử chỉ có khi DEMO=1.")
    folder = settings.VAR / "demo-ca"
    path = folder / "root.pem"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        key = ec.generate_private_key(ec.SECP256R1())
        subject = [(NameOID.COMMON_NAME, NAME)]
        root = _certificate(subject, key, issuer=None, by=key, is_root=True)
        path.touch(mode=0o600)
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + root.public_bytes(serialization.Encoding.PEM)
        )
    kept = path.read_bytes()
    key = serialization.load_pem_private_key(kept, None)
    return x509.load_pem_x509_certificate(kept), key


def _certificate(
    subject, key, *, issuer, by, is_root: bool, only_for: x509.ExtendedKeyUsage | None = None
) -> x509.Certificate:
    holder = x509.Name([x509.NameAttribute(oid, text) for oid, text in subject])
    now = datetime.datetime.now(datetime.UTC)
    usage = x509.KeyUsage(
        digital_signature=not is_root, content_commitment=not is_root, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=is_root, crl_sign=is_root,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    builder = (
        x509.CertificateBuilder()
        .subject_name(holder)
        .issuer_name(issuer or holder)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + (10 * _YEAR if is_root else _YEAR))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False
        )
    )
    if only_for:
        builder = builder.add_extension(only_for, critical=True)
    return builder.sign(by, hashes.SHA256())
