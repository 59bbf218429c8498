"""The legal slips: data for the templates, and the compiler that makes PDF of them."""

from .issuing import issue, revoke
from .rendering import render
from .verify import of_dossier, proof, token_of, verify

__all__ = ["issue", "of_dossier", "proof", "render", "revoke", "token_of", "verify"]
