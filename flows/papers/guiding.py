"""The slip that shows somebody the right office (phiếu hướng dẫn): issued without a dossier."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from catalog.models import SlipTemplate
from flows.effects.outbox import promise
from flows.models import Guidance, IssuedDocument
from flows.papers import defaults
from flows.papers.data import agency_data, moment, officer_data, title_of

KIND = IssuedDocument.GUIDANCE


@transaction.atomic(savepoint=False)
def issue_guidance(guidance: Guidance, *, by) -> IssuedDocument:
    """Issue the slip of one guidance; its PDF follows from the worker as that of any paper."""
    template = _template(timezone.localdate(guidance.at))
    with override("vi"):
        title = template.name or title_of(KIND)
        data = guidance_data(guidance, by=by)
    issued = IssuedDocument.objects.create(
        kind=KIND,
        title=title[:255],
        number=guidance.number,
        template=template,
        data=data | {"title": title, "basis": template.legal_basis},
        issued_by=by,
        issued_at=guidance.at,
    )
    guidance.issued = issued
    guidance.save(update_fields=["issued"])
    promise("render", key=f"render:{issued.pk}", issued=issued.pk)
    return issued


def guidance_data(guidance: Guidance, *, by) -> dict:
    """Everything the slip prints, as it is frozen with it."""
    place, procedure = guidance.to_agency, guidance.procedure
    return {
        "kind": KIND,
        "number": guidance.number,
        "at": moment(guidance.at),
        "agency": agency_data(guidance.agency),
        "officer": officer_data(by, guidance.agency),
        "guidance": {
            "person": guidance.person_name,
            "phone": guidance.person_phone,
            "matter": guidance.matter,
            "procedure": f"{procedure.name} ({procedure.code})" if procedure else "",
            "place": guidance.place,
            "address": place.address if place else "",
            "place_phone": place.phone if place else "",
            "advice": guidance.advice,
            "check": guidance.check_code,
        },
        "lookup_url": f"{settings.BASE_URL}/xac-minh/?so={guidance.number}&kt={guidance.check_code}",
        "lookup_place": f"{settings.BASE_URL}/xac-minh/",
    }


def _template(day) -> SlipTemplate:
    forms = SlipTemplate.objects.filter(kind=KIND, procedure=None, effective_from__lte=day)
    if not forms.exists():
        defaults.load()
    return forms.order_by("-effective_from")[0]
