"""The leader signs the result before it is approved (ký số của lãnh đạo): prepare, sign, then approve.

The number on the sheet is the next of the office's book. It is taken at approval; when another result
took it meanwhile, or anything printed has changed, the sheet is made and signed anew: no gap, no double.
"""

import datetime
import hashlib
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimestampRequestError

from flows import codes
from flows.effects.outbox import promise
from flows.errors import DossierError
from flows.files import keep_bytes
from flows.gateways import time_stamping
from flows.gateways.signing_keys import REMOTE, opened
from flows.models import Dossier, ResultSheet, SigningCertificate, StoredFile
from flows.papers.declaration import ready_for_signature
from flows.papers.issuing import drafted, template_for
from flows.papers.rendering import compile_pdf
from flows.papers.sealing import LEADER, stamp_on
from flows.signatures import RevocationUnknown, refusals, verify_person
from flows.signatures.keys import KeySilent, KeyUnreadable, WrongPin
from flows.signatures.known import trust
from flows.signatures.sealing import seal
from flows.signatures.subjects import name_of

TRIES = 3  # when another result of the office took the number meanwhile


class PinRefused(DossierError):
    """The key stays closed: nothing more may be tried with this PIN or password."""


class SheetOutdated(DossierError):
    """What was signed is not what would be issued now: number, day or content moved on."""


def draft_sheet(dossier: Dossier, *, by, made: StoredFile | None = None, **extra) -> ResultSheet:
    """The sheet as it would be issued now, not yet drawn; inside the transaction that allows it.

    `made` is the result's file when another system made it.
    """
    at, agency = timezone.now(), dossier.current_agency
    number = codes.coming_result_number(agency)
    template = template_for(dossier, "result", timezone.localdate(at))
    data = drafted(dossier, template, by=by, number=number, at=at, **_named(made, extra))
    return ResultSheet(dossier=dossier, signer=by, template=template, data=data, prepared_at=at)


def draw(sheet: ResultSheet, made: StoredFile | None = None) -> ResultSheet:
    """Make the PDF and keep it in the place of an earlier one; the same content gives the same file."""
    standing = waiting(sheet.dossier, sheet.signer)
    if standing and _same(standing.data, sheet.data):
        return standing
    if made is None:
        content = compile_pdf(
            sheet.template.source, sheet.data, token=sheet.token, at=sheet.prepared_at
        )
    else:
        content = made.content()
    sheet.file = keep_bytes(ready_for_signature(content), "application/pdf")
    with transaction.atomic():
        ResultSheet.objects.filter(
            dossier=sheet.dossier, signer=sheet.signer, document=None
        ).delete()
        sheet.save()
    return sheet


def waiting(dossier: Dossier, signer) -> ResultSheet | None:
    """The sheet that lies before this person."""
    return (
        ResultSheet.objects.filter(dossier=dossier, signer=signer, document=None)
        .select_related("file", "signed_file")
        .first()
    )


def take_signed(sheet: ResultSheet, content: bytes) -> ResultSheet:
    """Verify the bytes as this sheet signed by its signer's own certificate, and keep them.

    SignatureRefused with the reason; RevocationUnknown when they are kept and the authority is asked.
    """
    found, refused = None, None
    now = timezone.now()
    try:
        found = _verified(sheet, content, now)
    except RevocationUnknown as refusal:
        refused = refusal
    sheet.signed_file, sheet.signed_at = keep_bytes(content, "application/pdf"), now
    sheet.signature = found.summary() if found else {}
    with transaction.atomic():
        sheet.save(update_fields=["signed_file", "signed_at", "signature"])
        if refused:
            _ask(refused.chain, now)
    if refused:
        raise refused
    return sheet


def judge_again(sheet: ResultSheet) -> ResultSheet:
    """Verify the kept file once more, when the authority may have answered meanwhile."""
    if sheet.signed_file is None:
        raise refusals.not_signed()
    return take_signed(sheet, sheet.signed_file.content())


