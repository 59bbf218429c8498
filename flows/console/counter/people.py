"""Finding an earlier applicant at the counter, so that nothing is typed twice."""

from django.contrib.auth import get_user_model
from django.db.models import Q

from flows.console import search
from flows.console.counter.forms import PERSON_FIELDS
from flows.models import Dossier

MOST = 10


def earlier(typed: str, *, by) -> list[dict]:
    """Applicants of dossiers in the clerk's reach, then accounts with exactly this number or phone."""
    found, seen = [], set()
    dossiers = (
        Dossier.objects.visible_to(by).filter(search.matching(typed)).order_by("-submitted_at")
    )
    for dossier in dossiers[: MOST * 3]:
        person = of_dossier(dossier)
        mark = (person["identifier"], person["name"])
        if mark not in seen and len(found) < MOST:
            seen.add(mark)
            found.append({**person, "from": f"dossier:{dossier.pk}"})
    digits = "".join(mark for mark in typed if mark.isdigit())
    if len(digits) >= 9:
        accounts = get_user_model().objects.filter(
            Q(identity_number=digits)
            | Q(tax_code=digits)
            | Q(social_insurance_number=digits)
            | Q(phone__endswith=digits.lstrip("0")),
            is_staff=False,
            is_active=True,
        )
        for account in accounts[:MOST]:
            person = of_account(account)
            if (person["identifier"], person["name"]) not in seen:
                found.append({**person, "from": f"account:{account.pk}"})
    return found[:MOST]


def chosen(reference: str, *, by) -> dict | None:
    """The person of a row of `earlier`, looked up again within the clerk's reach."""
    kind, _colon, key = reference.partition(":")
    if not key.isdigit():
        return None
    if kind == "dossier":
        dossier = Dossier.objects.visible_to(by).filter(pk=key).first()
        return of_dossier(dossier) if dossier else None
    account = get_user_model().objects.filter(pk=key, is_staff=False, is_active=True).first()
    return of_account(account) if account else None


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
