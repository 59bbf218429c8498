"""An organisation confirms by digital signature (ký số, Articles 11.3 and 17): the declaration that
we make of exactly what is confirmed, and the same file brought back signed.

Like a one-time code it is bound to purpose, subject and digest, and usable once.
"""

import datetime
import hashlib

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from flows.effects.outbox import promise
from flows.errors import AlreadyDone, DossierError
from flows.files import keep_bytes, store, store_xml
from flows.files.refusals import FileRefused
from flows.models import Declaration, Document
from flows.models.declaration import XML
from flows.papers.declaration import declaration_pdf
from flows.papers.declaration_xml import declaration_xml
from flows.services.certifying import OTHER, compared
from flows.signatures import RevocationUnknown, Signature, refusals, verify, verify_xml
from flows.signatures.known import trust

ORGANISATION = "organisation"
KEPT_DAYS = 30  # a declaration that was never used
_NAME = "to-khai-da-ky-so"


def prepare(
    user,
    *,
    purpose,
    subject,
    digest,
    title,
    organisation: dict,
    parts,
    files,
    answers,
    as_xml=False,
) -> Declaration:
    """The declaration of this content, made once; asking again gives the same file.

    With `as_xml` the file to sign is XML with `answers` by key, beside a PDF of it to read.
    """
    known = {"made_by": user, "purpose": purpose, "subject": subject, "digest": digest}
    if found := Declaration.objects.live().filter(**known).first():
        return found
    at = timezone.now()
    shown = {
        "title": title, "organisation": organisation, "mark": subject, "digest": digest,
        "parts": parts, "files": files, "at": at,
    }  # fmt: skip
    made = {"file": keep_bytes(declaration_pdf(**shown), "application/pdf")}
    if as_xml:
        reading = made["file"]
        content = declaration_xml(**shown, answers=answers, reading_sha256=reading.sha256)
        made = {"file": keep_bytes(content, XML), "reading": reading}
    try:
        with transaction.atomic():
            return Declaration.objects.create(
                **known, **made, title=title[:255], tax_code=organisation["tax_code"],
                created_at=at,
            )  # fmt: skip
    except IntegrityError:  # two windows at once: the first one counts
        return Declaration.objects.live().get(**known)


def live(user, *, purpose, subject, digest) -> Declaration | None:
    """The declaration of this content that waits for its signature."""
    return Declaration.objects.live().filter(
        made_by=user, purpose=purpose, subject=subject, digest=digest
    ).select_related("file", "reading", "signed_file").first()  # fmt: skip


def take_signed(declaration: Declaration, uploaded_file, *, remote=None) -> Declaration:
    """Verify the uploaded file as this declaration signed by its organisation, and keep it.

    `remote` is {provider, name, account} of the service that signed it in the person's stead.

    Raises SignatureRefused or FileRefused with the reason; RevocationUnknown when the file is kept
    and the worker asks the authority first. Call it outside the transaction of the act.
    """
    try:
        stored = store_xml(uploaded_file) if declaration.is_xml else store(uploaded_file)
    except FileRefused as refusal:
        if refusal.code == "encrypted":
            raise refusals.encrypted() from None
        raise
    declaration.signed_file, declaration.signed_at = stored, timezone.now()
    declaration.remote = remote or {}
    return _judge(declaration)


def judge_again(declaration: Declaration) -> Declaration:
    """Verify the kept file once more, when the authority may have answered meanwhile."""
    if declaration.signed_file is None:
        raise refusals.not_signed()
    return _judge(declaration)


