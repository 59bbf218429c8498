"""Look-up by SMS (Article 12.2b): «BH HS <mã>», answered in full to the registered phone alone."""

import datetime
import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from catalog.eforms.identifiers import phone
from catalog.text import fold
from flows import limits, tracking
from flows.effects.notices import SMS_LENGTH
from flows.effects.sms import ascii_text
from flows.models import Dossier, InboundSms, Notice

KEEP = datetime.timedelta(days=90)
_ASKED = re.compile(r"^\W*(?:bh|tc)\W*hs\W*(?P<code>\S.*)$")

HELP = "BHXH: De tra cuu ho so, soan BH HS [ma so ho so], vi du BH HS 000.00.01.G24-261122-0001, gui tu so dien thoai da khai trong ho so."
NEUTRAL = "BHXH: Khong tim thay ho so mang ma nay gan voi so dien thoai cua Ong/Ba. Xin kiem tra lai ma so hoac tra cuu tren Cong Dich vu cong."
TOO_OFTEN = "BHXH: So dien thoai nay da tra cuu qua so lan trong mot gio. Xin thu lai sau."


def answer(sender: str, text: str, message_id: str) -> str:
    """The reply to one message, at most 160 plain characters; "" when nothing is to be sent.

    The same `message_id` again gets the same reply, and counts once.
    """
    with transaction.atomic():
        kept, is_new = InboundSms.objects.get_or_create(
            message_id=message_id, defaults={"sender": number(sender)[:20], "text": text[:500]}
        )
        if is_new:
            kept.reply = _reply(kept.sender, text)[:SMS_LENGTH]
            kept.save(update_fields=["reply"])
        return kept.reply


def _reply(sender: str, text: str) -> str:
    if not limits.hit("sms_lookup", sender, settings.SMS_LOOKUPS_PER_HOUR, 3600):
        # Said once an hour: a flood from a forged number is not answered at our cost.
        return TOO_OFTEN if limits.hit("sms_too_often", sender, 1, 3600) else ""
    asked = _ASKED.match(fold(text))
    if asked is None:
        return HELP
    dossier = _find(asked["code"])
    if dossier is None or not _is_registered(dossier, sender):
        return NEUTRAL
    return said(dossier)


def _find(typed: str) -> Dossier | None:
    """By everything behind the keyword, or by its first word when more was written."""
    for code in dict.fromkeys((typed, typed.split()[0])):
        matching = tracking.find(code[:120])
        found = matching.select_related("current_agency", "current_department", "submitter").first()
        if found:
            return found
    return None


def _is_registered(dossier: Dossier, sender: str) -> bool:
    known = {dossier.applicant_phone}
    if dossier.submitter and not dossier.submitter.is_staff:
        known.add(dossier.submitter.phone or "")
    return sender in known - {""}


def said(dossier: Dossier) -> str:
    """Status, office and due date in at most 160 characters; the office's name gives way first."""
    facts = tracking.facts(dossier)
    status = ascii_text(facts["status_label"]).replace("Bao hiem xa hoi", "BHXH")
    end = ""
    if facts["returned_on"]:
        end = f" Da tra ngay {facts['returned_on']:%d/%m/%Y}."
    elif facts["due_on"]:
        end = f" Hen tra ngay {facts['due_on']:%d/%m/%Y}."
    begin = f"HS {dossier.code}: {status}."
    room = SMS_LENGTH - len(begin) - len(end) - len(" Noi giai quyet: .")
    place = ascii_text(facts["agency"])[: max(room, 0)].strip(" ,")
    where = f" Noi giai quyet: {place}." if place else ""
    return f"{begin}{where}{end}"[:SMS_LENGTH]


def number(sender: str) -> str:
    """The sender in E.164; gateways write 84…, 0… or +84…."""
    digits = "".join(mark for mark in sender if mark.isdigit() and mark.isascii())
    for form in (sender, f"+{digits}"):
        try:
            return phone(form)
        except ValidationError:
            continue
    return sender.strip()


def delivered(provider_id: str, *, arrived: bool, word: str = "") -> bool:
    """A gateway's report on a notice that we sent, with its own word for it; False when it is none
    of ours. Late ones change nothing that is known to have arrived."""
    mine = Notice.objects.filter(channel=Notice.Channel.SMS, provider_id=provider_id)
    open_states = [Notice.State.SENT, Notice.State.FAILED] if arrived else [Notice.State.SENT]
    mine.filter(state__in=open_states).update(
        state=Notice.State.DELIVERED if arrived else Notice.State.FAILED,
        report=word[:40],
        reported_at=timezone.now(),
    )
    return mine.exists()


def forget_old(now=None) -> None:
    """Numbers and texts of messages are kept no longer than they help."""
    InboundSms.objects.filter(at__lt=(now or timezone.now()) - KEEP).delete()
