"""The postal in-tray and the guidance book of the intake desk."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.models import Agency, Procedure
from catalog.permissions import posts_of
from catalog.text import compose
from flows.errors import DossierError
from flows.models import Envelope, Guidance
from flows.services import arriving

PAGE = 30
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class OfficeForm(forms.Form):
    """A form of the desk: the office is chosen only by somebody who works in several."""

    agency = forms.ModelChoiceField(
        label=gettext_lazy("Cơ quan"), queryset=Agency.objects.none(), empty_label=None
    )

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.filter(pk__in=agencies)
        if len(agencies) == 1:
            self.fields["agency"].initial = next(iter(agencies))
            self.fields["agency"].widget = forms.HiddenInput()

    def clean(self):
        cleaned = super().clean()
        return {k: compose(v) if isinstance(v, str) else v for k, v in cleaned.items()}


class EnvelopeForm(OfficeForm):
    sender_name = forms.CharField(
        label=gettext_lazy("Người gửi"),
        max_length=255,
        error_messages={"required": gettext_lazy("Hãy ghi người gửi.")},
    )
    tracking_number = forms.CharField(
        label=gettext_lazy("Số bưu gửi"), max_length=60, required=False
    )
    sender_address = forms.CharField(
        label=gettext_lazy("Địa chỉ người gửi"), max_length=255, required=False
    )
    sender_phone = forms.CharField(
        label=gettext_lazy("Điện thoại người gửi"), max_length=20, required=False
    )
    postmarked_on = forms.DateField(
        label=gettext_lazy("Dấu bưu điện nơi gửi"), required=False, widget=DAY
    )
    arrived_on = forms.DateField(
        label=gettext_lazy("Dấu bưu điện nơi đến"),
        widget=DAY,
        help_text=gettext_lazy("Thời hạn giải quyết tính từ ngày này khi hồ sơ đầy đủ."),
        error_messages={"required": gettext_lazy("Hãy ghi ngày đến.")},
    )
    contents = forms.CharField(
        label=gettext_lazy("Giấy tờ trong bưu gửi"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Hãy ghi giấy tờ có trong bưu gửi.")},
    )


class GuidanceForm(OfficeForm):
    person_name = forms.CharField(
        label=gettext_lazy("Người được hướng dẫn"),
        max_length=255,
        error_messages={"required": gettext_lazy("Hãy ghi người được hướng dẫn.")},
    )
    person_phone = forms.CharField(label=gettext_lazy("Điện thoại"), max_length=20, required=False)
    procedure = forms.ModelChoiceField(
        label=gettext_lazy("Thủ tục"),
        queryset=Procedure.objects.none(),
        required=False,
        empty_label=gettext_lazy("Không thuộc thủ tục BHXH"),
    )
    matter = forms.CharField(
        label=gettext_lazy("Việc cần giải quyết"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Hãy ghi việc cần giải quyết.")},
    )
    to_agency = forms.ModelChoiceField(
        label=gettext_lazy("Cơ quan BHXH có thẩm quyền"),
        queryset=Agency.objects.none(),
        required=False,
        empty_label=gettext_lazy("Cơ quan khác, ghi bên dưới"),
    )
    to_other = forms.CharField(
        label=gettext_lazy("Cơ quan khác có thẩm quyền"), max_length=255, required=False
    )
    advice = forms.CharField(
        label=gettext_lazy("Lời hướng dẫn"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Đến đâu, mang theo gì, nộp bằng cách nào."),
        error_messages={"required": gettext_lazy("Hãy ghi lời hướng dẫn.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["procedure"].queryset = Procedure.objects.in_force().order_by("code")
        self.fields["to_agency"].queryset = Agency.objects.active().order_by("name")

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("to_agency") and not cleaned.get("to_other"):
            self.add_error("to_agency", _("Hãy ghi cơ quan có thẩm quyền."))
        return cleaned


@require_http_methods(["GET", "POST"])
def envelopes(request):
    """The book of arrivals: what waits first, and the form that enters a new one."""
    agencies = desk_of(request)
    form = EnvelopeForm(request.POST or None, agencies=agencies, initial={"arrived_on": _today()})
    if request.method == "POST" and form.is_valid():
        try:
            facts = dict(form.cleaned_data)
            entered = arriving.register(facts.pop("agency"), by=request.user, **facts)
        except DossierError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã vào sổ bưu gửi %s.") % entered)
            return redirect("admin:envelopes")
    view = request.GET.get("xem", "")
    book = Envelope.objects.visible_to(request.user)
    shown = book if view == "tat-ca" else book.filter(state=Envelope.State.WAITING)
    page = Paginator(shown.select_related("dossier", "draft", "guidance"), PAGE)
    return page_of(
        request,
        "console/counter/envelopes.html",
        _("Bưu gửi đến"),
        form=form,
        view=view,
        waiting=book.filter(state=Envelope.State.WAITING).count(),
        page=page.get_page(request.GET.get("page")),
    )


@require_POST
def answer(request, pk: int):
    """The slip of an envelope went back by post."""
    desk_of(request)
    envelope = get_object_or_404(Envelope.objects.visible_to(request.user), pk=pk)
    try:
        arriving.answer(envelope, by=request.user, number=request.POST.get("number", ""))
        messages.success(request, _("Đã ghi nhận gửi phiếu cho người nộp."))
    except DossierError as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('admin:envelopes')}?xem=tat-ca")


@require_http_methods(["GET", "POST"])
def guidance(request):
    """Show somebody the right place; the book of those shown."""
    agencies = desk_of(request)
    envelope = envelope_of(request)
    first = {"person_name": envelope.sender_name, "person_phone": envelope.sender_phone,
             "matter": envelope.contents} if envelope else {}  # fmt: skip
    form = GuidanceForm(request.POST or None, agencies=agencies, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            facts = dict(form.cleaned_data)
            made = arriving.guide(facts.pop("agency"), by=request.user, envelope=envelope, **facts)
        except DossierError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("admin:guidance_sheet", made.pk)
    book = Guidance.objects.visible_to(request.user).select_related("to_agency", "by")
    return page_of(
        request,
        "console/counter/guidance.html",
        _("Hướng dẫn đến đúng cơ quan"),
        form=form,
        envelope=envelope,
        page=Paginator(book, PAGE).get_page(request.GET.get("page")),
    )


@require_safe
def guidance_sheet(request, pk: int):
    """The sheet that the person takes along, ready to print."""
    desk_of(request)
    book = Guidance.objects.visible_to(request.user)
    found = get_object_or_404(
        book.select_related("agency", "to_agency", "procedure", "by", "issued"), pk=pk
    )
    return page_of(request, "console/counter/guidance_sheet.html", found.number, guidance=found)


def envelope_of(request) -> Envelope | None:
    """The waiting envelope that the page is about, if it names one."""
    number = request.POST.get("envelope") or request.GET.get("buu-gui", "")
    if not number.isdigit():
        return None
    waiting = Envelope.objects.visible_to(request.user).filter(state=Envelope.State.WAITING)
    return get_object_or_404(waiting, pk=number)


def _today() -> str:
    return timezone.localdate().isoformat()


def desk_of(request) -> set[int]:
    """The agencies at whose desk the person works; nobody else comes in."""
    if not request.user.has_perm("flows.receive_dossier"):
        raise PermissionDenied
    return {post.department.agency_id for post in posts_of(request.user)}


def page_of(request, template: str, title: str, **context):
    form = context.get("form")
    status = 422 if form is not None and form.errors else 200
    context |= {**admin.site.each_context(request), "title": title}
    return TemplateResponse(request, template, context, status=status)
