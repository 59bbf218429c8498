"""A dossier as those read it who control procedures: how it was handled, not whose it is (Article 21.4a)."""

from django.contrib import admin
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from flows.console import due, words
from flows.console.screen import note_reading, papers_of
from flows.models import Dossier
from flows.reports.masking import answers_of, initials, without_person
from flows.status import public_status


@require_safe
def sample(request, pk: int):
    """404 for who holds no post that reads samples; reading is journalled like any other."""
    reachable = Dossier.objects.sampled_by(request.user).with_list_data()
    dossier = get_object_or_404(reachable, pk=pk, disposed_at=None)
    note_reading(dossier, request.user)

    def told(text: str) -> str:
        return without_person(text, dossier)

    documents = list(dossier.documents.select_related("component"))
    context = {
        **admin.site.each_context(request),
        "title": _("Mẫu hồ sơ %s") % dossier.code,
        "dossier": dossier,
        "initials": initials(dossier.applicant_name),
        "public": public_status(dossier),
        "told_due": due.of_dossier(dossier),
        "closing_reason": told(dossier.closing_reason),
        "sections": answers_of(dossier),
        "papers": papers_of(dossier, documents, {}),
        "supplements": [
            {
                "request": asked,
                "reason": told(asked.reason),
                "items": [
                    (item.label, told(item.note), item.component) for item in asked.items.all()
                ],
            }
            for asked in dossier.supplements.prefetch_related("items__component")
        ],
        "decisions": [
            (decision, told(decision.content), told(decision.reasons))
            for decision in dossier.decisions.all()
        ],
        "acts": [
            {
                "at": entry.at,
                "told": words.act_label(entry.act),
                "unit": entry.department_name or entry.agency_name,
                "before": words.state_label(entry.state_before),
                "after": words.state_label(entry.state_after),
            }
            for entry in dossier.journal.order_by("seq")
        ],
    }
    return TemplateResponse(request, "console/reports/sample.html", context)
