"""Sending feedback, its number, and reading the answer by number and check code."""

from django import forms
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from catalog.eforms.identifiers import phone_as_read
from catalog.models import Agency
from catalog.text import compose
from flows import limits, tracking
from flows.errors import DossierError
from flows.files import store_each
from flows.models import Dossier, Feedback
from flows.services import listening
from home.filing.papers import refuse_oversized

SENT = "feedback_sent"  # in the session: the number that was given, for the page after sending


class FeedbackForm(forms.Form):
    """What it is about, who asks, how to answer."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Ông/Bà muốn"),
        choices=[(kind.value, kind.label) for kind in Feedback.OF_CITIZENS],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn một loại.")},
    )
    agency = forms.ModelChoiceField(
        label=gettext_lazy("Cơ quan BHXH liên quan"),
        queryset=Agency.objects.none(),
        empty_label=gettext_lazy("Chọn cơ quan"),
        error_messages={"required": gettext_lazy("Chọn cơ quan liên quan.")},
    )
    code = forms.CharField(label=gettext_lazy("Mã số hồ sơ"), max_length=60, required=False)
    content = forms.CharField(
        label=gettext_lazy("Nội dung"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": 5000}),
        error_messages={"required": gettext_lazy("Ghi nội dung phản ánh, kiến nghị.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Họ và tên"),
        max_length=255,
        error_messages={"required": gettext_lazy("Ghi họ và tên.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Số điện thoại"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Thư điện tử"),
        required=False,
        help_text=gettext_lazy("Ghi điện thoại hoặc thư điện tử để nhận trả lời."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.active().order_by("name")

    def clean(self):
        cleaned = {k: compose(v) if isinstance(v, str) else v for k, v in super().clean().items()}
        if not cleaned.get("phone") and not cleaned.get("email"):
            self.add_error("phone", _("Ghi điện thoại hoặc thư điện tử để nhận trả lời."))
        return cleaned


@never_cache
@refuse_oversized
def write(request):
    """The form; `?ho-so=` names one of the person's own dossiers."""
    user = request.user if request.user.is_authenticated and not request.user.is_staff else None
    own = _own_dossier(user, request.GET.get("ho-so", ""))
    first = {"code": own.code, "agency": own.current_agency_id} if own else {}
    if user:
        first |= {
            "name": user.full_name,
            "phone": phone_as_read(user.phone or ""),
            "email": user.email,
        }
    form = FeedbackForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        made = _received(request, form, user)
        if made:
            request.session[SENT] = made.pk
            return redirect("home:feedback_sent")
    status = 422 if form.errors else 200
    return render(request, "home/feedback/write.html", {"form": form}, status=status)


@never_cache
@require_safe
def sent(request):
    """The number and check code of what was just sent."""
    made = Feedback.objects.filter(pk=request.session.get(SENT, 0)).first()
    if made is None:
        return redirect("home:feedback")
    return render(request, "home/feedback/sent.html", {"feedback": made})


class ReplyForm(forms.Form):
    """What is still not right with the answer, and whether it becomes a complaint."""

    text = forms.CharField(
        label=gettext_lazy("Điều Ông/Bà chưa hài lòng"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": 3000}),
        error_messages={"required": gettext_lazy("Ghi rõ điều chưa hài lòng.")},
    )

    def clean_text(self):
        return compose(self.cleaned_data["text"])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request):
    """Where it stands and the answer; a wrong number and a wrong code get the same words.

    POST replies to the answer: a further round, or a complaint.
    """
    number, check = request.GET.get("so", ""), request.GET.get("kt", "")
    context = {"number": number, "check": check, "asked": bool(number and check), "found": None}
    if context["asked"]:
        if not tracking.may_look_up(limits.client_address(request)):
            response = render(request, "home/lookup/too_many.html", status=429)
            response["Retry-After"] = "60"
            return response
        found = tracking.guarded(number, check, lambda: listening.find(number, check))
        context["found"] = found
        if found and not listening.why_no_reply(found):
            context["form"] = ReplyForm(request.POST or None)
            context["may_reply"] = len(found.rounds) < listening.MOST_ROUNDS
            if request.method == "POST" and context["form"].is_valid():
                return _replied(request, found, context)
    return render(request, "home/feedback/look_up.html", context)


def _replied(request, found, context):
    complain = "complain" in request.POST
    text = context["form"].cleaned_data["text"]
    try:
        made = listening.reply(found, text=text, complain=complain)
    except DossierError as refusal:
        context["form"].add_error(None, str(refusal))
        return render(request, "home/feedback/look_up.html", context, status=409)
    if complain:
        request.session[SENT] = made.pk
        return redirect("home:feedback_sent")
    return redirect(request.get_full_path())


def _own_dossier(user, code: str) -> Dossier | None:
    return Dossier.objects.of_person(user).filter(code=code).first() if user and code else None


def _received(request, form, user) -> Feedback | None:
    typed = dict(form.cleaned_data)
    code = typed.pop("code")
    # A code nobody has is left out without a word: the form must not tell which codes exist.
    dossier = tracking.find(code).first() if code else None
    try:
        kept = store_each(request.FILES.getlist("files"))
        return listening.receive(
            **typed, dossier=dossier, sender=user, files=kept,
            address=limits.client_address(request),
        )  # fmt: skip
    except DossierError as refusal:
        form.add_error(None, str(refusal))
        return None
