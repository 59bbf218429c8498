"""An organisation's signer allows the signature on the own phone (xác nhận ký số trên điện thoại).

The service is asked for exactly one hash of exactly one declaration, and asked again until the signer
has answered. What it gives then (SAD) is used at once and kept nowhere.
"""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from flows.errors import DossierError
from flows.gateways.remote_signing import Permit, RemoteService, algorithm_of, check
from flows.models import Declaration, PhoneSigning
from flows.services import signing_remotely
from flows.services.signing_remotely import Provider
from flows.signatures.keys import Declined, KeySilent, Lapsed, WrongPin
from flows.signatures.later import AbsentKey, filled_pdf, filled_xml

MINUTES = 5  # for the signer to answer
SECONDS_BETWEEN = 2  # two questions to the service


class AskedOnPhone(Exception):
    """Nothing is wrong: the signer has not answered yet. `is_silent`: the service did not say."""

    def __init__(self, *, is_silent: bool = False):
        super().__init__()
        self.is_silent = is_silent


def waiting(declaration: Declaration) -> PhoneSigning | None:
    """What the signer of this declaration is being asked on the phone."""
    return PhoneSigning.objects.open().filter(declaration=declaration).first()


def ask(declaration: Declaration, provider: Provider, *, account: str, name: str) -> Declaration:
    """Ask the signer for exactly this declaration. AskedOnPhone while the answer is awaited; a service
    that waits for the signer itself gives the signed declaration at once.

    DossierError with the reason. Call it outside the transaction of the act.
    """
    forget(declaration)
    with signing_remotely.talking(provider, declaration) as service:
        credential = service.credential(name)
        signing_remotely.fits(credential, declaration)
        key = AbsentKey(credential.chain)
        content, now = signing_remotely.signed_by(key, declaration), timezone.now()
        try:
            permit = service.permit(name, key.digest, what=declaration.title)
        except WrongPin:  # a service that waited for the signer itself
            raise DossierError(_declined()) from None
        made = PhoneSigning(
            declaration=declaration, provider=provider.code, account=account, credential=name,
            handle=permit.handle, content=content, digest=key.digest.hex(), begun_at=now,
            ends_at=now + datetime.timedelta(minutes=MINUTES),
        )  # fmt: skip
        if permit.handle:
            made.save()
            raise AskedOnPhone
        signed = _signed(service, made, permit)
    return signing_remotely.take(declaration, signed, provider, account)


def ask_again(declaration: Declaration) -> Declaration:
    """The signed declaration once the signer has agreed. AskedOnPhone until then; DossierError when it
    ended otherwise: nothing is signed, and nothing is left that could be."""
    asked = PhoneSigning.objects.filter(declaration=declaration).first()
    if asked is None:
        raise DossierError(_("Không có lượt ký nào đang chờ trên điện thoại. Hãy ký lại."))
    provider = signing_remotely.providers().get(asked.provider)
    if provider is None or asked.ends_at <= timezone.now():
        raise _ended(asked, _too_late())
    if not _is_our_turn(asked):
        raise AskedOnPhone
    with signing_remotely.talking(provider, declaration, again=True) as service:
        permit = _answer(service, asked)
        asked.delete()  # whatever comes now, this permit signs once or never
        signed = _signed(service, asked, permit)
    return signing_remotely.take(declaration, signed, provider, asked.account)


def forget(declaration: Declaration) -> None:
    """Give up: an answer that comes later signs nothing."""
    PhoneSigning.objects.filter(declaration=declaration).delete()


def forget_ended() -> int:
    """What nobody answered in time goes; how many."""
    return PhoneSigning.objects.filter(ends_at__lte=timezone.now()).delete()[0]


def _is_our_turn(asked: PhoneSigning) -> bool:
    """Two windows, or an impatient finger, ask the service once."""
    now = timezone.now()
    before = now - datetime.timedelta(seconds=SECONDS_BETWEEN)
    rows = PhoneSigning.objects.filter(pk=asked.pk)
    return bool(rows.exclude(asked_at__gt=before).update(asked_at=now))


def _answer(service: RemoteService, asked: PhoneSigning) -> Permit:
    try:
        permit = service.permit_again(asked.handle)
    except Declined:
        raise _ended(asked, _declined()) from None
    except Lapsed:
        raise _ended(asked, _too_late()) from None
    except KeySilent:
        raise AskedOnPhone(is_silent=True) from None
    if permit.handle:
        PhoneSigning.objects.filter(pk=asked.pk).update(handle=permit.handle)
        raise AskedOnPhone
    return permit


def _signed(service: RemoteService, asked: PhoneSigning, permit: Permit) -> bytes:
    """The ready declaration with the service's signature of its hash, by the key that was shown."""
    name, digest = asked.credential, bytes.fromhex(asked.digest)
    credential = service.credential(name)
    signing_remotely.fits(credential, asked.declaration)
    certificate = credential.chain[0]
    value = service.signature(name, digest, algorithm_of(certificate), permit)
    check(certificate, value, digest)
    if asked.declaration.is_xml:
        return filled_xml(bytes(asked.content), value, certificate)
    return filled_pdf(bytes(asked.content), value)


def _ended(asked: PhoneSigning, why: str) -> DossierError:
    asked.delete()
    return DossierError(why)


def _declined() -> str:
    return _(
        "Yêu cầu ký đã bị từ chối trên điện thoại. Chưa có gì được ký hay gửi; có thể ký lại hoặc sửa "
        "nội dung."
    )


def _too_late() -> str:
    return _(
        "Đã quá thời hạn xác nhận trên điện thoại. Chưa có gì được ký hay gửi; hãy ký lại khi có điện "
        "thoại bên mình."
    )