def sign_with(
    sheet: ResultSheet, *, address: str = "", pin: str, code: str = "", pkcs12: bytes | None = None
) -> ResultSheet:
    """Sign the sheet with a key opened for this once: a PKCS#12 file, a token, a remote service.

    Nothing of key, PIN or code is kept. DossierError says what to do.
    """
    content, now = sheet.file.content(), timezone.now()
    try:
        with opened(address, pin, code=code, pkcs12=pkcs12) as key:
            signer = name_of(key.signing_cert.subject)
            signed = seal(
                content,
                key,
                field=LEADER,
                reason=sheet.data["title"][:200],
                stamp=stamp_on(content, signer, now, left=True),
                time_stamp_url=time_stamping.address(),
            )
    except WrongPin as error:
        raise PinRefused(_wrong_pin(address, error)) from error
    except (KeyUnreadable, FileNotFoundError, PermissionError) as error:
        raise DossierError(_("Không ký được: %s") % error) from error
    except (KeySilent, TimestampRequestError, SigningError) as error:
        raise DossierError(_("Chưa ký được, hãy thử lại sau ít phút: %s") % error) from error
    return take_signed(sheet, signed)


def _wrong_pin(address: str, error: WrongPin) -> str:
    """A key at the server has a PIN for its holder, whatever it lies in there."""
    if address and not address.startswith(REMOTE):
        return _("Mã PIN chưa đúng. Chưa ký gì; hãy nhập lại mã PIN của khóa ký.")
    return _("Không ký được: %s") % error


def issue_signed(sheet: Callable[[], ResultSheet], issue: Callable[[], object], **key):
    """Sign what `sheet()` draws with a key opened for this once, then `issue()`; both again when
    another result of the office took the number meanwhile. `key` is that of `sign_with`."""
    for tried in range(1, TRIES + 1):
        sign_with(sheet(), **key)
        try:
            return issue()
        except SheetOutdated:
            if tried == TRIES:
                raise
    return None


def spend(
    dossier: Dossier, *, by, number: str, made: StoredFile | None = None, **extra
) -> ResultSheet:
    """The signed sheet that approval issues, in its transaction; DossierError without a valid one.

    SheetOutdated when what would be issued now differs from what was signed.
    """
    sheet = waiting(dossier, by)
    if sheet is None or not sheet.signature:
        raise DossierError(
            _(
                "Kết quả của thủ tục này phải có chữ ký số của người phê duyệt. "
                "Hãy mở hồ sơ và ký văn bản kết quả trước khi phê duyệt."
            )
        )
    now = timezone.now()
    template = template_for(dossier, "result", timezone.localdate(now))
    data = drafted(dossier, template, by=by, number=number, at=now, **_named(made, extra))
    if not _same(sheet.data, data):
        raise SheetOutdated(
            _(
                "Số %(number)s đã cấp cho kết quả khác, hoặc nội dung đã thay đổi sau khi ký. "
                "Hãy tải lại văn bản và ký lại; chưa có số nào bị bỏ trống."
            )
            % {"number": sheet.data["number"]}
        )
    _verified(sheet, sheet.signed_file.content(), now)
    sheet.dossier = dossier
    return sheet


def _verified(sheet: ResultSheet, content: bytes, now):
    own = SigningCertificate.objects.in_use(sheet.signer, now)
    return verify_person(
        content,
        original=sheet.file.content(),
        fingerprints=set(own.values_list("fingerprint", flat=True)),
        trust=trust(now),
        at=now,
    )


def _named(made: StoredFile | None, extra: dict) -> dict:
    """What the act adds to the paper, with the digest of a file that stands in its place."""
    return extra | ({"made_sha256": made.sha256} if made else {})


def _same(one: dict, other: dict) -> bool:
    """Whether two sheets print the same: of the moment only the day is printed."""
    return _by_day(one) == _by_day(other)


def _by_day(data: dict) -> dict:
    return data | {"at": [data["at"][part] for part in ("day", "month", "year")]}


def _ask(chain: list[bytes], now: datetime.datetime) -> None:
    """The worker asks the authority, at most once a minute for one chain."""
    mark = hashlib.sha256(b"".join(chain)).hexdigest()[:16]
    promise(
        "ask_revocation",
        key=f"revocation:{mark}:{int(now.timestamp()) // 60}",
        chain=[one.hex() for one in chain],
    )
