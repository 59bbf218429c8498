"""Lists of those who control procedures (kiểm soát thủ tục hành chính; Article 21.4a)."""

from django.contrib import admin
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import publicity
from flows.console.reports.asking import Asked, asked
from flows.models import Dossier
from flows.reports.compliance import LISTS
from flows.reports.definitions import counted
from flows.reports.period import choices
from flows.reports.reach import samples


@require_safe
def control(request):
    """What the offices may have asked or refused wrongly; for who controls the whole sector also what is not yet public."""
    question = asked(request)

    whole = request.user.has_perm("flows.inspect_dossier") or samples(request.user)
    decisions = publicity.decisions() if whole else []
    context = {
        **admin.site.each_context(request),
        "asked": question,
        "periods": choices(),
        "title": _("Kiểm soát thủ tục hành chính"),
        "lists": listed(question),
        "unpublished": [one for one in decisions if not one.is_public],
    }
    return TemplateResponse(request, "console/reports/control.html", context)


def listed(question: Asked) -> list[tuple[str, int, str]]:
    """Each list with how many dossiers stand on it, and where they are read."""
    return [
        (each.label, _number_on(each.name, question), question.behind(each.name))
        for each in LISTS.values()
    ]


def _number_on(name: str, question: Asked) -> int:
    found = counted(Dossier.objects.order_by(), name, question.period, question.within)
    return found.count()
