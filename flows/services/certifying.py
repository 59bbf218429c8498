"""An organisation registers its certificate with its account (đăng ký chứng thư số, Article 11.1).

No filing depends on it: each is judged by the certificate that signed it (declaring.py).
"""

import hashlib
import uuid
from dataclasses import dataclass

from asn1crypto import x509
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from flows.effects import promise, send_mail, send_sms
from flows.errors import DossierError
from flows.models import Declaration, OrganisationCertificate
from flows.signatures import SignatureRefused, certificates, pades, xades
from flows.signatures.known import trust

User = get_user_model()
REGISTERED, OTHER = "registered", "other"  # how a signature stands to what the account registered


@dataclass(frozen=True)
class Judged:
    """A certificate that may be registered, and the chain (DER) to ask its authority about."""

    certificate: x509.Certificate
    to_ask: list[bytes]


def read(uploaded) -> list[x509.Certificate]:
    """The certificates of an uploaded file, which is kept nowhere. SignatureRefused."""
    if uploaded.size > certificates.LARGEST_KB * 1024:
        raise certificates.too_large()
    uploaded.seek(0)
    return certificates.read(uploaded.read())


def judge(found: list[x509.Certificate], *, tax_code: str) -> Judged:
    """Whether the organisation may register it now. SignatureRefused."""
    now = timezone.now()
    to_ask = certificates.judge(found, tax_code=tax_code, trust=trust(now), at=now)
    return Judged(found[0], to_ask)


@transaction.atomic
def register(account, judged: Judged, *, by) -> OrganisationCertificate:
    """The account's certificate from now on; the one before stays in its history, and its contacts hear
    of the change. The same again changes nothing."""
    account = User.objects.select_for_update().get(pk=account.pk)
    if account.kind != User.Kind.ORGANISATION:
        raise DossierError(_("Chỉ tài khoản của tổ chức, đơn vị đăng ký chứng thư số."))
    before = account.certificates.current().first()
    made = OrganisationCertificate.of(judged.certificate, account=account, registered_by=by)
    if before and before.fingerprint == made.fingerprint:
        return before
    if before:
        before.replaced_at = made.registered_at
        before.save(update_fields=["replaced_at"])
    made.save()
    account.note("certificate", by=by, before=before and before.summary(), after=made.summary())
    if before:
        _tell(account, made)
    if judged.to_ask:
        _ask(judged.to_ask)
    return made


def fault(registered: OrganisationCertificate) -> str:
    """Why nothing can be signed with it any more, as far as is known; empty while it holds."""
    try:
        judge([registered.certificate], tax_code=registered.account.tax_code)
    except SignatureRefused as refusal:
        # Its chain held when it was registered; it may have been built over certificates of the file.
        return "" if refusal.code == "unknown_root" else str(refusal)
    return ""


def compared(tax_code: str, fingerprint: str) -> str:
    """How a signature stands to what the organisation registered: REGISTERED, OTHER, or empty when it
    registered nothing."""
    known = OrganisationCertificate.objects.current().filter(account__tax_code=tax_code)
    prints = set(known.values_list("fingerprint", flat=True))
    if not prints:
        return ""
    return REGISTERED if fingerprint in prints else OTHER


def last_signed(account) -> Declaration | None:
    """The newest declaration that the account filed by a certificate other than the registered one,
    while that certificate lasts."""
    newest = (
        account.declarations.filter(tax_code=account.tax_code, used_at__isnull=False)
        .exclude(signed_file=None).select_related("file", "signed_file").order_by("-used_at").first()
    )  # fmt: skip
    if newest is None or newest.signature.get("valid_to", "") <= timezone.now().isoformat():
        return None
    current = account.certificates.current().first()
    is_other = current is None or current.fingerprint != newest.signature["fingerprint"]
    return newest if is_other else None


def register_last_signed(account, *, by) -> OrganisationCertificate:
    """Register the certificate of `last_signed`, judged anew. DossierError."""
    newest = last_signed(account)
    if newest is None:
        raise DossierError(_("Chứng thư số của lần ký gần nhất đã được đăng ký."))
    signer_of = xades.signer_of if newest.is_xml else pades.signer_of
    found = signer_of(newest.signed_file.content())
    return register(account, judge([found], tax_code=account.tax_code), by=by)


def _tell(account, made: OrganisationCertificate) -> None:
    """Each verified contact hears it: who did not do this should act."""
    subject = _("Chứng thư số của tài khoản đã được thay")
    text = _(
        "Tài khoản của đơn vị vừa đăng ký chứng thư số do %(issuer)s cấp, hiệu lực đến %(until)s. Nếu đơn "
        "vị không thay, hãy đổi mật khẩu ngay."
    ) % {"issuer": made.issuer, "until": f"{timezone.localtime(made.valid_to):%d/%m/%Y}"}
    key = f"account:{uuid.uuid4()}"
    if account.email:
        send_mail(account.email, subject, text, key=key)
    if account.phone and account.phone_verified:
        send_sms(account.phone, f"{subject}. {text}", key=f"{key}:sms")


def _ask(chain: list[bytes]) -> None:
    """Have the worker ask the authority, so that the account page knows of a revocation."""
    seal = hashlib.sha256(b"".join(chain)).hexdigest()[:16]
    minute = int(timezone.now().timestamp()) // 60
    promise("ask_revocation", key=f"revocation:{seal}:{minute}", chain=[one.hex() for one in chain])
