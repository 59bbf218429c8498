"""Where a filing begins: what is needed, who may file here, and a draft already begun."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from catalog.models import Agency, Procedure
from flows.errors import DossierError
from flows.models import Draft, Mandate
from flows.services import barring, batch_rows, batching, drafting
from home.filing.forms import BehalfForm


@never_cache
def start(request, code):
    """The start page of one procedure; POST opens the draft. `?co-quan=` preselects the office."""
    procedure = (
        Procedure.objects.live().select_related("sector", "replaced_by").filter(code=code).first()
    )
    if procedure is None:
        return _unknown(request, code)
    version = procedure.version_on()
    if version is None:
        return _not_in_force(request, procedure)
    if not request.user.is_authenticated:
        return redirect_to_sign_in(request)
    behalf = may_file_for(procedure, request.user)
    if blocked := barring.why_not(request.user):
        said = {"procedure": procedure, "reason": blocked, "blocked": True}
        return render(request, "home/filing/barred.html", said)
    barred = why_not_online(procedure, version, request.user)
    if barred and not behalf:
        return render(
            request, "home/filing/barred.html", {"procedure": procedure, "reason": barred}
        )
    office = request.GET.get("co-quan") or request.POST.get("co-quan", "")
    agency = Agency.objects.offering(version).filter(office_code=office).first()
    begun = (
        Draft.objects.visible_to(request.user)
        .open()
        .filter(procedure=procedure, channel="online", amends=None)
    )
    data = request.POST if request.method == "POST" else None
    form = BehalfForm(behalf, not barred, {draft.mandate_id for draft in begun}, data)
    if request.method == "POST" and form.is_valid():
        begin = batching.open_batch if "batch" in request.POST else drafting.open_draft
        try:
            begun_here = begin(procedure, by=request.user, agency=agency, mandate=form.mandate)
        except DossierError as error:
            form.add_error(None, str(error))
        else:
            return redirect("home:tasks", code=code, key=begun_here.key)
    signs = request.user.kind == request.user.Kind.ORGANISATION or any(
        row.kind == row.Kind.MEMBER for row in behalf
    )
    context = {
        "procedure": procedure,
        "version": version,
        "takes_batches": signs and bool(batch_rows.cases(version)),
        "most_rows": settings.BATCH_MAX_ROWS,
        "cases": [(case, _to_attach(case)) for case in version.cases.all()],
        "agency": agency,
        "draft": next(iter(begun), None),
        "form": form,
        "signs": signs,
    }
    return render(request, "home/filing/start.html", context)


def may_file_for(procedure, user) -> list[Mandate]:
    """The mandates by which the person may file this procedure online for somebody else."""
    version = procedure.version_on()
    if user.is_staff or not version.takes_online:
        return []
    wanted = {Mandate.Kind.MEMBER: procedure.for_organisations}
    held = Mandate.objects.held_by(user).filing().covering(procedure)
    return [row for row in held if wanted.get(row.kind, procedure.for_persons)]


def _to_attach(case):
    """The papers a person prepares as files for this case."""
    return [paper for paper in case.components() if paper.needs_scan and not paper.from_form]


def redirect_to_sign_in(request):
    """To the sign-in page and back to exactly this address."""
    return login_required(lambda _request: None)(request)


def why_not_online(procedure, version, user) -> str:
    """The sentence why this account cannot file this procedure here, or nothing."""
    if user.is_staff:
        return _(
            "Cán bộ không nộp hồ sơ bằng tài khoản cán bộ. Hãy dùng tài khoản công dân của mình."
        )
    if not version.takes_online:
        return _("Thủ tục này chưa nhận hồ sơ trực tuyến; hồ sơ nộp tại Bộ phận Một cửa.")
    if user.kind == user.Kind.ORGANISATION:
        if not procedure.for_organisations:
            return _(
                "Thủ tục này dành cho cá nhân. Người có hồ sơ đăng nhập bằng tài khoản cá nhân để nộp."
            )
    elif not procedure.for_persons:
        return _(
            "Thủ tục này dành cho tổ chức, đơn vị. Hãy đăng nhập bằng tài khoản của đơn vị để nộp; "
            "hồ sơ được ký bằng chứng thư số của đơn vị."
        )
    return ""


@never_cache
@login_required
def forward(request, code, key):
    """A draft whose version is no longer in force: what changed, then on with the new version."""
    drafts = Draft.objects.visible_to(request.user).select_related("procedure", "version", "case")
    draft = get_object_or_404(drafts, key=key, procedure__code=code, dossier__isnull=True)
    if draft.procedure.version_on() is None:
        return _not_in_force(request, draft.procedure, draft)
    told = drafting.move_forward(draft)
    if not told:
        return redirect("home:tasks", code=code, key=key)
    return render(request, "home/filing/forward.html", {"draft": draft, "changes": told})


@require_POST
@login_required
def delete(request, code, key):
    """Throw a draft away; a filed one stays."""
    draft = get_object_or_404(
        Draft.objects.visible_to(request.user), key=key, procedure__code=code, dossier__isnull=True
    )
    draft.delete()
    messages.success(request, _("Đã xóa bản nháp."))
    return redirect("home:dossiers")


def _unknown(request, code):
    context = {"code": code}
    return render(request, "home/filing/unknown.html", context, status=404)


def _not_in_force(request, procedure, draft=None):
    """Gone: no new filing; says since when, what replaces it, and that the draft is kept."""
    context = {"procedure": procedure, "draft": draft}
    return render(request, "home/filing/not_in_force.html", context, status=410)
