"""Issuing a result and entering it in the book of results: one number, one line, no gap."""

from django.db.models import Subquery
from django.utils import timezone

from flows.codes import result_number
from flows.models import BookEntry, Dossier, IssuedDocument, StoredFile
from flows.papers.issuing import adopt, issue, issue_sheet
from flows.services import signing


def issue_result(
    dossier: Dossier, *, by, made: StoredFile | None = None, **extra
) -> IssuedDocument:
    """Issue the result under the next number of the deciding agency; inside the act's transaction.

    Where the procedure asks for the leader's signature it is the sheet that `by` signed, and nothing
    else: DossierError without one. `made` is the result's file when another system made it.
    """
    agency, year = dossier.current_agency, timezone.localdate().year
    number, written = result_number(agency)
    if dossier.version.leader_signs:
        sheet = signing.spend(dossier, by=by, number=written, made=made, **extra)
        issued = issue_sheet(sheet, by=by)
    else:
        issued = issue(dossier, "result", by=by, number=written, **extra)
        if made:
            adopt(issued, made)
    last = BookEntry.objects.filter(agency=agency, year=year).order_by("-number").values("pk")[:1]
    BookEntry.objects.create(
        agency=agency, year=year, number=number, previous_id=Subquery(last), issued=issued
    )
    return issued
