"""A signature whose value comes later: the document is made ready now, the key signs when its holder agrees.

Nothing in the ready document can sign anything else: it holds one place for the value over one hash.
"""

import base64
import hashlib
import io

from asn1crypto import cms, x509
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from lxml import etree
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from .xades import parse

_VALUE = "{http://www.w3.org/2000/09/xmldsig#}SignatureValue"
_ROOM = 512  # bytes: RSA of 4096 bits
_NOTHING = encode_dss_signature(1, 1)


class AbsentKey(Signer):
    """Stands for a key that is elsewhere: remembers what it was to sign."""

    def __init__(self, chain: list[x509.Certificate]):
        first, *others = chain
        super().__init__(
            signing_cert=first, cert_registry=SimpleCertificateStore.from_certs(others)
        )
        self.digest = b""

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False):
        if dry_run:
            return bytes(_ROOM)
        self.digest = hashlib.sha256(data).digest()
        return _NOTHING


def filled_pdf(content: bytes, value: bytes) -> bytes:
    """The ready PDF with the value in its last signature."""
    signed = PdfFileReader(io.BytesIO(content)).embedded_regular_signatures[-1]
    _start, before, after, _rest = (int(one) for one in signed.byte_range)
    made = cms.ContentInfo.load(bytes(signed.pkcs7_content))
    made["content"]["signer_infos"][0]["signature"] = value
    text = made.dump().hex().encode()
    room = after - before - 2  # between < and >
    if len(text) > room:
        raise ValueError("no room for the signature")
    return content[:before] + b"<" + text.ljust(room, b"0") + b">" + content[after:]


def filled_xml(content: bytes, value: bytes, certificate: x509.Certificate) -> bytes:
    """The ready XML likewise; an ECDSA value stands there as two numbers of equal length (RFC 4051)."""
    root = parse(content)
    (place,) = root.iter(_VALUE)
    key = certificate.public_key
    if key.algorithm == "ec":
        size = (key.bit_size + 7) // 8
        value = b"".join(one.to_bytes(size, "big") for one in decode_dss_signature(value))
    place.text = base64.b64encode(value).decode()
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)
