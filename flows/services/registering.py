"""Issuing a result and entering it in the book of results: one number, one line, no gap."""

from django.db.models import Subquery
from django.utils import timezone

from catalog.models import SlipTemplate
from flows.codes import result_number
from flows.models import BookEntry, Dossier, IssuedDocument, StoredFile
from flows.papers.issuing import adopt, issue_sheet, prepared, put_out, templates_for
from flows.services import signing

NOTICE = SlipTemplate.Kind.NOTICE.value


def issue_result(
    dossier: Dossier, *, by, made: StoredFile | None = None, notice: dict | None = None, **extra
) -> IssuedDocument:
    """Issue the result under the next number of the deciding agency; inside the act's transaction.

    Where the procedure asks for the leader's signature it is the sheet that `by` signed, and nothing
    else: DossierError without one. `made` is the result's file when another system made it. With
    `notice` the notice of an electronic transaction goes out beside it, saying that and the extra.
    """
    at = timezone.now()
    agency, year = dossier.current_agency, timezone.localdate(at).year
    number, written = result_number(agency)
    kinds = ["result"] if notice is None else ["result", NOTICE]
    templates = templates_for(dossier, kinds, timezone.localdate(at))
    if dossier.version.leader_signs:
        sheet = signing.spend(dossier, by=by, number=written, made=made, **extra)
        issued, papers = issue_sheet(sheet, by=by), []
    else:
        issued = prepared(dossier, templates["result"], by=by, number=written, at=at, **extra)
        papers = [issued]
    if notice is not None:
        about = {"result_title": issued.title, "result_number": issued.number} | notice
        papers.append(prepared(dossier, templates[NOTICE], by=by, at=at, **extra, **about))
    put_out(dossier, papers)
    if made and not dossier.version.leader_signs:
        adopt(issued, made)
    last = BookEntry.objects.filter(agency=agency, year=year).order_by("-number").values("pk")[:1]
    BookEntry.objects.create(
        agency=agency, year=year, number=number, previous_id=Subquery(last), issued=issued
    )
    return issued
