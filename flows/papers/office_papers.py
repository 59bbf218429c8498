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


@transaction.atomic(savepoint=False)
def issue_alone(
    kind: str, *, agency, by, number: str, at: datetime.datetime, check: str = "", **content
) -> IssuedDocument:
    """Issue a paper in the name of `agency`; its PDF follows from the worker as that of any paper.

    `number` must be new among all papers; who holds it finds the paper by number and check code.
    """
    template = _template(kind, timezone.localdate(at))
    check = check or get_random_string(6, "0123456789")
    place = f"{settings.BASE_URL}/xac-minh/"
    with override("vi"):  # a legal paper is Vietnamese whatever the clerk's screen is
        title = template.name or title_of(kind)
        data = {
            "kind": kind,
            "number": number,
            "check": check,
            "at": moment(at),
            "agency": agency_data(agency),
            "officer": officer_data(by, agency),
            "lookup_url": f"{place}?so={number}&kt={check}",
            "lookup_place": place,
            "title": title,
            "basis": template.legal_basis,
        } | {name: plain(value) for name, value in content.items()}
    issued = IssuedDocument.objects.create(
        kind=kind, title=title[:255], number=number, template=template, data=data,
        issued_by=by, issued_at=at,
    )  # fmt: skip
    promise("render", key=f"render:{issued.pk}", issued=issued.pk)
    return issued


def _template(kind: str, day: datetime.date) -> SlipTemplate:
    """The general form of the day: an office's paper belongs to no procedure."""
    forms = SlipTemplate.objects.filter(kind=kind, procedure=None)
    if not forms.exists():
        defaults.load()
    found = forms.filter(effective_from__lte=day).order_by("-effective_from").first()
    if found is None:
        raise DossierError(_("Chưa có mẫu giấy áp dụng cho ngày này; hãy báo quản trị danh mục."))
    return found
