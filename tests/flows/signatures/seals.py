"""The agency whose seal the tests hold, and how an outside validator judges what it sealed."""

import io
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature

from flows.signatures import Root, Trust
from tests.flows.signatures import authority

AGENCY = "BHXH TP. Hồ Chí Minh"
PASSWORD = "mat-khau"


def kept_key(path: Path) -> Path:
    """The seal's key as PKCS#12, closed by `PASSWORD`."""
    holder = authority.issue(AGENCY, by=authority.root(), list_url="")
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"x", holder.key, holder.certificate, None,
            serialization.BestAvailableEncryption(PASSWORD.encode()),
        )
    )  # fmt: skip
    return path


def judged(content: bytes):
    """By the library's own validator, knowing only the authority's root."""
    found = PdfFileReader(io.BytesIO(content)).embedded_signatures
    trust = Trust([Root(authority.root().der)]).context(strict=True, at=authority.NOW)
    return validate_pdf_signature(found[0], trust)
