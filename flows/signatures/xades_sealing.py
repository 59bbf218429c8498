"""Signing an XML declaration (XAdES, enveloped) with a key that we may use, wherever it lies."""

import asyncio

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from lxml import etree
from pyhanko.sign.signers import Signer
from signxml.xades import XAdESSigner

from .xades import parse


def seal_xml(content: bytes, key: Signer) -> bytes:
    """The XML with the signature of `key` in its root, beside the certificates that lead to a root."""
    own = _KeyElsewhere(key)
    kind = "ecdsa" if isinstance(own.public, ec.EllipticCurvePublicKey) else "rsa"
    signer = XAdESSigner(signature_algorithm=f"{kind}-sha256", digest_algorithm="sha256")
    signed = signer.sign(parse(content), key=own, cert=_chain(key), always_add_key_value=False)  # type: ignore[arg-type]
    return etree.tostring(signed, encoding="UTF-8", xml_declaration=True)


class _KeyElsewhere:
    """A private key as the XML library asks for one: what it does is done where the key lies."""

    def __init__(self, key: Signer):
        self.key = key
        self.public = x509.load_der_x509_certificate(key.signing_cert.dump()).public_key()
        self.key_size = getattr(self.public, "key_size", 0)

    def sign(self, data: bytes, **_algorithm) -> bytes:
        return asyncio.run(self.key.async_sign_raw(data, "sha256"))


def _chain(key: Signer) -> list[x509.Certificate]:
    """The holder's certificate first; roots stay out, the reader has its own."""
    others = [one for one in key.cert_registry if one.self_signed == "no"]
    found = [key.signing_cert, *(one for one in others if one != key.signing_cert)]
    return [x509.load_der_x509_certificate(one.dump()) for one in found]
