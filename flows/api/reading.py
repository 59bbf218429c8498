"""A dossier as JSON for systems: facts, papers, what was issued, and the history the applicant reads."""

from django.conf import settings
from django.utils import timezone

from flows import tracking
from flows.models import Dossier
from flows.status import key_of, national_code, public_status


def day(moment):
    """The day in Vietnam as ISO text, or None."""
    return timezone.localtime(moment).date().isoformat() if moment else None


def whole(dossier: Dossier) -> dict:
    """Everything a system within reach may read; the number of queries does not depend on it."""
    status = public_status(dossier)
    submission = dossier.current_submission
    return {
        "code": dossier.code,
        "office_number": dossier.office_number,
        "external_code": dossier.external_code or None,
        "procedure": _named(dossier.procedure),
        "case": _named(dossier.case),
        "agency": _named(dossier.agency),
        "current_agency": _named(dossier.current_agency),
        "department": tracking.departments_of(dossier),
        "applicant": {
            "kind": dossier.applicant_kind,
            "name": dossier.applicant_name,
            "identifier": dossier.applicant_identifier,
            "insurance_number": dossier.applicant_insurance_number,
            "phone": dossier.applicant_phone,
            "email": dossier.applicant_email,
            "address": dossier.applicant_address,
        },
        "answers": submission.answers if submission else {},
        "channel": dossier.channel,
        "result_channel": dossier.result_channel,
        "state": dossier.state,
        "status": status.key,
        "status_label": status.label,
        "status_detail": status.detail,
        "national_code": national_code(dossier),
        "submitted_at": dossier.submitted_at,
        "received_at": dossier.received_at,
        "due_at": dossier.due_at,
        "returned_at": dossier.returned_at,
        "papers": [_paper(paper) for paper in _papers(dossier)],
        "issued": [_issued(paper) for paper in dossier.issued.all()],
        "history": _history(dossier),
    }


def _named(row) -> dict:
    return {"code": row.code, "name": row.name}


def _papers(dossier: Dossier):
    return dossier.documents.in_force().select_related("component", "file")


def _paper(paper) -> dict:
    return {
        "component": paper.component.code if paper.component else paper.question_key or None,
        "name": paper.name,
        "sha256": paper.file.sha256 if paper.file else None,
        "verdict": paper.verdict,
        "note": paper.note,
    }


def _issued(paper) -> dict:
    return {
        "kind": paper.kind,
        "title": paper.title,
        "number": paper.number,
        "issued_at": paper.issued_at,
        "is_valid": paper.is_valid,
        "sha256": paper.sha256,
        "verify_url": f"{settings.BASE_URL}/xac-minh/{paper.token}/",
    }


def _history(dossier: Dossier) -> list[dict]:
    """What the applicant reads of the journal; no officer is named."""
    events, received = [], False
    for entry in dossier.journal.exclude(public_text=""):
        received = received or entry.state_after in ("received", "processing")
        events.append(
            {
                "at": entry.at,
                "status": key_of(entry.state_after, dossier.outcome_positive, received),
                "text": entry.public_text,
                "agency": entry.agency_name,
                "department": entry.department_name,
            }
        )
    return events
