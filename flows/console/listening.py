"""Feedback of citizens in the console: what waits for an answer, one case, its answer or forwarding."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from catalog.models import Agency
from catalog.text import compose
from flows.acts import ACTS
from flows.console import due
from flows.errors import DossierError
from flows.models import Feedback
from flows.services import listening

PAGE = 40


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Nội dung trả lời"),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Hãy ghi nội dung trả lời.")},
    )


class ForwardForm(forms.Form):
    to = forms.ModelChoiceField(
        label=gettext_lazy("Chuyển đến cơ quan"),
        queryset=Agency.objects.none(),
        empty_label=gettext_lazy("Chọn cơ quan"),
        error_messages={"required": gettext_lazy("Hãy chọn cơ quan.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        max_length=500,
        error_messages={"required": gettext_lazy("Hãy ghi lý do.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Agency.objects.active().order_by("name")


@require_safe
def inbox(request):
    """What waits for an answer, the nearest deadline first; or what was answered."""
    _allowed(request)
    view = request.GET.get("xem", "")
    seen = Feedback.objects.visible_to(request.user).of_citizens()
    shown = seen.filter(answered_at__isnull=False).order_by("-answered_at") if view else seen.open()
    page = Paginator(shown.select_related("agency", "dossier", "taken_by"), PAGE).get_page(
        request.GET.get("page")
    )
    for each in page:
        each.told_due = due.tell(each.due_at, "") if not each.answered_at else None
    return _page(
        request,
        "console/feedback/list.html",
        _("Phản ánh, kiến nghị"),
        page=page,
        view=view,
        waiting=seen.open().count(),
    )


@require_http_methods(["GET", "POST"])
def one(request, pk: int):
    """One piece of feedback; `act` in the form says take, answer or forward."""
    _allowed(request)
    seen = Feedback.objects.visible_to(request.user).of_citizens()
    feedback = get_object_or_404(
        seen.select_related("agency", "dossier", "taken_by", "answered_by"), pk=pk
    )
    act = request.POST.get("act", "")
    answering = AnswerForm(request.POST if act == "answer" else None)
    forwarding = ForwardForm(request.POST if act == "forward" else None)
    if request.method == "POST":
        form = {"answer": answering, "forward": forwarding}.get(act)
        if form is None and act != "take":
            raise Http404
        if form is None or form.is_valid():
            try:
                messages.success(request, _done(act, feedback, form, request.user))
                if act == "forward":
                    return redirect("admin:feedback")
                return redirect("admin:feedback_one", pk)
            except DossierError as refusal:
                if form is None:
                    messages.error(request, str(refusal))
                else:
                    form.add_error(None, str(refusal))
    return _page(
        request,
        "console/feedback/one.html",
        _("Phản ánh, kiến nghị số %s") % feedback.number,
        feedback=feedback,
        answering=answering,
        forwarding=forwarding,
        told_due=due.tell(feedback.due_at, "") if not feedback.answered_at else None,
    )


def _done(act: str, feedback: Feedback, form, by) -> str:
    if act == "take":
        listening.take(feedback, by=by)
        return _("Bạn nhận trả lời phản ánh này.")
    typed = {k: compose(v) if isinstance(v, str) else v for k, v in form.cleaned_data.items()}
    if act == "answer":
        listening.answer(feedback, by=by, text=typed["text"])
        return _("Đã trả lời và báo cho người gửi.")
    listening.forward(feedback, by=by, to=typed["to"], reason=typed["reason"])
    return _("Đã chuyển phản ánh đến %s.") % typed["to"]


def _allowed(request) -> None:
    if not ACTS["message"].is_open_to(request.user):
        raise PermissionDenied


def _page(request, template: str, title: str, **context):
    bound = [form for form in (context.get("answering"), context.get("forwarding")) if form]
    status = 422 if any(form.errors for form in bound) else 200
    context |= {**admin.site.each_context(request), "title": title}
    return TemplateResponse(request, template, context, status=status)
