"""What anybody may learn from the QR of a paper: the facts of its issue, nothing of its content."""

import datetime
import hashlib

from flows.models import IssuedDocument
from flows.signatures.known import trust
from flows.signatures.sealed import read_seal


def verify(token: str) -> dict | None:
    """Facts of the paper with this token, or None.

    {kind, title, number, agency, issued_at, dossier_code, sha256, is_valid, revoked_at,
    revoke_reason, replaced_by {title, number, issued_at, token} | None,
    seal {signer, issuer, at, is_time_stamped, is_sound, is_trusted} | None,
    proof {seq, at, hash, act} | None: the journal entry that stands for the issue}
    """
    issued = (
        IssuedDocument.objects.select_related("dossier__agency").filter(token=token).first()
        if token
        else None
    )
    if issued is None:
        return None
    return {
        "kind": issued.kind,
        "title": issued.title,
        "number": issued.number,
        "agency": issued.data.get("agency", {}).get("name") or issued.dossier.agency.name,
        "issued_at": issued.issued_at,
        "dossier_code": issued.dossier.code,
        "sha256": issued.sha256,
        "seal": _seal(issued),
        "is_valid": issued.is_valid,
        "revoked_at": issued.revoked_at,
        "revoke_reason": issued.revoke_reason,
        "replaced_by": _successor(issued),
        "proof": _proof(issued),
    }


def _seal(issued: IssuedDocument) -> dict | None:
    """{signer, issuer, at, is_sound, is_trusted} of the agency's signature, verified now; None when
    the paper bears none."""
    if not issued.seal or issued.file_id is None:
        return None
    at = datetime.datetime.fromisoformat(issued.seal["sealed_at"])
    try:
        with issued.file.file.open("rb") as kept:
            content = kept.read()
    except FileNotFoundError:
        content = b""
    found = read_seal(content, trust(at), at=at)
    unchanged = hashlib.sha256(content).hexdigest() == issued.sha256
    return {
        "signer": issued.seal["signer"],
        "issuer": issued.seal["issuer"],
        "at": at,
        "is_time_stamped": issued.seal.get("is_time_stamped", False),
        "is_sound": bool(found and found.is_sound and unchanged),
        "is_trusted": bool(found and found.is_trusted and unchanged),
    }


def _successor(issued: IssuedDocument) -> dict | None:
    if issued.is_valid:
        return None
    return (
        IssuedDocument.objects.filter(
            dossier=issued.dossier_id,
            kind=issued.kind,
            issued_at__gte=issued.issued_at,
            revoked_at__isnull=True,
        )
        .exclude(pk=issued.pk)
        .values("title", "number", "issued_at", "token")
        .first()
    )


def _proof(issued: IssuedDocument) -> dict | None:
    """The journal entry of the act that issued it: the nearest in time, both stand in one transaction."""
    entries = issued.dossier.journal.values("seq", "at", "act", "hash")
    near = [
        entries.filter(at__gte=issued.issued_at).order_by("seq").first(),
        entries.filter(at__lt=issued.issued_at).order_by("-seq").first(),
    ]
    return min(
        filter(None, near), key=lambda entry: abs(entry["at"] - issued.issued_at), default=None
    )
