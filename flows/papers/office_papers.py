"""Papers of an office that are of no single dossier: hand-over lists, blank slips, guidance."""

import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalog.models import SlipTemplate
from flows.effects.outbox import promise
from flows.errors import DossierError
from flows.models import IssuedDocument
from flows.papers import defaults
from flows.papers.data import agency_data, moment, officer_data, plain, title_of
from flows.papers.rendering import compile_pdf


@transaction.atomic(savepoint=False)
def issue_alone(
    kind: str, *, agency, by, number: str, at: datetime.datetime, check: str = "", **content
) -> IssuedDocument:
    """Issue a paper in the name of `agency`; its PDF follows from the worker as that of any paper.

    `number` must be new among all papers; who holds it finds the paper by number and check code.
    """
    template = form_of(kind, timezone.localdate(at))
    check = check or get_random_string(6, "0123456789")
    place = f"{settings.BASE_URL}/xac-minh/"
    data = _head(template, agency=agency, by=by, at=at) | {
        "number": number,
        "check": check,
        "lookup_url": f"{place}?so={number}&kt={check}",
        "lookup_place": place,
    }
    data |= {name: plain(value) for name, value in content.items()}
    issued = IssuedDocument.objects.create(
        kind=kind, title=data["title"][:255], number=number, template=template, data=data,
        issued_by=by, issued_at=at,
    )  # fmt: skip
    promise("render", key=f"render:{issued.pk}", issued=issued.pk)
    return issued


def print_alone(template: SlipTemplate, *, agency, by, at: datetime.datetime, **content) -> bytes:
    """A print that is made but not issued: nobody holds it as evidence, so it has neither number nor
    QR, and what it says of people is kept no longer than its file."""
    data = _head(template, agency=agency, by=by, at=at) | {"number": "", "lookup_url": ""}
    data |= {name: plain(value) for name, value in content.items()}
    return compile_pdf(template.source, data, token="", at=at)


def _head(template: SlipTemplate, *, agency, by, at: datetime.datetime) -> dict:
    with override("vi"):  # a legal paper is Vietnamese whatever the clerk's screen is
        return {
            "kind": template.kind,
            "at": moment(at),
            "agency": agency_data(agency),
            "officer": officer_data(by, agency),
            "title": template.name or title_of(template.kind),
            "basis": template.legal_basis,
        }


def form_of(kind: str, day: datetime.date) -> SlipTemplate:
    """The general form of the day: an office's paper belongs to no procedure."""
    forms = SlipTemplate.objects.filter(kind=kind, procedure=None)
    if not forms.exists():
        defaults.load()
    found = forms.filter(effective_from__lte=day).order_by("-effective_from").first()
    if found is None:
        raise DossierError(_("Chưa có mẫu giấy áp dụng cho ngày này; hãy báo quản trị danh mục."))
    return found
