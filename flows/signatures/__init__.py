"""Digital signatures, pure: verifying what an organisation signed. No database, no network."""

from .pades import Signature, verify
from .refusals import RevocationUnknown, SignatureRefused
from .trust import Root, Trust

__all__ = ["RevocationUnknown", "Root", "Signature", "SignatureRefused", "Trust", "verify"]
