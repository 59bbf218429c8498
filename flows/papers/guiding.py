"""The slip that shows somebody the right office (phiếu hướng dẫn): issued without a dossier."""

from catalog.eforms.identifiers import phone_as_read
from catalog.models import SlipTemplate
from flows.models import Guidance, IssuedDocument
from flows.papers.office_papers import issue_alone


def issue_guidance(guidance: Guidance, *, by) -> IssuedDocument:
    """Issue the slip of one guidance, inside the act that gives it."""
    place, procedure = guidance.to_agency, guidance.procedure
    guidance.issued = issue_alone(
        SlipTemplate.Kind.GUIDANCE,
        agency=guidance.agency,
        by=by,
        number=guidance.number,
        check=guidance.check_code,
        at=guidance.at,
        guidance={
            "person": guidance.person_name,
            "phone": phone_as_read(guidance.person_phone),
            "matter": guidance.matter,
            "procedure": f"{procedure.name} ({procedure.code})" if procedure else "",
            "place": guidance.place,
            "address": place.address if place else "",
            "place_phone": place.phone if place else "",
            "advice": guidance.advice,
            "check": guidance.check_code,
        },
    )
    guidance.save(update_fields=["issued"])
    return guidance.issued
