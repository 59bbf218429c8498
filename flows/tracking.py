"""Finding a dossier by what people type, and the public look-up of Article 12."""

import hmac
from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.utils import timezone

from flows import limits
from flows.models import Dossier, State
from flows.models.dossier import fold_code
from flows.status import public_status

PER_MINUTE = 30  # look-ups from one address, by page and by API together
# Wrong checks for one number in a day, from wherever: four digits could be walked through, and are no
# secret to who knows the person; the code on the paper stays good when those are used up.
SHORT, WRONG_SHORT, WRONG_LONG, DAY = 4, 20, 500, 86400


def may_look_up(address: str) -> bool:
    """Whether this address may ask once more this minute."""
    return limits.hit("track", address, PER_MINUTE, 60)


def find(typed: str):
    """Dossiers with this code or office number, with or without punctuation, or with this slip's QR."""
    typed = typed.strip()
    if "/xac-minh/" in typed:
        token = typed.split("/xac-minh/", 1)[1].split("/", 1)[0]
        return Dossier.objects.filter(issued__token=token)
    folded = fold_code(typed)
    if not folded:
        return Dossier.objects.none()
    return Dossier.objects.filter(Q(code_folded=folded) | Q(office_number_folded=folded))


def guarded(number: str, check: str, find: Callable[[], Any]) -> Any:
    """What `find()` finds, unless checks for this number were wrong too often today, wherever from.

    Numbers that exist and others are counted alike; what was right is not counted.
    """
    is_short = len(check.strip()) <= SHORT
    scope, limit = ("check_short", WRONG_SHORT) if is_short else ("check", WRONG_LONG)
    key = fold_code(number.strip())
    if limits.is_spent(scope, key, limit, DAY):
        return None
    # Counted afterwards: a few at once overshoot by as many, and what is right costs no write.
    if not (found := find()):
        limits.hit(scope, key, limit, DAY)
    return found


def checks_out(dossier: Dossier, check: str) -> bool:
    """Whether `check` is the slip's code, or the last four digits of the phone or identity number."""
    digits = "".join(mark for mark in check if mark.isdigit())
    known = [dossier.check_code, dossier.applicant_phone[-4:], dossier.applicant_identifier[-4:]]
    # Every comparison is made, so that the time does not tell which one was near.
    return sum(hmac.compare_digest(digits, answer) for answer in known if len(answer) >= 4) > 0


def lookup(code: str, check: str) -> dict | None:
    """Exactly the items of Article 12, or None for an unknown code and for a wrong check alike."""
    dossier = find(code).with_tracking_data().first()
    number = dossier.code if dossier else code
    digits = "".join(mark for mark in check if mark.isdigit())
    if not guarded(number, digits, lambda: dossier and checks_out(dossier, check)):
        return None
    return facts(dossier)


def facts(dossier: Dossier) -> dict:
    """The items of Article 12 of one dossier, for whoever was found to be allowed to ask."""
    status = public_status(dossier)
    ended = (
        dossier.is_closed and not dossier.returned_at
    )  # nothing is to come on the day once promised
    return {
        "code": dossier.code,
        "agency": place_of(dossier),
        "department": departments_of(dossier),
        "received_on": _day(dossier.received_at),
        "due_on": None if ended else _day(dossier.due_at),
        "first_due_on": None if ended else _day(dossier.first_due_at),
        "is_put_off": dossier.first_due_at != dossier.due_at and dossier.was_put_off,
        "returned_on": _day(dossier.returned_at),
        "status": status.key,
        "status_label": status.label,
        "status_detail": status.detail,
        "status_tone": status.tone,
        "is_paused": dossier.state == State.SUPPLEMENT_REQUESTED,
    }


def place_of(dossier: Dossier) -> str:
    """The agency that deals with it now; after a merger also what it is called today."""
    agency = dossier.current_agency
    if agency.successor_id and not agency.is_active():
        return f"{agency.name} (nay là {agency.successor.name})"
    return agency.name


def departments_of(dossier: Dossier) -> str:
    return dossier.current_department.name if dossier.current_department else ""


def _day(moment):
    return timezone.localtime(moment).date() if moment else None
