"""The page of a step: in the admin shell, over one work item or one dossier the person may see."""

from django.contrib import admin, messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from viewflow.workflow.status import STATUS

from flows import acts
from flows.console import due
from flows.console.steps import (  # noqa: F401
    deciding,
    handling,
    intake,
    meanwhile,
    paying,
    presenting,
    queueing,
    replacing,
    returning,
    routing,
    supplementing,
    talking,
    urging,
)
from flows.console.steps.base import REGISTRY
from flows.errors import DossierError, NotPermitted
from flows.models import Dossier, WorkItem
from flows.services import confirming
from flows.services.acting import in_the_hands_of, over


def on_work_item(request, pk: int, act: str):
    """One act over a work item; an item out of the person's sight is not found."""
    items = WorkItem.objects.visible_to(request.user).with_list_data()
    return _step(request, get_object_or_404(items.select_related("dossier__version"), pk=pk), act)


def on_dossier(request, pk: int, act: str):
    """One act over a dossier."""
    dossiers = Dossier.objects.visible_to(request.user).with_list_data()
    return _step(request, get_object_or_404(dossiers, pk=pk), act)


@require_http_methods(["GET", "POST"])
def _step(request, subject, name: str):
    if name not in REGISTRY:
        raise Http404
    act = acts.ACTS.get(name)
    if act and not act.is_open_to(request.user):
        return TemplateResponse(request, "403.html", {"told": act.closed}, status=403)
    form_class = REGISTRY[name]
    if request.method == "GET":
        if refusal := _refusal(act, subject, request.user):
            messages.warning(request, refusal)
            return redirect(_page_of(getattr(subject, "dossier", subject)))
        form = form_class(subject=subject, user=request.user, initial=request.GET.dict())
        return _page(request, form, subject)
    form = form_class(request.POST, request.FILES, subject=subject, user=request.user)
    if "insert_phrase" in request.POST:
        return _page(request, form.with_phrase(), subject)
    if "refresh" in request.POST:
        return _page(request, form.as_it_is_now(), subject)
    if "send_code" in request.POST and hasattr(form, "with_code_sent"):
        return _with_code(request, form, subject)
    if "preview" in request.POST and form.previews:
        return _preview(form)
    if "sheet" in request.POST and getattr(form, "must_sign", False):
        return _sheet(request, form, subject)
    if not form.is_valid():
        return _page(request, form, subject, status=422)
    begun = timezone.now()
    try:
        told = form.apply(subject, request.user)
    except NotPermitted as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, subject, status=403)
    except DossierError as refusal:
        form.add_error(None, str(refusal))
        return _refused(request, form, subject, act)
    target = _next(request, form.dossier)
    if target != _page_of(form.dossier):  # there the papers just issued stand on top
        told = _with_slips(told, form.dossier, request.user, begun)
    messages.success(request, told)
    return redirect(target)


def _refused(request, form, subject, act):
    """The page of a refusal: as the dossier is now, with who did what since it was opened."""
    subject.refresh_from_db()
    form.dossier = getattr(subject, "dossier", subject)
    found = meanwhile.since(request, form, _refusal(act, subject, request.user))
    return _page(request, form, subject, status=409, meanwhile=found)


def _refusal(act, subject, user) -> str:
    """Why an old link or a page left open leads nowhere now: said before anything is typed."""
    if isinstance(subject, WorkItem):
        if subject.status not in (STATUS.NEW, STATUS.ASSIGNED):
            return over(subject)
        if act and not subject.is_open_to(user):
            return in_the_hands_of(subject)
    if act is None:
        return ""
    dossier = getattr(subject, "dossier", subject)
    item = subject if isinstance(subject, WorkItem) else None
    return act.refusal(dossier, item) or act.forbids(dossier, user)


def _with_code(request, form, subject):
    """A code sent to who stands at the desk; the page says where, or why not, and keeps what was typed."""
    try:
        sent = form.with_code_sent()
    except DossierError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, subject, status=409)
    messages.success(request, _("Đã gửi mã tới %s.") % confirming.masked(sent.sent.to))
    return _page(request, sent, subject)


def _with_slips(told: str, dossier, user, begun) -> str:
    """What was done, and a link to print each paper that the act has issued."""
    issued = dossier.issued.filter(issued_by=user, issued_at__gte=begun).order_by("pk")
    links = format_html_join(
        "",
        ' <a href="{}?xem=1" target="_blank" rel="noopener">{}</a>',
        (
            (reverse("flows:issued", args=[paper.token]), _("In %s") % paper.title)
            for paper in issued
        ),
    )
    return format_html("{}{}", told, links)


def _preview(form) -> HttpResponse:
    """The paper as it would be issued, in a tab of its own; nothing is kept."""
    answer = HttpResponse(form.preview(), content_type="application/pdf")
    answer["Content-Disposition"] = "inline; filename=xem-truoc.pdf"
    answer["Cache-Control"] = "no-store, private"
    answer["Content-Security-Policy"] = (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    )
    return answer


def _sheet(request, form, subject) -> HttpResponse:
    """The result to be signed, as a download; refused in words on the page of the step."""
    try:
        sheet = form.sheet(subject, request.user)
    except DossierError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, subject, status=409)
    answer = HttpResponse(sheet.file.content(), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{sheet.dossier.code}-trinh-ky.pdf"'
    answer["Cache-Control"] = "no-store, private"
    return answer


def _page(request, form, subject, status: int = 200, **more):
    dossier = form.dossier
    context = {
        **admin.site.each_context(request),
        "title": form.title,
        "form": form,
        "subject": subject,
        "dossier": dossier,
        "told_due": due.of_dossier(dossier),
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "form_url": request.path,
        "opened": timezone.now().isoformat()
        if "refresh" in request.POST
        else meanwhile.opened_at(request),
        **more,
    }
    return TemplateResponse(request, "console/step.html", context, status=status)


def _next(request, dossier) -> str:
    """Back to where the act was begun, on this host only; else the dossier's page."""
    target = request.POST.get("next", "")
    if target and url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return target
    return _page_of(dossier)


def _page_of(dossier) -> str:
    return reverse("admin:flows_dossier_change", args=[dossier.pk])
