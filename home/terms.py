"""Terms of use (Article 22.1): which version the person still has to accept, and the acceptance kept."""

from django.shortcuts import render

from cms.models import TermsOfUse
from home.models import TermsAcceptance


def due(user) -> TermsOfUse | None:
    """The version in force when this person has not accepted it yet."""
    terms = TermsOfUse.objects.in_force()
    if terms is None or user.terms_accepted.filter(terms=terms).exists():
        return None
    return terms


def accept(user, terms: TermsOfUse) -> None:
    """Keeps who accepted which version when; again changes nothing."""
    TermsAcceptance.objects.get_or_create(user=user, terms=terms)


def accepted(user) -> dict:
    """For the evidence of a filing: the newest version accepted, and when."""
    newest = user.terms_accepted.select_related("terms").order_by("-at").first()
    return {"terms": newest.terms.version, "terms_at": newest.at.isoformat()} if newest else {}


def page(request):
    """The words of the version in force."""
    return render(request, "home/terms.html", {"terms": TermsOfUse.objects.in_force()})
