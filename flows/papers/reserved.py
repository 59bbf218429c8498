"""The slips of a number block: to be written by hand, each with its code, QR and check code."""

from collections.abc import Iterable

from django.conf import settings

from catalog.models import SlipTemplate
from flows.models import IssuedDocument, NumberBlock, ReservedNumber
from flows.papers.data import moment
from flows.papers.office_papers import issue_alone

KIND = SlipTemplate.Kind.OFFLINE


def issue_blanks(
    block: NumberBlock, numbers: Iterable[ReservedNumber], *, by, at
) -> IssuedDocument:
    """A page for each of the numbers, in two copies; a later print of the block says which it is."""
    slips = [
        {
            "code": number.code,
            "check": number.check_code,
            "url": f"{settings.BASE_URL}/tra-cuu/?ma={number.code}&kt={number.check_code}",
        }
        for number in numbers
    ]
    number = f"KS-{block.agency.office_code}-{block.day:%y%m%d}-{block.first:04d}"
    before = IssuedDocument.objects.filter(kind=KIND, number__startswith=number).count()
    return issue_alone(
        KIND,
        agency=block.agency,
        by=by,
        number=f"{number}/{before + 1}" if before else number,
        at=at,
        day=moment(block.day),
        device=block.device,
        first=f"{block.first:04d}",
        last=f"{block.last:04d}",
        dossier_lookup=f"{settings.BASE_URL}/tra-cuu/",
        slips=slips,
        qr_urls=[slip["url"] for slip in slips],
    )
