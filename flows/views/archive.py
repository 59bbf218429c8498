"""The electronic dossier as a download: for its owner, and whole for those who inspect."""

from django.db import transaction
from django.http import FileResponse, Http404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from flows import tracking
from flows.audit.journal import record
from flows.models import Dossier
from flows.services.acting import lock_dossier
from flows.services.archiving import archive
from flows.views.files import reader_of


@require_safe
@never_cache
def dossier_archive(request, code: str):
    """The ZIP; staff need the right to inspect, and their reading is journalled."""
    user = reader_of(request)
    visible = Dossier.objects.visible_to(user).with_list_data()
    found = visible.filter(pk__in=tracking.find(code).values("pk")).first()
    if found is None or (user.is_staff and not user.has_perm("flows.inspect_dossier")):
        raise Http404
    if user.is_staff and request.method == "GET":
        with transaction.atomic():
            record(lock_dossier(found.pk), "download", by=user, data={"archive": True})
    answer = FileResponse(
        archive(found, whole=user.is_staff),
        as_attachment=True,
        filename=f"{found.code}.zip",
        content_type="application/zip",
    )
    answer["Cache-Control"] = "no-store, private"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
