"""A dossier handed in at the desk or by post comes into the account: code and number, then a code by phone."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from catalog.eforms import identifiers
from flows.audit.chain import digest
from flows.errors import DossierError
from flows.models import Challenge, Dossier
from flows.services import claiming
from home.confirming.coded import CodedAct, code_page


class ClaimForm(forms.Form):
    """What stands on the slip of receipt, and the number that the applicant gave."""

    code = forms.CharField(
        label=gettext_lazy("Mã số hồ sơ hoặc số hồ sơ"),
        help_text=gettext_lazy("In ở đầu giấy tiếp nhận. Không cần gõ đúng dấu chấm, gạch."),
        max_length=120,
        error_messages={"required": gettext_lazy("Nhập mã số hồ sơ.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    identifier = forms.CharField(
        max_length=20,
        error_messages={"required": gettext_lazy("Nhập số đã ghi trong hồ sơ.")},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-10"}
        ),
    )

    def __init__(self, *args, user, **kwargs):
        self.organisation = user.kind == user.Kind.ORGANISATION
        own = user.tax_code if self.organisation else user.identity_number
        super().__init__(*args, initial={"identifier": own} | kwargs.pop("initial", {}), **kwargs)
        self.fields["identifier"].label = (
            _("Mã số thuế đã ghi trong hồ sơ")
            if self.organisation
            else _("Số định danh hoặc chứng minh nhân dân đã ghi trong hồ sơ")
        )

    def clean_identifier(self):
        typed = self.cleaned_data["identifier"]
        if self.organisation:
            return identifiers.tax_code(typed)
        return identifiers.identity_number(typed, old_card=True)


@never_cache
@login_required
def claim(request):
    """Find it; POST sends the code to the contact that the dossier gives."""
    if request.user.is_staff:
        raise PermissionDenied
    posted = request.method == "POST"
    form = ClaimForm(
        request.POST if posted else None,
        user=request.user,
        initial={"code": request.GET.get("ma", "")},
    )
    if posted and form.is_valid():
        try:
            dossier = claiming.asked_for(request.user, **form.cleaned_data)
        except DossierError as error:
            form.add_error(None, str(error))
        else:
            act = _act_of(request, dossier)
            refusal = act.send()
            if act.challenge is not None:
                return redirect("home:claim_confirm", code=dossier.code)
            form.add_error(None, refusal)
    return render(request, "home/dossiers/claim.html", {"form": form})


@never_cache
@login_required
def confirm(request, code):
    """The code; with it the dossier stands among the account's own. Who was sent none finds nothing."""
    if Dossier.objects.of_person(request.user).filter(code=code).exists():
        return redirect("home:dossier", code=code)
    dossier = claiming.unclaimed(request.user).with_list_data().filter(code=code).first()
    act = _act_of(request, dossier) if dossier else None
    if act is None or act.challenge is None:
        raise Http404
    return code_page(
        request,
        act,
        lambda evidence: claiming.claim(dossier, by=request.user, evidence=evidence),
        template="home/dossiers/confirm.html",
        done_url=reverse("home:dossier", kwargs={"code": dossier.code}),
        before_url=reverse("home:claim"),
        context={"dossier": dossier, "purpose": _("Nhận hồ sơ về tài khoản")},
        said=_("Hồ sơ đã ở trong tài khoản."),
    )


def _act_of(request, dossier) -> CodedAct:
    return CodedAct(
        user=request.user,
        purpose=Challenge.Purpose.CLAIM,
        subject=f"dossier:{dossier.code}",
        digest=digest([dossier.code, str(request.user.pk)]),
        summary=_("đưa hồ sơ %s vào một tài khoản") % dossier.code,
        contact=claiming.contact_of(dossier),
    )
