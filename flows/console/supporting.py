"""Technical support in the console: an office asks, the level above answers or passes it up."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from catalog.permissions import posts_of
from catalog.text import compose
from flows.console import contradictions, due
from flows.console.counter.arrivals import OfficeForm
from flows.console.listening import PAGE, AnswerForm
from flows.console.steps.talking import FilesField
from flows.errors import DossierError
from flows.models import Contradiction, Feedback, SupportLevel
from flows.services import listening, supporting

VIEWS = {
    "": gettext_lazy("Chờ hỗ trợ"),
    "da-tra-loi": gettext_lazy("Đã hỗ trợ"),
    "qua-han": gettext_lazy("Quá mức cam kết"),
}


class AskForm(OfficeForm):
    topic = forms.ChoiceField(
        label=gettext_lazy("Cần hỗ trợ về"),
        choices=Feedback.Topic.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn nội dung cần hỗ trợ.")},
    )
    priority = forms.ChoiceField(
        label=gettext_lazy("Mức ưu tiên"),
        choices=SupportLevel.Priority.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn mức ưu tiên.")},
    )
    content = forms.CharField(
        label=gettext_lazy("Nội dung"),
        help_text=gettext_lazy(
            "Màn hình nào, bấm gì, hệ thống báo gì. Không ghi, không chụp thông tin cá nhân của người dân."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Hãy ghi rõ việc cần hỗ trợ.")},
    )
    attachments = FilesField(label=gettext_lazy("Tệp kèm theo"), required=False)


class PassUpForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Lý do chuyển lên cấp trên"),
        max_length=500,
        error_messages={"required": gettext_lazy("Hãy ghi lý do.")},
    )


class AskAgainForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Còn vướng ở đâu"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Hãy ghi rõ điều chưa được hỗ trợ.")},
    )


@require_http_methods(["GET", "POST"])
def support(request):
    """Requests of the own offices and those one answers; `?xem=` answered, or beyond the level,
    `?mau-thuan=` asks about a contradiction of the record."""
    agencies = {post.department.agency_id for post in posts_of(request.user)}
    if not agencies and not request.user.is_superuser:
        raise PermissionDenied
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    about = _about(request)
    asking = AskForm(*bound, agencies=agencies, initial=_worded(about))
    if request.method == "POST" and asking.is_valid():
        typed = dict(asking.cleaned_data)
        files = typed.pop("attachments")
        try:
            made = supporting.ask(
                typed.pop("agency"), by=request.user, files=files, contradiction=about, **typed
            )
        except DossierError as refusal:
            asking.add_error(None, str(refusal))
        else:
            told = _("Đã gửi yêu cầu số %(number)s đến %(agency)s, trả lời trước %(due)s.")
            due_at = due.moment(made.due_at)
            names = {"number": made.number, "agency": made.agency, "due": due_at}
            messages.success(request, told % names)
            return redirect("admin:contradictions" if about else "admin:support")
    view = request.GET.get("xem", "")
    seen = Feedback.objects.visible_to(request.user).support()
    lists = {
        "": seen.open(),
        "da-tra-loi": seen.filter(answered_at__isnull=False).order_by("-answered_at"),
        "qua-han": seen.late(),
    }
    shown = lists.get(view, lists[""]).select_related("agency", "from_agency", "taken_by")
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    for each in page:
        each.told_due = due.tell(each.due_at, "") if not each.answered_at else None
    return _page(
        request,
        "console/feedback/support.html",
        _("Hỗ trợ kỹ thuật"),
        opened=bool(asking.errors or asking.initial.get("content")),
        asking=asking,
        view=view,
        views=[(key, label, lists[key].count()) for key, label in VIEWS.items()],
        page=page,
    )


@require_http_methods(["GET", "POST"])
def support_one(request, pk: int):
    """One request; `act` in the form says take, answer, pass_up or ask_again."""
    seen = Feedback.objects.visible_to(request.user).support()
    asked = get_object_or_404(
        seen.select_related("agency__parent", "from_agency", "taken_by", "answered_by"), pk=pk
    )
    act = request.POST.get("act", "")
    kinds = {"answer": AnswerForm, "pass_up": PassUpForm, "ask_again": AskAgainForm}
    bound = {name: form(request.POST if act == name else None) for name, form in kinds.items()}
    if request.method == "POST":
        if act != "take" and act not in bound:
            raise Http404
        if act == "take" or bound[act].is_valid():
            try:
                messages.success(request, _done(act, asked, bound.get(act), request.user))
                return redirect("admin:support" if act == "pass_up" else request.path)
            except DossierError as refusal:
                if act == "take":
                    messages.error(request, str(refusal))
                else:
                    bound[act].add_error(None, str(refusal))
    return _page(
        request,
        "console/feedback/support_one.html",
        _("Yêu cầu hỗ trợ số %s") % asked.number,
        feedback=asked,
        answers=listening.answers(asked, request.user),
        above=supporting.supporter_above(asked.agency) if not asked.answered_at else None,
        told_due=due.tell(asked.due_at, "") if not asked.answered_at else None,
        **bound,
    )


def _about(request) -> Contradiction | None:
    """The contradiction that the person came from."""
    asked = request.GET.get("mau-thuan", "")
    seen = Contradiction.objects.visible_to(request.user).select_related("dossier")
    return seen.filter(pk=asked).first() if asked.isdigit() else None


def _worded(row: Contradiction | None) -> dict:
    """What the form starts with: nothing, or the contradiction in words."""
    if row is None:
        return {}
    return {
        "topic": Feedback.Topic.DATA,
        "priority": SupportLevel.Priority.NORMAL,
        "content": contradictions.ticket(row),
    }


def _done(act: str, asked: Feedback, form, by) -> str:
    if act == "take":
        listening.take(asked, by=by)
        return _("Bạn nhận hỗ trợ yêu cầu này.")
    typed = {key: compose(value) for key, value in form.cleaned_data.items()}
    if act == "answer":
        listening.answer(asked, by=by, **typed)
        return _("Đã trả lời và báo cho người gửi.")
    if act == "ask_again":
        supporting.ask_again(asked, by=by, **typed)
        return _("Đã gửi lại; yêu cầu có hạn trả lời mới.")
    moved = supporting.pass_up(asked, by=by, **typed)
    return _("Đã chuyển đến %s.") % moved.agency


def _page(request, template: str, title: str, **context):
    forms_here = [one for one in context.values() if isinstance(one, forms.Form)]
    status = 422 if any(form.errors for form in forms_here) else 200
    context |= {**admin.site.each_context(request), "title": title}
    return TemplateResponse(request, template, context, status=status)
