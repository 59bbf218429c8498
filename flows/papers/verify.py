"""What anybody may learn from the QR of a paper: the facts of its issue, nothing of its content."""

import datetime
import hashlib

from django.db.models import Q

from flows.audit.export import bare_chain_of
from flows.models import IssuedDocument, ResultSheet
from flows.models.dossier import fold_code
from flows.papers.sealing import FIELD as SEAL
from flows.signatures.known import trust
from flows.signatures.sealed import Seal, read_all


def verify(token: str) -> dict | None:
    """Facts of the paper with this token, or None.

    {kind, title, number, agency, issued_at, dossier_code, sha256, is_valid, revoked_at,
    revoke_reason, replaced_by {title, number, issued_at, token} | None,
    seal, leader {signer, issuer, at, stamp {at, by, is_trusted} | None, is_lasting, is_sound, is_trusted} | None,
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
        "agency": issued.data.get("agency", {}).get("name")
        or (issued.dossier.agency.name if issued.dossier else ""),
        "issued_at": issued.issued_at,
        "dossier_code": issued.dossier.code if issued.dossier else "",
        "sha256": issued.sha256,
        **_signatures(issued),
        "is_valid": issued.is_valid,
        "revoked_at": issued.revoked_at,
        "revoke_reason": issued.revoke_reason,
        "replaced_by": _successor(issued),
        "proof": _proof(issued),
    }


def token_of(number: str, check: str) -> str:
    """The token of the paper with this number and check code; "" for any other."""
    number, check = number.strip(), check.strip()
    if not number or not check:
        return ""
    mine = Q(data__check=check) | Q(guidance__check_code=check) | Q(dossier__check_code=check)
    found = IssuedDocument.objects.filter(mine, number__iexact=number)
    return found.values_list("token", flat=True).first() or ""


def of_dossier(code: str, check: str) -> list[IssuedDocument]:
    """The papers of the dossier with this code or office number and check code, as they were issued."""
    folded, check = fold_code(code), check.strip()
    if not folded or not check:
        return []
    known = Q(dossier__code_folded=folded) | Q(dossier__office_number_folded=folded)
    found = IssuedDocument.objects.filter(known, dossier__check_code=check)
    return list(found.select_related("dossier").order_by("issued_at", "pk"))


def proof(token: str) -> dict | None:
    """What proves that the dossier of this paper stands in the published heads of the journal; nothing
    of its content."""
    issued = IssuedDocument.objects.filter(token=token, dossier__isnull=False).first()
    return bare_chain_of(issued.dossier) if issued else None


def _signatures(issued: IssuedDocument) -> dict:
    """{seal, leader}: of the agency's and of the leader's signature {signer, issuer, at, stamp,
    is_lasting, is_sound, is_trusted}, verified now; None where the paper bears none."""
    sheet = ResultSheet.objects.filter(document=issued).first()
    if issued.file_id is None or not (issued.seal or sheet):
        return {"seal": None, "leader": None}
    at = datetime.datetime.fromisoformat(issued.seal["sealed_at"]) if issued.seal else None
    try:
        content = issued.file.content()
    except FileNotFoundError:
        content = b""
    moment = at or sheet.signed_at
    found = read_all(content, trust(moment), at=moment)
    by_agency = next((one for one in found if one.field == SEAL), None)
    # Signing software names its field as it likes; the leader's is the other one.
    by_leader = next((one for one in found if one.field != SEAL), None)
    unchanged = hashlib.sha256(content).hexdigest() == issued.sha256
    told = {"seal": None, "leader": None}
    if issued.seal:
        told["seal"] = _told(issued.seal, at, by_agency, unchanged)
    if sheet:
        told["leader"] = _told(sheet.signature, sheet.signed_at, by_leader, unchanged)
    return told


def _told(facts: dict, at, found: Seal | None, unchanged: bool) -> dict:
    return {
        "signer": facts["signer"],
        "issuer": facts["issuer"],
        "at": at,
        "stamp": found.stamp if found else None,
        "is_lasting": bool(facts.get("is_lasting")),
        "is_sound": bool(found and found.is_sound and unchanged),
        "is_trusted": bool(found and found.is_trusted and unchanged),
    }


def _successor(issued: IssuedDocument) -> dict | None:
    if issued.is_valid or issued.dossier_id is None:
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
    if issued.dossier is None:
        return None
    entries = issued.dossier.journal.values("seq", "at", "act", "hash")
    near = [
        entries.filter(at__gte=issued.issued_at).order_by("seq").first(),
        entries.filter(at__lt=issued.issued_at).order_by("-seq").first(),
    ]
    return min(
        filter(None, near), key=lambda entry: abs(entry["at"] - issued.issued_at), default=None
    )
