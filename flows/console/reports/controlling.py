"""Lists of those who control procedures (kiểm soát thủ tục hành chính; Article 21.4a)."""

from django.contrib import admin
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import publicity
from flows.console.reports.asking import asked
from flows.models import Dossier
from flows.reports.compliance import LISTS
from flows.reports.definitions import counted
from flows.reports.period import choices


@require_safe
def control(request):
    """What the offices may have asked or refused wrongly; for inspectors also what is not yet public."""
    question = asked(request)

    def listed(name: str) -> tuple[int, str]:
        found = counted(Dossier.objects.order_by(), name, question.period, question.within)
        return found.count(), question.behind(name)

    inspects = request.user.has_perm("flows.inspect_dossier")
    decisions = publicity.decisions() if inspects else []
    context = {
        **admin.site.each_context(request),
        "asked": question,
        "periods": choices(),
        "title": _("Kiểm soát thủ tục hành chính"),
        "lists": [(each.label, *listed(each.name)) for each in LISTS.values()],
        "unpublished": [one for one in decisions if not one.is_public],
    }
    return TemplateResponse(request, "console/reports/control.html", context)
