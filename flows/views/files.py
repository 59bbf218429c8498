"""Papers by address: only to those who see the dossier, never as something the browser may run."""

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from flows import acts
from flows.audit.journal import record_reading, was_read
from flows.errors import EffectError
from flows.files import clean_name
from flows.models import (
    Declaration,
    Document,
    Dossier,
    Draft,
    DraftFile,
    Feedback,
    Guidance,
    HandoverList,
    IssuedDocument,
    Mandate,
    MessageFile,
    NumberBlock,
    PostBatch,
    Proposal,
    TellingFile,
)
from flows.papers import render
from flows.papers.declaration_xml import SCHEMA
from flows.services import printing
from flows.services.acting import lock_dossier


@require_safe
@never_cache
@xframe_options_sameorigin
def document(request, pk: int):
    """A paper of a filed dossier; a reading by staff is journalled."""
    found = get_object_or_404(
        Document.objects.select_related("file"),
        pk=pk,
        file__isnull=False,
        dossier__in=Dossier.objects.visible_to(reader_of(request)),
    )
    _note_reading(request, found.dossier_id, found.file, document=found.pk)
    return _answer(request, found.file, found.name)


@require_safe
@never_cache
@xframe_options_sameorigin
def message_file(request, pk: int):
    """A file sent with a message; a reading by staff is journalled."""
    found = get_object_or_404(
        MessageFile.objects.select_related("file", "message"),
        pk=pk,
        message__dossier__in=Dossier.objects.visible_to(reader_of(request)),
    )
    _note_reading(request, found.message.dossier_id, found.file, message_file=found.pk)
    return _answer(request, found.file, found.name)


@require_safe
@never_cache
@xframe_options_sameorigin
def telling_file(request, pk: int):
    """A file of feedback or of a proposal, for the staff who see it."""
    reader = reader_of(request)
    files = TellingFile.objects.select_related("file")
    if not reader.is_authenticated or not reader.is_staff:
        raise Http404
    mine = Q(feedback__in=Feedback.objects.visible_to(reader)) | Q(
        proposal__in=Proposal.objects.visible_to(reader)
    )
    found = get_object_or_404(files.filter(mine), pk=pk)
    return _answer(request, found.file, found.name)


@require_safe
@never_cache
@xframe_options_sameorigin
def mandate_paper(request, pk: int):
    """The scanned paper of a mandate: for its parties, and for staff who see a dossier filed under it."""
    reader = reader_of(request)
    if not reader.is_authenticated:
        raise Http404
    mandates = Mandate.objects.select_related("paper").filter(paper__isnull=False)
    if not reader.is_staff:
        mandates = mandates.visible_to(reader)
    found = get_object_or_404(mandates, pk=pk)
    if reader.is_staff:
        dossier = Dossier.objects.visible_to(reader).filter(mandate=found).order_by("-pk").first()
        if dossier is None:
            raise Http404
        _note_reading(request, dossier.pk, found.paper, mandate=found.pk)
    return _answer(request, found.paper, clean_name(found.basis, found.paper.content_type))


@require_safe
@never_cache
@xframe_options_sameorigin
def draft_file(request, pk: int):
    """A paper of a draft, for its writer alone."""
    found = get_object_or_404(
        DraftFile.objects.select_related("file"),
        pk=pk,
        draft__in=Draft.objects.visible_to(reader_of(request)),
    )
    return _answer(request, found.file, found.name)


@require_safe
@never_cache
@xframe_options_sameorigin
def issued(request, token: str):
    """An issued slip or result as PDF; made now when the worker has not come to it yet.

    Opened by staff it is a print of the paper, and counted as one.
    """
    reader = reader_of(request)
    reach = Q(dossier__in=Dossier.objects.visible_to(reader))
    if reader.is_authenticated and reader.is_staff:
        reach |= Q(guidance__in=Guidance.objects.visible_to(reader))
        reach |= Q(handover_list__in=HandoverList.objects.visible_to(reader))
        reach |= Q(post_batch__in=PostBatch.objects.visible_to(reader))
        reach |= Q(number_block__in=NumberBlock.objects.visible_to(reader))
    found = get_object_or_404(
        IssuedDocument.objects.select_related("template", "file", "dossier"), reach, token=token
    )
    if found.dossier and found.dossier.disposed_at:
        return HttpResponse(
            _("Giấy tờ này đã được tiêu hủy cùng hồ sơ khi hết thời hạn bảo quản."),
            status=410,
            content_type="text/plain; charset=utf-8",
        )
    if not request.user.is_staff and (owed := acts.withheld(found)):
        return HttpResponse(owed, status=402, content_type="text/plain; charset=utf-8")
    try:
        render(found)
    except EffectError:  # the template is wrong, or the seal must wait: the worker tries again
        return HttpResponse(
            _("Giấy tờ đang được lập và ký số. Xin mở lại sau ít phút."),
            status=503,
            content_type="text/plain; charset=utf-8",
            headers={"Retry-After": "60"},
        )
    if request.user.is_staff and request.method == "GET":
        printing.note_print(found, by=request.user)
    return _answer(request, found.file, f"{found.title} {_code_of(found)}.pdf")


def _code_of(issued: IssuedDocument) -> str:
    return issued.dossier.code if issued.dossier else issued.number.replace("/", "-")


@require_safe
@never_cache
def declaration(request, token: str):
    """The declaration as PDF, exactly as it was made: to be signed, or to read when XML is signed."""
    found = _declaration(request, token)
    return _answer(request, found.reading or found.file, f"{found.title}.pdf")


@require_safe
@never_cache
def declaration_xml(request, token: str):
    """The XML that an organisation signs, exactly as it was made."""
    found = _declaration(request, token)
    if not found.is_xml:
        raise Http404
    return _answer(request, found.file, f"{found.title}.xml")


def _declaration(request, token: str) -> Declaration:
    declarations = Declaration.objects.visible_to(reader_of(request))
    return get_object_or_404(declarations.select_related("file", "reading"), token=token)


@require_safe
def declaration_schema(request):
    """The schema of XML declarations, for whoever reads or signs them by program."""
    return HttpResponse(SCHEMA.read_bytes(), content_type="application/xml")


def reader_of(request):
    """Who reads: staff only after both factors, here as at every other door."""
    user = request.user
    return AnonymousUser() if user.is_staff and not user.is_verified() else user


def _note_reading(request, dossier_id: int, file, **paper) -> None:
    """Journal that staff opened the paper, once per person and hour; a HEAD opens nothing."""
    if not request.user.is_staff or request.method != "GET":
        return
    if was_read(dossier_id, "read_document", by=request.user, sha256=file.sha256):
        return
    with transaction.atomic():
        dossier = lock_dossier(dossier_id)
        record_reading(
            dossier, "read_document", by=request.user, data={**paper, "sha256": file.sha256}
        )


def _answer(request, stored, name: str):
    """The bytes as a download, or with ?xem=1 shown inside a sandbox."""
    try:
        content = stored.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(
        content,
        as_attachment="xem" not in request.GET,
        filename=name,
        content_type=stored.content_type,
    )
    answer["Cache-Control"] = "no-store, private"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    )
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
