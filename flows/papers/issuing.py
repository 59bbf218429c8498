"""Issuing a slip or result: template of the day, frozen data, promise of the PDF."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import SlipTemplate
from flows.effects.outbox import promise
from flows.errors import DossierError
from flows.models import IssuedDocument, ResultSheet
from flows.papers import defaults
from flows.papers.data import slip_data, title_of


@transaction.atomic(savepoint=False)
def issue(dossier, kind: str, *, by, number: str = "", **extra) -> IssuedDocument:
    """Issue a paper (a SlipTemplate.Kind) for the dossier; its PDF follows from the worker.

    `extra` is what the act alone knows, as JSON or moments: `reason`, `legal_ground`, `items`
    [{label, note}], `answer_by`, `new_due`, `content`, `recipient`, `rows`, `explain`, `title`.
    `number` must be new: the papers of all offices share one series by text.
    """
    at = timezone.now()
    template, data = drafted(dossier, kind, by=by, number=number, at=at, **extra)
    issued = IssuedDocument.objects.create(
        dossier=dossier,
        kind=kind,
        title=data["title"][:255],
        number=number,
        template=template,
        data=data,
        issued_by=by,
        issued_at=at,
    )
    promise("render", dossier, key=f"render:{issued.pk}", issued=issued.pk)
    return issued


def drafted(
    dossier, kind: str, *, by, number: str, at: datetime.datetime, **extra
) -> tuple[SlipTemplate, dict]:
    """The template of the day and everything the paper would print."""
    template = template_for(dossier, kind, timezone.localdate(at))
    title = extra.pop("title", "") or template.name or title_of(kind)
    data = slip_data(dossier, kind, by=by, number=number, at=at, extra=extra)
    return template, data | {"title": title, "basis": template.legal_basis}


def issue_sheet(sheet: ResultSheet, *, by) -> IssuedDocument:
    """Issue the result that a leader signed, as it was signed: its data, its code, its bytes."""
    issued = IssuedDocument.objects.create(
        dossier=sheet.dossier,
        kind="result",
        title=sheet.data["title"][:255],
        number=sheet.data["number"],
        template=sheet.template,
        data=sheet.data,
        token=sheet.token,
        issued_by=by,
    )
    sheet.document = issued
    sheet.save(update_fields=["document"])
    promise("render", sheet.dossier, key=f"render:{issued.pk}", issued=issued.pk)
    return issued


def adopt(issued: IssuedDocument, stored) -> None:
    """The paper was made in another system: its file stands in the place of one from our template."""
    issued.file, issued.sha256 = stored, stored.sha256
    issued.save(update_fields=["file", "sha256"])


def template_for(dossier, kind: str, day) -> SlipTemplate:
    """The template in force on the day: of the case, of the procedure, or the general one."""
    wanted = {"version": dossier.version, "case_code": dossier.case.code, "day": day}
    found = SlipTemplate.objects.fitting(kind, **wanted)
    if found is None and not SlipTemplate.objects.filter(kind=kind).exists():
        defaults.load()  # a fresh installation issues by the forms of the law at once
        found = SlipTemplate.objects.fitting(kind, **wanted)
    if found is None:
        raise DossierError(_("Chưa có mẫu giấy áp dụng cho ngày này; hãy báo quản trị danh mục."))
    return found


def revoke(issued: IssuedDocument, *, reason: str) -> None:
    """Take a paper out of force; its page at the QR says so from now on. Twice is once."""
    IssuedDocument.objects.filter(pk=issued.pk, revoked_at__isnull=True).update(
        revoked_at=timezone.now(), revoke_reason=reason[:500]
    )
