"""The time-stamp inside an XML signature (XAdES-T): a token of RFC 3161 over the signature's value."""

import base64
import datetime

from asn1crypto import cms
from cryptography.hazmat.primitives import hashes
from lxml import etree
from pyhanko.sign.validation.generic_cms import get_hash_spec_for_tst_digest

from . import refusals
from .stamps import believed_time
from .trust import Trust

DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
_PLACE = "/".join(
    f"{{{XADES}}}{name}"
    for name in ("UnsignedProperties", "UnsignedSignatureProperties", "SignatureTimeStamp")
)
# How the value is written before it is hashed; without a word, inclusive canonical XML.
_INCLUSIVE = {
    None,
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
    "http://www.w3.org/2006/12/xml-c14n11",
}
_EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"


def proven_time(
    signature: etree._Element, trust: Trust, at: datetime.datetime
) -> datetime.datetime | None:
    """When the signature stood already, by the word of a time-stamp authority; None without a stamp.

    SignatureRefused for a stamp of another signature, of nobody whom we believe, or from the future.
    """
    stamps = signature.findall(f".//{_PLACE}")
    return min((_proven(one, signature, trust, at) for one in stamps), default=None)


def _proven(stamp, signature, trust: Trust, at: datetime.datetime) -> datetime.datetime:
    value = _covered(stamp, signature)
    try:
        token = cms.ContentInfo.load(
            base64.b64decode(stamp.findtext(f"{{{XADES}}}EncapsulatedTimeStamp") or ""), strict=True
        )["content"]
    except (ValueError, KeyError, TypeError):
        raise refusals.bad_stamp() from None
    return believed_time(token, lambda way: _hashed(value, way), trust, at)


def _covered(stamp, signature) -> bytes:
    """The bytes that the stamp speaks of: the value of this signature, in the canonical form it names."""
    said = stamp.find(f"{{{DS}}}CanonicalizationMethod")
    way = said.get("Algorithm") if said is not None else None
    if way != _EXCLUSIVE and way not in _INCLUSIVE:
        raise refusals.bad_stamp()
    value = signature.find(f"{{{DS}}}SignatureValue")
    return etree.tostring(
        value, method="c14n", exclusive=way == _EXCLUSIVE, with_comments=False, with_tail=False
    )


def _hashed(value: bytes, way: str) -> bytes:
    made = hashes.Hash(get_hash_spec_for_tst_digest(way))
    made.update(value)
    return made.finalize()
