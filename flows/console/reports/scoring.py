"""The scorecard: each office of the reach with its shares, points and rank (Article 23)."""

from django.contrib import admin
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from flows.console.reports.asking import Asked, asked
from flows.reports import fold, scorecard
from flows.reports.period import choices


def screen(request):
    """Offices with figures in the period; every share opens the dossiers that it counts."""
    question = asked(request)
    context = {
        **admin.site.each_context(request),
        "asked": question,
        "periods": choices(),
        "title": _("Bảng điểm cơ quan"),
        "measures": scorecard.MEASURES,
        "rows": [
            (card, _cells(card, question))
            for card in scorecard.cards(question.period, question.scope)
        ],
        "as_of": fold.as_of(),
    }
    return TemplateResponse(request, "console/reports/scorecard.html", context)


def _cells(card: scorecard.Card, question: Asked) -> list[tuple]:
    """(measure, share, number, address of what it counts, whole) of each measure."""
    office = {"co-quan": card.agency.office_code}
    return [
        (
            measure,
            share,
            getattr(card.line, measure.name),
            question.behind(measure.name, **office),
            getattr(card.line, measure.whole),
        )
        for measure, share in card.shares
    ]
