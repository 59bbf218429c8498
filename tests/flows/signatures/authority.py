"""A certificate authority for tests: roots, organisations' certificates, lists of the revoked."""

import datetime
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import asn1crypto.keys
import asn1crypto.x509
import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from lxml import etree
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore
from signxml.xades import XAdESSigner

from flows.signatures import Root, Trust

DAY = datetime.timedelta(days=1)
NOW = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
TAX_CODE = "0300588569"
LIST_URL = "http://ca.example.vn/thu-hoi.crl"


@dataclass(frozen=True)
class Holder:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()


def issue(
    name: str,
    *,
    by: Holder | None = None,
    uid: str = "",
    starts: int = -30,
    ends: int = 365,
    list_url: str = LIST_URL,
    ocsp_url: str = "",
    may_sign: bool = True,
    stamps_time: bool = False,
    key=None,
) -> Holder:
    """A certificate; without `by` a root."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    attributes = [x509.NameAttribute(NameOID.COMMON_NAME, name)]
    if uid:
        attributes.append(x509.NameAttribute(NameOID.USER_ID, uid))
    subject = x509.Name(attributes)
    is_root = by is None
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if is_root else by.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + starts * DAY)
        .not_valid_after(NOW + ends * DAY)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=may_sign and not is_root, content_commitment=may_sign and not is_root,
                key_encipherment=not may_sign, data_encipherment=False, key_agreement=False,
                key_cert_sign=is_root, crl_sign=is_root, encipher_only=False, decipher_only=False,
            ),
            True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    )  # fmt: skip
    if not is_root and list_url:
        point = x509.DistributionPoint([x509.UniformResourceIdentifier(list_url)], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), False)
    if ocsp_url:
        place = x509.UniformResourceIdentifier(ocsp_url)
        way = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, place)
        builder = builder.add_extension(x509.AuthorityInformationAccess([way]), False)
    if stamps_time:
        only = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(only, True)
    return Holder(builder.sign(key if is_root else by.key, hashes.SHA256()), key)


def small_keys() -> dict:
    """Keys that are computed back in a time one can wait, by name."""
    made = {f"rsa-{bits}": rsa.generate_private_key(65537, bits) for bits in (1024, 1536)}
    return made | {"p-192": ec.generate_private_key(ec.SECP192R1())}


def weakly_issued(way: str) -> tuple[Holder, Trust]:
    """A certificate that its authority signed over a weak hash, and who believes that authority."""
    by = issue("Gốc RSA", key=rsa.generate_private_key(public_exponent=65537, key_size=2048))
    sound = issue("Cty", by=by, uid=f"MST:{TAX_CODE}")
    made = asn1crypto.x509.Certificate.load(sound.der)
    made["tbs_certificate"]["signature"] = {"algorithm": f"{way}_rsa"}
    made["signature_algorithm"] = {"algorithm": f"{way}_rsa"}
    content = made["tbs_certificate"].dump(force=True)
    hashed = {"sha1": hashes.SHA1(), "md5": hashes.MD5()}[way]
    made["signature_value"] = by.key.sign(content, padding.PKCS1v15(), hashed)
    weak = x509.load_der_x509_certificate(made.dump(force=True))
    return Holder(weak, sound.key), Trust(roots=[Root(by.der)], crls=[revoked_list(by)])


def revoked_list(by: Holder, *revoked: Holder, age: int = 0) -> bytes:
    """The authority's list, a week good, made `age` days ago."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(by.certificate.subject)
        .last_update(NOW - age * DAY - datetime.timedelta(hours=1))
        .next_update(NOW + (7 - age) * DAY)
    )
    for one in revoked:
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(one.certificate.serial_number)
            .revocation_date(NOW - 2 * DAY)
            .build()
        )
    return builder.sign(by.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


@cache
def root() -> Holder:
    return issue("Gốc thử nghiệm", ends=3650, starts=-3650)


@cache
def company() -> Holder:
    return issue("Công ty Hòa Bình", by=root(), uid=f"MST:{TAX_CODE}")


def trust(*revoked: Holder, **changes) -> Trust:
    """What believes this authority's root, knowing its list of the revoked; `changes` say otherwise."""
    known = {"roots": [Root(root().der)], "crls": [revoked_list(root(), *revoked)]}
    return Trust(**(known | changes))


def kept(holder: Holder, folder: Path, password: str = "") -> str:
    """The key as a PKCS#12 in the folder; its path."""
    how = serialization.BestAvailableEncryption(password.encode()) if password else None
    path = folder / "khoa.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"x", holder.key, holder.certificate, None, how or serialization.NoEncryption()
        )
    )
    return str(path)


def sign(pdf: bytes, holder: Holder, **how) -> bytes:
    """As signing software does: an incremental update with a visible signature."""
    return sign_in(IncrementalPdfFileWriter(io.BytesIO(pdf)), holder, **how)


def sign_in(
    writer, holder: Holder, *, field="ChuKy", box=(60, 60, 260, 130), hashed="sha256", stamper=None
) -> bytes:
    """Sign what the writer holds, with whatever was changed in it before."""
    kept = pkcs12.serialize_key_and_certificates(
        b"x", holder.key, holder.certificate, None, serialization.NoEncryption()
    )
    signer = signers.SimpleSigner.load_pkcs12_data(kept, [], None)
    meta = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm=hashed, subfilter=fields.SigSeedSubFilter.PADES
    )
    spec = fields.SigFieldSpec(field, box=box)
    return signers.sign_pdf(
        writer, meta, signer=signer, new_field_spec=spec, timestamper=stamper
    ).getvalue()


@cache
def time_authority(by: Holder | None = None, *, stamps_time: bool = True) -> Holder:
    """Who stamps time, under the root or whom else."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    by = by or root()
    return issue("Dấu thời gian", by=by, stamps_time=stamps_time, starts=-90, key=key)


def stamping(when: datetime.datetime, holder: Holder | None = None) -> DummyTimeStamper:
    """A time-stamp server whose clock stands."""
    holder = holder or time_authority()
    key = asn1crypto.keys.PrivateKeyInfo.load(
        holder.key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    certificate = asn1crypto.x509.Certificate.load(holder.der)
    return DummyTimeStamper(
        certificate, key, fixed_dt=when, certs_to_embed=SimpleCertificateStore()
    )


def sign_xml(xml: bytes, holder: Holder, *, algorithm: str = "ecdsa-sha256", **how) -> bytes:
    """As signing software does: XAdES, enveloped in the root of the file."""
    signer = XAdESSigner(signature_algorithm=algorithm, digest_algorithm="sha256")
    signed = signer.sign(etree.fromstring(xml), key=holder.key, cert=[holder.certificate], **how)
    return etree.tostring(signed, encoding="UTF-8", xml_declaration=True)


def paper(text: str = "Tờ khai") -> bytes:
    """A small PDF, ready for a signature as declarations are."""
    made = pikepdf.new()
    made.add_blank_page()
    made.pages[0].Contents = made.make_stream(f"% {text}".encode())
    made.Root.AcroForm = made.make_indirect(pikepdf.Dictionary(Fields=[], SigFlags=3))
    kept = io.BytesIO()
    made.save(kept, deterministic_id=True)
    return kept.getvalue()
