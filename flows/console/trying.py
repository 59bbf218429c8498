"""What a slip template prints, tried from its page in the catalogue before it is saved."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog.models import Procedure, SlipTemplate
from flows import tracking
from flows.console.screen import note_reading
from flows.errors import DossierError, EffectError
from flows.models import Dossier
from flows.papers.trial import trial


@require_POST
def try_slip(request):
    """The paper as PDF, or what stands against it. A real dossier is one that the person may see."""
    rights = ("catalog.add_sliptemplate", "catalog.change_sliptemplate")
    if not any(request.user.has_perm(right) for right in rights):
        raise PermissionDenied
    try:
        template = _typed(request.POST)
        dossier = _dossier(request.POST.get("tried_on", "").strip(), request.user)
        content = trial(template, by=request.user, dossier=dossier)
    except (DossierError, EffectError) as error:
        context = {
            **admin.site.each_context(request), "title": _("Xem thử bản in"), "problem": str(error),
        }  # fmt: skip
        return TemplateResponse(request, "console/trying.html", context, status=422)
    shown = {"Content-Disposition": 'inline; filename="xem-thu.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=shown)


def _typed(posted) -> SlipTemplate:
    """The template as it stands in the form, saved or not."""
    template = SlipTemplate(
        kind=posted.get("kind", ""),
        name=posted.get("name", "").strip(),
        legal_basis=posted.get("legal_basis", "").strip(),
        source=posted.get("source", ""),
    )
    if template.kind not in SlipTemplate.Kind.values or not template.source.strip():
        raise DossierError(_("Hãy chọn loại mẫu và ghi nội dung mẫu rồi xem thử."))
    template.name = template.name or template.get_kind_display()
    chosen = posted.get("procedure", "")
    if chosen.isdecimal():
        template.procedure = Procedure.objects.filter(pk=chosen).first()
    return template


def _dossier(typed: str, user) -> Dossier | None:
    if not typed:
        return None
    seen = Dossier.objects.visible_to(user).filter(pk__in=tracking.find(typed).values("pk"))
    dossier = seen.with_list_data().first() if user.has_perm("flows.view_dossier") else None
    if dossier is None:
        raise DossierError(_("Không có hồ sơ này trong phạm vi Ông/Bà được xem."))
    note_reading(dossier, user)
    return dossier
