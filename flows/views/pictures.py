"""Pictures of the way: a dossier's for those who may see it, a procedure's for everybody."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.models import ProcedureVersion
from flows import tracking
from flows.models import Dossier
from flows.picture import flow_map, version_map
from flows.picture_svg import draw
from flows.views.files import reader_of


@require_safe
def dossier(request, code):
    """The live map of one dossier, scoped."""
    visible = Dossier.objects.visible_to(reader_of(request))
    found = visible.filter(pk__in=tracking.find(code).values("pk")).with_list_data().first()
    if found is None:
        raise Http404
    picture = draw(flow_map(found), title=_("Đường đi của hồ sơ %s") % found.code)
    return _svg(picture, "private, no-store")


@require_safe
def procedure(request, code, number):
    """The way that a dossier goes by this version, be it in force, coming or past."""
    approved = ProcedureVersion.objects.filter(approved_at__isnull=False, procedure__live=True)
    version = get_object_or_404(approved, procedure__code=code, number=number)
    picture = draw(version_map(version), title=_("Các bước giải quyết thủ tục %s") % code)
    return _svg(picture, "public, max-age=300")


def _svg(picture: str, caching: str) -> HttpResponse:
    return HttpResponse(picture, content_type="image/svg+xml", headers={"Cache-Control": caching})
