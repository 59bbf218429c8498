"""Digital signatures: verifying what organisations signed, sealing what we issue. No network; only
`known` asks the database."""

from .pades import Signature, verify, verify_person
from .refusals import RevocationUnknown, SignatureRefused
from .trust import Root, Trust

__all__ = [
    "RevocationUnknown",
    "Root",
    "Signature",
    "SignatureRefused",
    "Trust",
    "verify",
    "verify_person",
]
