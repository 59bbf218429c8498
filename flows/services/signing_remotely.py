"""An organisation signs its declaration by a key that a service keeps (ký số từ xa, Article 17).

Only the hash of exactly our declaration leaves the house, and what comes back passes the verification
of an uploaded file. PIN and one-time code pass through and are kept nowhere.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from asn1crypto import x509
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import Signer

from flows import limits
from flows.errors import DossierError
from flows.gateways.remote_signing import Credential, RemoteKey, RemoteService
from flows.models import Declaration
from flows.papers.sealing import stamp_on
from flows.services import declaring
from flows.signatures import refusals
from flows.signatures.keys import KeySilent, KeyUnreadable, WrongPin
from flows.signatures.sealing import seal
from flows.signatures.subjects import name_of, tax_codes
from flows.signatures.xades_sealing import seal_xml

FIELD = "ToChucKySo"
MOST_KEYS = 10  # of one account that are looked at
CALLS_PER_HOUR = 30  # of one person, whichever service and account


class PinRefused(DossierError):
    """The service does not take the PIN or the one-time code."""


@dataclass(frozen=True)
class Provider:
    """A remote signing service of the settings, as people know it."""

    code: str
    name: str
    url: str
    client: str
    secret: str

    def service(self) -> RemoteService:
        return RemoteService(self.url, self.client, self.secret)


@dataclass(frozen=True)
class Offer:
    """A certificate of the organisation at the service, and what its key asks for."""

    name: str
    signer: str
    issuer: str
    until: str
    wants_pin: bool
    wants_code: bool
    sends_code: bool
    is_on_phone: bool


def providers() -> dict[str, Provider]:
    """The services that are configured, by code."""
    return {one["code"]: Provider(**one) for one in settings.REMOTE_SIGNERS}


def remembered(declaration: Declaration) -> dict:
    """{provider, name, account} of the last one that this person had a service sign for the same
    organisation, or nothing."""
    known = {"made_by": declaration.made_by_id, "tax_code": declaration.tax_code}
    signed = Declaration.objects.filter(**known).exclude(remote={}).order_by("-signed_at")
    return signed.values_list("remote", flat=True).first() or {}


def offers(declaration: Declaration, provider: Provider, account: str) -> list[Offer]:
    """The account's certificates that may sign this declaration; DossierError says why there is none."""
    found, refused = [], None
    with talking(provider, declaration) as service:
        names = service.names(account)[:MOST_KEYS]
        for name in names:
            try:
                credential = service.credential(name)
                fits(credential, declaration)
            except (KeyUnreadable, DossierError) as error:
                refused = refused or error
            else:
                found.append(_offer(credential))
        if refused and not found:
            raise refused
    if not found:
        raise DossierError(
            _("Tài khoản này không có chứng thư số nào tại %s. Hãy kiểm tra lại tài khoản.")
            % provider.name
        )
    return found


def send_code(declaration: Declaration, provider: Provider, name: str) -> None:
    """Have the service send its one-time code for this key."""
    with talking(provider, declaration) as service:
        service.send_code(name)


@sensitive_variables("pin", "code")
def sign(
    declaration: Declaration,
    provider: Provider,
    *,
    account: str,
    name: str,
    pin: str,
    code: str = "",
) -> Declaration:
    """Sign exactly this declaration at the service, then verify and keep it as an uploaded file.

    PinRefused, SignatureRefused, DossierError with the reason; RevocationUnknown when the signed file is
    kept and the authority is asked. Call it outside the transaction of the act.
    """
    with talking(provider, declaration) as service:
        key = RemoteKey(service, name, pin=pin, code=code)
        # Before the PIN leaves: nobody tries PINs of somebody else's key through this page.
        fits(key.credential, declaration)
        signed = signed_by(key, declaration)
    return take(declaration, signed, provider, account)


def signed_by(key: Signer, declaration: Declaration) -> bytes:
    """Exactly this declaration under a signature of `key`: PAdES with a visible stamp, or XAdES."""
    original = declaration.file.content()
    if declaration.is_xml:
        return seal_xml(original, key)
    signer = name_of(key.signing_cert.subject)
    return seal(
        original, key, field=FIELD, reason=declaration.title[:200],
        stamp=stamp_on(original, signer, timezone.now()),
    )  # fmt: skip


def take(declaration: Declaration, signed: bytes, provider: Provider, account: str) -> Declaration:
    """Verify and keep what the service signed as an uploaded file, with where it came from."""
    remote = {"provider": provider.code, "name": provider.name, "account": account}
    file = ContentFile(signed, name=f"to-khai-da-ky-so{declaration.suffix}")
    return declaring.take_signed(declaration, file, remote=remote)


@contextmanager
def talking(
    provider: Provider, declaration: Declaration, *, again: bool = False
) -> Iterator[RemoteService]:
    """A conversation with the service for this declaration; what fails is told in a sentence. `again`
    goes on with one that was counted."""
    who = str(declaration.made_by_id)
    if not again and not limits.hit("remote_signing", who, CALLS_PER_HOUR, 3600):
        raise DossierError(
            _(
                "Đã thử ký số từ xa quá nhiều lần. Hãy thử lại sau một giờ, hoặc ký ở máy rồi gửi tệp."
            )
        )
    try:
        yield provider.service()
    except WrongPin:
        raise PinRefused(
            _(
                "%s không nhận mã PIN hoặc mã OTP này. Hãy nhập lại; nhập sai nhiều lần thì nhà cung cấp "
                "khóa chứng thư."
            )
            % provider.name
        ) from None
    except KeyUnreadable as error:
        raise DossierError(
            _(
                "Không ký được qua %(provider)s: %(why)s. Hãy liên hệ nhà cung cấp, hoặc ký ở máy rồi "
                "gửi tệp."
            )
            % _told(provider, error)
        ) from None
    except (KeySilent, SigningError) as error:
        raise DossierError(
            _(
                "Chưa ký được qua %(provider)s: %(why)s. Hãy thử lại sau ít phút, hoặc ký ở máy rồi gửi "
                "tệp."
            )
            % _told(provider, error)
        ) from None


def _told(provider: Provider, error: Exception) -> dict:
    return {"provider": provider.name, "why": str(error).rstrip(".")}


def fits(credential: Credential, declaration: Declaration) -> None:
    """SignatureRefused for another's certificate, KeyUnreadable for a key that we cannot open."""
    certificate = credential.chain[0]
    if declaration.tax_code.replace("-", "") not in tax_codes(certificate):
        raise refusals.other_signer(name_of(certificate.subject), declaration.tax_code)
    if not credential.is_ours_to_open:
        raise KeyUnreadable(_("khóa ký này chỉ mở được trên trang của nhà cung cấp"))


def _offer(credential: Credential) -> Offer:
    certificate: x509.Certificate = credential.chain[0]
    return Offer(
        name=credential.name,
        signer=name_of(certificate.subject),
        issuer=name_of(certificate.issuer),
        until=f"{timezone.localtime(certificate.not_valid_after):%d/%m/%Y}",
        wants_pin=credential.wants_pin,
        wants_code=credential.wants_code,
        sends_code=credential.sends_code,
        is_on_phone=credential.is_on_phone,
    )
