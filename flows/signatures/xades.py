"""Verifying an XML declaration that an organisation signed (XAdES, enveloped): accept only what holds
as a whole.

Only what the library gives back as signed is looked at, and it must be our declaration byte for byte
in canonical form; the file around the signature must be nothing else. No DTD, no entity, no SHA-1.
"""

import base64
import datetime

from asn1crypto import x509
from cryptography.x509 import load_der_x509_certificate
from lxml import etree
from signxml import SignatureConfiguration, SignatureMethod
from signxml.exceptions import InvalidDigest, InvalidInput, InvalidSignature, SignXMLException
from signxml.xades import XAdESVerifier, XAdESVerifyResult

from . import refusals
from .judging import Signature, chain_verdict, described, judged, of_organisation
from .stamps import in_its_time
from .trust import Trust
from .xades_stamp import DS, XADES, proven_time

_SIGNATURE = f"{{{DS}}}Signature"
_METHODS = frozenset(
    method
    for method in SignatureMethod
    if method.name.startswith(("RSA_SHA", "ECDSA_SHA", "SHA")) and "SHA1" not in method.name
)
_OLD = ("sha1", "md5")  # how the names of what is no longer believed end


def parse(content: bytes) -> etree._Element:
    """The root of an XML file from outside; SignatureRefused for nonsense, a DTD or an entity."""
    parser = _parser()
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise refusals.unreadable_xml() from None
    if root.getroottree().docinfo.doctype or any(root.iter(etree.Entity)):
        raise refusals.unreadable_xml()
    return root


def signer_of(signed: bytes) -> x509.Certificate:
    """The certificate in a file that was verified before; SignatureRefused when there is none."""
    return _certificates(_only_signature(parse(signed)))[0]


def canonical(root: etree._Element) -> bytes:
    """The bytes that a signature covers: exclusive canonical XML without comments."""
    return etree.tostring(root, method="c14n", exclusive=True, with_comments=False)


def verify_xml(
    signed: bytes, *, original: bytes, tax_code: str, trust: Trust, at: datetime.datetime
) -> Signature:
    """The organisation's signature over exactly `original` (canonical XML), or SignatureRefused.

    Judged as `pades.verify` judges: `at` is the moment of judgement, and RevocationUnknown comes when
    only the status of the certificate is missing under a strict root.
    """
    root = parse(signed)
    signature = _only_signature(root)
    certificates = _certificates(signature)
    properties = _covers(signed, certificates[0], original)
    stamped_at = proven_time(signature, trust, at)
    _is_nothing_else(root, signature, original)
    in_its_time(certificates[0], stamped_at)
    verdict = judged(
        lambda context: chain_verdict(certificates, context), trust, at, stamped_at=stamped_at
    )
    found = described(
        verdict.signing_cert,
        verdict.validation_path,
        claimed_at=_claimed(properties),
        stamped_at=stamped_at,
    )
    return of_organisation(verdict.signing_cert, found, tax_code)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False,
    )  # fmt: skip


def _only_signature(root: etree._Element) -> etree._Element:
    found = list(root.iter(_SIGNATURE))
    if not found:
        raise refusals.not_signed()
    if len(found) > 1:
        raise refusals.several()
    if found[0].getparent() is not root:
        raise refusals.not_enveloped()
    ways = (one.get("Algorithm", "").lower() for one in found[0].iter())
    if any(way.endswith(_OLD) for way in ways):
        raise refusals.weak()
    if found[0].find(f".//{{{XADES}}}SignedProperties") is None:
        raise refusals.not_xades()
    return found[0]


def _certificates(signature: etree._Element) -> list[x509.Certificate]:
    """The signer's certificate first, as it stands in the file, then what came along."""
    texts = signature.findall(f"{{{DS}}}KeyInfo/{{{DS}}}X509Data/{{{DS}}}X509Certificate")
    try:
        ders = [base64.b64decode("".join((one.text or "").split()), validate=True) for one in texts]
        found = [x509.Certificate.load(der, strict=True) for der in ders]
        for one in found:
            one.subject.native  # noqa: B018  parsed now, so that nonsense is refused here
    except (ValueError, TypeError):
        raise refusals.broken() from None
    if not found:
        raise refusals.not_xades()
    return found


def _covers(signed: bytes, certificate: x509.Certificate, original: bytes) -> etree._Element:
    """The signed properties, when the signature is sound and one thing that it signs is `original`."""
    key = load_der_x509_certificate(certificate.dump())
    how = SignatureConfiguration(
        location="./",
        expect_references=False,  # as many as the software made; each of them is checked
        signature_methods=_METHODS,
        # Whether the certificate is in its time is asked of the chain, which says it in our words.
        verification_time=key.not_valid_before_utc,
    )
    try:
        results = XAdESVerifier().verify(
            signed, x509_cert=key, expect_config=how, parser=_parser(), id_attribute="Id"
        )
    except (InvalidDigest, InvalidSignature):
        raise refusals.changed() from None
    except (InvalidInput, SignXMLException, etree.LxmlError, ValueError, KeyError, TypeError):
        raise refusals.broken() from None
    seen = [one.signed_xml for one in results if one.signed_xml is not None]
    if not any(canonical(one) == original for one in seen):
        raise refusals.other_declaration()
    return next(one for one in results if isinstance(one, XAdESVerifyResult)).signed_properties


def _is_nothing_else(root: etree._Element, signature: etree._Element, original: bytes) -> None:
    """Without its signature the whole file is our declaration: nothing is wrapped around it."""
    tail = signature.tail or ""
    outside = [*root.itersiblings(preceding=True), *root.itersiblings()]
    root.remove(signature)
    if outside or tail.strip() or canonical(root) != original:
        raise refusals.rewritten()


def _claimed(properties: etree._Element) -> datetime.datetime | None:
    """When the signature says it was made; only a claim."""
    text = properties.findtext(f"{{{XADES}}}SigningTime") or ""
    try:
        found = datetime.datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.tzinfo else None
