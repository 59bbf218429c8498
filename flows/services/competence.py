"""Which office a filing belongs to (thẩm quyền): proposed before it is filed, settled when it is
taken in."""

from catalog.competence import Competent, competent
from flows.models import Dossier, Draft


def of_draft(draft: Draft) -> Competent | None:
    """The competent office by what the draft says so far; None while its rules cannot be answered."""
    return competent(
        draft.version, case=draft.case, agency=draft.agency, applicant=draft.applicant,
        answers=draft.answers,
    )  # fmt: skip


def of_dossier(dossier: Dossier) -> Competent | None:
    """The same by what was filed last; None where the version has no rules."""
    has_rules = getattr(dossier, "has_rules", None)  # the lock has asked already
    if has_rules is None:
        has_rules = dossier.version.competence_rules.exists()
    if not has_rules:
        return None
    submission = dossier.current_submission
    return competent(
        dossier.version, case=dossier.case, agency=dossier.agency, applicant=_applicant(dossier),
        answers=submission.answers if submission else {},
    )  # fmt: skip


def settle(dossier: Dossier, found: Competent | None) -> None:
    """Keep on the dossier who is competent and why; the caller saves it.

    Nobody but the office that took it in, when the rules name it or cannot be answered.
    """
    elsewhere = found is not None and found.agency.pk != dossier.agency_id
    dossier.competent_agency = found.agency if elsewhere else None
    dossier.competence_reason = found.reason[:400] if elsewhere else ""


def _applicant(dossier: Dossier) -> dict:
    draft = getattr(dossier, "draft", None)
    asked = draft.applicant if draft else {}
    return asked | {
        "kind": dossier.applicant_kind,
        "insurance_number": dossier.applicant_insurance_number,
    }
