"""The daily head of the journal as others hold it: its published text, signed and time-stamped."""

import asyncio

from asn1crypto import cms
from django.conf import settings
from django.utils import timezone
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms

from flows.audit.chain import canonical
from flows.errors import EffectError
from flows.gateways import time_stamping
from flows.gateways.signing_keys import opened
from flows.models import AnchorSignature, JournalAnchor
from flows.papers.sealing import key_address
from flows.signatures.keys import KeyUnreadable
from flows.signatures.known import trust
from flows.signatures.sealing import TimeStamper
from flows.signatures.subjects import name_of


def text_of(anchor: JournalAnchor) -> bytes:
    """What is published and signed: the same bytes for the same anchor, for ever."""
    return canonical(published(anchor))


def published(anchor: JournalAnchor) -> dict:
    """What others learn of a day: how many entries, the head before it, its own."""
    return {
        "day": anchor.day.isoformat(),
        "entries": anchor.count,
        "previous_hash": anchor.previous_hash,
        "hash": anchor.hash,
    }


def sign_days(most: int = 31) -> int:
    """Sign the anchors that have no signature yet, oldest first, with the agency's key; how many.

    Nothing without a key. EffectError when key or time-stamp do not answer: the next round tries again.
    """
    address = key_address()
    waiting = list(JournalAnchor.objects.filter(signature=None).order_by("day")[:most])
    if not address or not waiting:
        return 0
    try:
        with opened(address, settings.SEAL_PASSWORD) as key:
            for anchor in waiting:
                _sign(anchor, key)
    except (OSError, KeyUnreadable, SigningError, TimestampRequestError) as error:
        raise EffectError(f"Chưa ký được mốc nhật ký ({type(error).__name__}).") from error
    return len(waiting)


def fault_of(signature: AnchorSignature) -> str:
    """Why it is no proof of exactly this anchor: altered, or of nobody whom we believe; "" when it is."""
    status = _status(signature)
    if not (status and status.intact and status.valid):
        return "chữ ký của mốc ngày không còn khớp"
    if not status.trusted:
        return "chứng thư ký mốc ngày không dẫn tới gốc nào trong danh sách chứng thư tin cậy"
    return ""


def _sign(anchor: JournalAnchor, key) -> None:
    url = time_stamping.address()
    stamper = TimeStamper(url) if url else None
    made = asyncio.run(key.async_sign_general_data(text_of(anchor), "sha256", timestamper=stamper))
    AnchorSignature.objects.get_or_create(
        anchor=anchor,
        defaults={
            "content": made.dump(),
            "signer": name_of(key.signing_cert.subject)[:255],
            "is_time_stamped": bool(url),
            "signed_at": timezone.now(),
        },
    )


def _status(signature: AnchorSignature):
    """The library's verdict; None for what is no signature."""
    try:
        signed = cms.ContentInfo.load(bytes(signature.content), strict=True)["content"]
        # What was altered is asked here: the heads of a demo hold whether or not DEMO is set now.
        believed = trust(signature.signed_at, with_demo=True)
        context = believed.lenient_context(at=signature.signed_at)
        return asyncio.run(
            async_validate_detached_cms(
                text_of(signature.anchor), signed, signer_validation_context=context
            )
        )
    except (SignatureValidationError, SigningError, ValueError, KeyError, TypeError):
        return None
