"""What anybody may learn from the QR of a paper: the facts of its issue, nothing of its content."""

from flows.models import IssuedDocument


def verify(token: str) -> dict | None:
    """Facts of the paper with this token, or None.

    {kind, title, number, agency, issued_at, dossier_code, sha256, is_valid, revoked_at,
    revoke_reason, replaced_by {title, number, issued_at, token} | None,
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
        "is_valid": issued.is_valid,
        "revoked_at": issued.revoked_at,
        "revoke_reason": issued.revoke_reason,
        "replaced_by": _successor(issued),
        "proof": _proof(issued),
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
