"""Finding an earlier applicant at the counter, so that nothing is typed twice.

Only the clerk's own reach is searched by name; an account opens to its exact number alone.
"""

import logging

from django.contrib.auth import get_user_model
from django.core import signing
from django.db.models import Q
from django.utils.translation import gettext as _

from flows import limits
from flows.console import search
from flows.console.counter.forms import PERSON_FIELDS
from flows.errors import DossierError
from flows.models import Dossier

MOST = 10
REFERENCE_LIVES = 30 * 60  # seconds between finding a person and choosing them
LOOK_UPS = 60  # of accounts by number, per clerk and hour: more than a busy counter needs

logger = logging.getLogger(__name__)


def earlier(typed: str, *, by) -> list[dict]:
    """Applicants of dossiers in the clerk's reach, then accounts with exactly this number or phone.

    Looking accounts up is logged (who and what kind, no number); DossierError after too many.
    """
    found, seen = [], set()
    dossiers = (
        Dossier.objects.visible_to(by).filter(search.matching(typed)).order_by("-submitted_at")
    )
    for dossier in dossiers[: MOST * 3]:
        _add(found, seen, of_dossier(dossier), _reference("dossier", dossier.pk, by))
    digits = "".join(mark for mark in typed if mark.isdigit())
    if len(digits) >= 9:
        for account in _accounts(digits, by=by):
            _add(found, seen, of_account(account), _reference("account", account.pk, by))
    return found[:MOST]


def chosen(reference: str, *, by) -> dict | None:
    """The person of a row of `earlier` that this clerk was shown within the last half hour."""
    try:
        kind, pk = signing.loads(reference, salt=_salt(by), max_age=REFERENCE_LIVES)
    except (signing.BadSignature, ValueError):
        return None
    if kind == "dossier":
        dossier = Dossier.objects.visible_to(by).filter(pk=pk).first()
        return of_dossier(dossier) if dossier else None
    account = _people().filter(pk=pk).first()
    return of_account(account) if account else None


def as_typed(typed: str) -> dict:
    """What was looked for in vain begins the form when it can only be an identity number."""
    number = "".join(typed.split())
    return {"identifier": number} if number.isdigit() and len(number) == 12 else {}


def of_dossier(dossier: Dossier) -> dict:
    return {name: getattr(dossier, f"applicant_{name}") for name in PERSON_FIELDS}


def of_account(account) -> dict:
    organisation = account.kind == account.Kind.ORGANISATION
    return {
        "kind": "organisation" if organisation else "person",
        "name": account.full_name,
        "identifier": account.tax_code if organisation else account.identity_number,
        "insurance_number": account.social_insurance_number,
        "phone": account.phone or "",
        "email": account.email,
        "address": account.address,
    }


def _accounts(digits: str, *, by):
    if not limits.hit("counter-lookup", str(by.pk), LOOK_UPS, 3600):
        logger.warning("counter look-up refused: too many by user %s", by.pk)
        raise DossierError(
            _(
                "Bạn đã tra cứu quá nhiều lần trong giờ này. Hãy ghi thông tin theo giấy tờ tùy thân."
            )
        )
    national = digits.removeprefix("84").lstrip("0")
    accounts = list(
        _people().filter(
            Q(identity_number=digits)
            | Q(tax_code=digits)
            | Q(social_insurance_number=digits)
            | Q(phone=f"+84{national}")
        )[:MOST]
    )
    logger.info("counter look-up by user %s: %d account(s) by exact number", by.pk, len(accounts))
    return accounts


def _people():
    return get_user_model().objects.filter(is_staff=False, is_active=True)


def _salt(by) -> str:
    return f"flows.counter.people:{by.pk}"


def _reference(kind: str, pk: int, by) -> str:
    """Signed for this clerk: a reference cannot be counted up, kept or passed on."""
    return signing.dumps([kind, pk], salt=_salt(by))


def _add(found: list, seen: set, person: dict, reference: str) -> None:
    mark = (person["identifier"], person["name"])
    if mark not in seen and len(found) < MOST:
        seen.add(mark)
        found.append({**person, "from": reference})