def use(declaration: Declaration) -> dict:
    """Spend the signature, once whoever comes first; returns the evidence to keep."""
    if not declaration.signature:
        raise refusals.not_signed()
    now = timezone.now()
    if not Declaration.objects.live().filter(pk=declaration.pk).update(used_at=now):
        raise AlreadyDone(_("Tờ khai đã ký này đã được dùng."))
    return {
        "method": "signature",
        "format": "XAdES" if declaration.is_xml else "PAdES",
        "way": "remote" if declaration.remote else "upload",
        "provider": declaration.remote.get("name", ""),
        "signature": declaration.signature,
        "certificate": compared(declaration.tax_code, declaration.signature["fingerprint"]),
        "declaration": declaration.pk,
        "declaration_sha256": declaration.file.sha256,
        "signed_sha256": declaration.signed_file.sha256,
        "digest": declaration.digest,
        "received_at": declaration.signed_at.isoformat(),
        "confirmed_at": now.isoformat(),
    }


def require_signature(applicant_kind: str, evidence: dict) -> None:
    """An organisation's act is confirmed by its signature, never by a code alone (Article 17)."""
    if applicant_kind == ORGANISATION and evidence.get("method") == "otp":
        raise DossierError(
            _("Hồ sơ của tổ chức phải được xác nhận bằng chữ ký số của đơn vị, không bằng mã OTP.")
        )


def keep_signed(dossier, submission, evidence: dict) -> Document | None:
    """The signed declaration as a paper of the dossier, beside what it confirms; checked already."""
    if evidence.get("method") != "signature":
        return None
    declaration = Declaration.objects.select_related("file").get(pk=evidence["declaration"])
    known = {
        "dossier": dossier, "submission": submission, "source": Document.SIGNED,
        "verdict": Document.Verdict.ACCEPTED, "checked_at": timezone.now(),
        "order": 900 + submission.number,
    }  # fmt: skip
    what = declaration.get_purpose_display()
    how = _("Chữ ký số hợp lệ: %s") % declaration.signature["signer"]
    if evidence.get("certificate") == OTHER:
        how = _("%s; chứng thư số khác chứng thư đã đăng ký với tài khoản") % how
    if provider := evidence.get("provider"):
        how = _("%(how)s (ký số từ xa: %(provider)s)") % {"how": how, "provider": provider}
    if declaration.reading_id:
        note = _("Bản để đọc; mã băm của bản này nằm trong tờ khai XML đã ký.")
        Document.objects.create(
            **known, file_id=declaration.reading_id, name=f"{what}: to-khai-ban-doc.pdf", note=note
        )
    return Document.objects.create(
        **known,
        file=declaration.signed_file,
        name=f"{what}: {_NAME}{declaration.suffix}",
        note=how[:500],
    )


def forget_unused(now: datetime.datetime | None = None) -> int:
    """Declarations that nobody signed within a month go with their files' rows; how many."""
    before = (now or timezone.now()) - datetime.timedelta(days=KEPT_DAYS)
    return Declaration.objects.live().filter(created_at__lt=before).delete()[0]


def _judge(declaration: Declaration) -> Declaration:
    now = timezone.now()
    judge = verify_xml if declaration.is_xml else verify
    try:
        found = judge(
            declaration.signed_file.content(),
            original=declaration.file.content(),
            tax_code=declaration.tax_code,
            trust=trust(now),
            at=now,
        )
    except RevocationUnknown as refusal:
        _ask(declaration, refusal.chain, now)
        raise
    _keep(declaration, found)
    return declaration


def _keep(declaration: Declaration, found: Signature) -> None:
    declaration.signature, declaration.asked_at = found.summary(), None
    declaration.save(update_fields=["signed_file", "signed_at", "remote", "signature", "asked_at"])


@transaction.atomic
def _ask(declaration: Declaration, chain: list[bytes], now) -> None:
    """Keep the file and have the worker ask the authority, at most once a minute."""
    recently = declaration.asked_at and now - declaration.asked_at < datetime.timedelta(minutes=1)
    if not recently:
        declaration.asked_at, declaration.answer = now, ""
        seal = hashlib.sha256(b"".join(chain)).hexdigest()[:16]
        promise(
            "ask_revocation",
            key=f"revocation:{seal}:{int(now.timestamp()) // 60}",
            chain=[one.hex() for one in chain],
            declaration=declaration.pk,
        )
    declaration.save(update_fields=["signed_file", "signed_at", "remote", "asked_at", "answer"])
