"""The electronic dossier as a download: for its owner, and whole for those who inspect."""

import io

from django.db import transaction
from django.http import FileResponse, Http404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from flows import tracking
from flows.audit.journal import record
from flows.models import Dossier
from flows.services.acting import lock_dossier
from flows.services.archiving import archive, book
from flows.views.files import reader_of


@require_safe
@never_cache
def dossier_archive(request, code: str):
    """The ZIP; staff need the right to inspect, and their reading is journalled."""
    found, whole = _opened(request, code)
    return _as_download(archive(found, whole=whole), f"{found.code}.zip", "application/zip")


@require_safe
@never_cache
def dossier_book(request, code: str):
    """The same as one PDF to read."""
    found, whole = _opened(request, code)
    content = io.BytesIO(book(found, whole=whole))
    return _as_download(content, f"{found.code}.pdf", "application/pdf")


def _opened(request, code: str) -> tuple[Dossier, bool]:
    """The dossier, and whether it is shown whole; 404 for whoever may not have all of it."""
    user = reader_of(request)
    visible = Dossier.objects.visible_to(user).with_list_data()
    found = visible.filter(pk__in=tracking.find(code).values("pk")).first()
    if found is None or (user.is_staff and not user.has_perm("flows.inspect_dossier")):
        raise Http404
    if user.is_staff and request.method == "GET":
        with transaction.atomic():
            record(lock_dossier(found.pk), "download", by=user, data={"archive": True})
    return found, user.is_staff


def _as_download(content, name: str, content_type: str) -> FileResponse:
    answer = FileResponse(content, as_attachment=True, filename=name, content_type=content_type)
    answer["Cache-Control"] = "no-store, private"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
