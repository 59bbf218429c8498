"""What a certificate says of its holder: the name, and the tax code that binds it to an organisation."""

import re

from asn1crypto import x509

# Where Vietnamese authorities write «MST:0100233488»: UID, serialNumber, organizationIdentifier.
_HOLDERS = {"0.9.2342.19200300.100.1.1", "2.5.4.5", "2.5.4.97"}
_TAX_CODE = re.compile(r"^\s*(?:MST|MSDN|VATVN)?\s*[:\-]?\s*([0-9]{10}(?:-?[0-9]{3})?)\s*$", re.I)
# The tax code of a household business is its owner's personal number; a bare one is a person's.
_OWNERS_NUMBER = re.compile(r"^\s*MST\s*[:\-]?\s*([0-9]{12})\s*$", re.I)


def tax_codes(certificate: x509.Certificate) -> set[str]:
    """Every tax code (mã số thuế) of the subject, digits alone."""
    return {
        found[1].replace("-", "")
        for oid, text in _attributes(certificate.subject)
        if oid in _HOLDERS and (found := _TAX_CODE.match(text) or _OWNERS_NUMBER.match(text))
    }


def name_of(name: x509.Name) -> str:
    """The holder as people know it: the common name, else the organisation, else all of it."""
    parts = dict(_attributes(name))
    return parts.get("2.5.4.3") or parts.get("2.5.4.10") or name.human_friendly


def _attributes(name: x509.Name) -> list[tuple[str, str]]:
    return [
        (pair["type"].dotted, str(pair["value"].native)) for part in name.chosen for pair in part
    ]
