"""A template tried before it is in force: on an imagined dossier or a real one. Nothing is kept."""

from django.utils import timezone

from catalog.models import SlipTemplate
from flows.papers.data import slip_data
from flows.papers.rendering import compile_preview
from flows.papers.samples import sample_data, sample_words


def trial(template: SlipTemplate, *, by, dossier=None) -> bytes:
    """The PDF that the template makes, marked as a preview; EffectError names what is wrong in it.

    Of a real dossier the facts are its own; what only the act would say is imagined.
    """
    at = timezone.now()
    if dossier is None:
        data = sample_data(template.kind, at=at, procedure=template.procedure)
    else:
        words = sample_words(template.kind, at=at)
        data = slip_data(dossier, template.kind, by=by, number="", at=at, extra=words)
    data |= {"title": template.name, "basis": template.legal_basis}
    return compile_preview(template.source, data, at=at)
