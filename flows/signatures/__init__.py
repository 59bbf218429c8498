"""Digital signatures: verifying what organisations signed, sealing what we issue. No network; only
`known` asks the database."""

from .judging import Signature
from .pades import verify, verify_person
from .refusals import RevocationUnknown, SignatureRefused
from .trust import Root, Trust
from .xades import verify_xml

__all__ = [
    "RevocationUnknown",
    "Root",
    "Signature",
    "SignatureRefused",
    "Trust",
    "verify",
    "verify_person",
    "verify_xml",
]
