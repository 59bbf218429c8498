"""Moving filed dossiers to a version: each previewed, proposed by one person, applied by another, and
taken back while untouched."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog.models import ProcedureVersion
from flows.errors import DossierError
from flows.models import MoveProposal, VersionMove
from flows.services import moving

PAGE = 20  # every dossier of a page is previewed in full


def screen(request, pk: int):
    """What moving would change, dossier by dossier; those ticked are proposed with the legal basis."""
    version = _version(request, pk)
    basis = request.POST.get("legal_basis", "")
    if request.method == "POST" and _propose_chosen(request, version, basis):
        return redirect("admin:move_dossiers", version.pk)
    page = Paginator(moving.candidates(version), PAGE).get_page(request.GET.get("trang"))
    moves = version.moves_here.select_related(
        "dossier", "from_version", "by", "entry", "proposal__by", "reversed_by"
    )[:PAGE]
    waiting = version.move_proposals.filter(decided_at=None).select_related("by")
    context = {
        **admin.site.each_context(request),
        "title": _("Chuyển hồ sơ đang giải quyết"),
        "version": version,
        "page": page,
        "previews": [moving.preview(dossier, version) for dossier in page],
        "chosen": request.POST.getlist("dossier"),
        "basis": basis,
        "waiting": waiting.prefetch_related("dossiers")[:PAGE],
        "moves": [(move, moving.is_reversible(move)) for move in moves],
    }
    return TemplateResponse(request, "console/moving.html", context)


@require_POST
def decide_view(request, pk: int, act: str):
    """Áp dụng hay bỏ một đề nghị chuyển."""
    proposal = get_object_or_404(MoveProposal, pk=pk)
    _version(request, proposal.version_id)
    try:
        if act == "apply":
            moves, refused = moving.apply(proposal, by=request.user)
            messages.success(request, _("Đã chuyển %d hồ sơ.") % len(moves))
            for text in refused:
                messages.warning(request, text)
        else:
            moving.drop(proposal, by=request.user)
            messages.success(request, _("Đã bỏ đề nghị chuyển hồ sơ."))
    except DossierError as error:
        messages.error(request, str(error))
    return redirect("admin:move_dossiers", proposal.version_id)


@require_POST
def undo_view(request, pk: int):
    """Hoàn tác: the dossier is again under the version it came from."""
    move = get_object_or_404(VersionMove.objects.select_related("dossier"), pk=pk)
    _version(request, move.to_version_id)
    try:
        moving.undo(move, by=request.user)
    except DossierError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã hoàn tác việc chuyển hồ sơ %s.") % move.dossier.code)
    return redirect("admin:move_dossiers", move.to_version_id)


def _version(request, pk: int) -> ProcedureVersion:
    if not request.user.has_perm("catalog.approve_version"):
        raise PermissionDenied
    approved = ProcedureVersion.objects.filter(approved_at__isnull=False)
    return get_object_or_404(approved.select_related("procedure"), pk=pk)


def _propose_chosen(request, version, basis: str) -> bool:
    """Whether the page is done with; otherwise it is shown again with what was typed."""
    chosen = request.POST.getlist("dossier")
    found = moving.candidates(version).filter(pk__in=[pk for pk in chosen if pk.isdecimal()])
    try:
        moving.propose(version, found, by=request.user, legal_basis=basis)
    except DossierError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, _("Đã ghi đề nghị; người khác sẽ xem và áp dụng."))
    return True
