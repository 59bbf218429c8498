"""Issuing a result and entering it in the book of results: one number, one line, no gap."""

from django.db.models import Subquery
from django.utils import timezone

from flows.codes import result_number
from flows.models import BookEntry, Dossier, IssuedDocument
from flows.papers.issuing import issue


def issue_result(dossier: Dossier, *, by, **extra) -> IssuedDocument:
    """Issue the result under the next number of the deciding agency; inside the act's transaction."""
    agency, year = dossier.current_agency, timezone.localdate().year
    number, written = result_number(agency)
    issued = issue(dossier, "result", by=by, number=written, **extra)
    last = BookEntry.objects.filter(agency=agency, year=year).order_by("-number").values("pk")[:1]
    BookEntry.objects.create(
        agency=agency, year=year, number=number, previous_id=Subquery(last), issued=issued
    )
    return issued
