"""Issuing a slip or result: template of the day, frozen data, promise of the PDF."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import SlipTemplate
from flows.effects.outbox import promise, promise_all
from flows.errors import DossierError
from flows.models import IssuedDocument, ResultSheet
from flows.papers import defaults
from flows.papers.data import slip_data, title_of


@transaction.atomic(savepoint=False)
def issue(dossier, kind: str, *, by, number: str = "", delay: int = 0, **extra) -> IssuedDocument:
    """Issue a paper (a SlipTemplate.Kind) for the dossier; its PDF follows from the worker, not before
    `delay` seconds (whoever opens it sooner has it made then).

    `extra` is what the act alone knows, as JSON or moments: `reason`, `legal_ground`, `items`
    [{label, note}], `answer_by`, `new_due`, `content`, `recipient`, `rows`, `explain`, `title`.
    `number` must be new: the papers of all offices share one series by text.
    """
    at = timezone.now()
    template = template_for(dossier, kind, timezone.localdate(at))
    paper = prepared(dossier, template, by=by, number=number, at=at, **extra)
    put_out(dossier, [paper], delay=delay)
    return paper


def prepared(
    dossier, template: SlipTemplate, *, by, number: str = "", at: datetime.datetime, **extra
) -> IssuedDocument:
    """The paper with everything it prints, not issued yet."""
    data = drafted(dossier, template, by=by, number=number, at=at, **extra)
    return IssuedDocument(
        dossier=dossier,
        kind=template.kind,
        title=data["title"][:255],
        number=number,
        template=template,
        data=data,
        issued_by=by,
        issued_at=at,
    )


def put_out(dossier, papers: list[IssuedDocument], *, delay: int = 0) -> None:
    """Issue the papers of one act in this order: two statements, however many there are."""
    IssuedDocument.objects.bulk_create(papers)
    promise_all(
        dossier,
        [("render", f"render:{paper.pk}", {"issued": paper.pk}) for paper in papers],
        delay=delay,
    )


def drafted(
    dossier, template: SlipTemplate, *, by, number: str, at: datetime.datetime, **extra
) -> dict:
    """Everything that the paper would print."""
    kind = template.kind
    title = extra.pop("title", "") or template.name or title_of(kind)
    data = slip_data(dossier, kind, by=by, number=number, at=at, extra=extra)
    return data | {"title": title, "basis": template.legal_basis}


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
    return templates_for(dossier, [kind], day)[kind]


def templates_for(dossier, kinds: list[str], day) -> dict[str, SlipTemplate]:
    """The templates of several kinds, in one query. DossierError when a kind has none."""
    wanted = {"version": dossier.version, "case_code": dossier.case.code, "day": day}
    found = SlipTemplate.objects.fitting_each(kinds, **wanted)
    missing = [kind for kind in kinds if kind not in found]
    if missing and not SlipTemplate.objects.filter(kind__in=missing).exists():
        defaults.load()  # a fresh installation issues by the forms of the law at once
        found = SlipTemplate.objects.fitting_each(kinds, **wanted)
    if any(kind not in found for kind in kinds):
        raise DossierError(_("Chưa có mẫu giấy áp dụng cho ngày này; hãy báo quản trị danh mục."))
    return found


def revoke(issued: IssuedDocument, *, reason: str) -> None:
    """Take a paper out of force; its page at the QR says so from now on. Twice is once."""
    IssuedDocument.objects.filter(pk=issued.pk, revoked_at__isnull=True).update(
        revoked_at=timezone.now(), revoke_reason=reason[:500]
    )
