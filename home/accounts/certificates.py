"""The organisation's certificate on the account pages: the field that reads its file, the page that shows
and replaces it."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from flows.errors import DossierError
from flows.services import certifying

HISTORY_SHOWN = 20


class CertificateField(forms.FileField):
    """The certificates in an uploaded file, the holder's first; a private key is refused and not kept."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", gettext_lazy("Chứng thư số của đơn vị"))
        kwargs["widget"] = forms.FileInput(attrs={"accept": ".cer,.crt,.pem"})
        kwargs["allow_empty_file"] = True  # its own sentence says that it is empty
        super().__init__(**kwargs)

    def clean(self, data, initial=None):
        uploaded = super().clean(data, initial)
        try:
            return certifying.read(uploaded) if uploaded else None
        except DossierError as refusal:
            raise ValidationError(str(refusal), code="certificate") from None


class CertificateForm(forms.Form):
    """Another certificate for the account."""

    certificate = CertificateField(
        label=gettext_lazy("Tệp chứng thư số"),
        help_text=gettext_lazy(
            "Chỉ chứng thư số, không kèm khóa bí mật. Không gửi tệp .p12, .pfx hay .key."
        ),
        error_messages={"required": gettext_lazy("Chọn tệp chứng thư số của đơn vị.")},
    )

    def __init__(self, *args, account, **kwargs):
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_certificate(self):
        return judged(self.cleaned_data["certificate"], self.account.tax_code)


class RegisteringCertificate(forms.Form):
    """What the registration of an organisation asks: its certificate, or a clear word that it has none yet."""

    certificate = CertificateField(
        required=False,
        help_text=gettext_lazy(
            "Tệp chứng thư số xuất từ phần mềm ký hoặc do nơi cấp gửi, ghi đúng mã số thuế ở trên. "
            "Chỉ chứng thư số, không kèm khóa bí mật: không gửi tệp .p12, .pfx hay .key."
        ),
    )
    no_certificate = forms.BooleanField(
        required=False, label=gettext_lazy("Đơn vị chưa có chứng thư số, sẽ bổ sung sau")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["certificate"].asked_when = "no_certificate="  # one of the two: not optional

    def full_clean(self):
        super().full_clean()
        if "certificate" not in self.fields or not self._errors:
            return
        # A browser keeps no file: who has to mend something else is told before they send again.
        if self.files.get("certificate") and not self.has_error("certificate"):
            self.add_error(
                "certificate",
                _("Hãy chọn lại tệp chứng thư số: tệp không giữ được khi có chỗ khác cần sửa."),
            )

    def clean(self):
        cleaned = super().clean()
        if "certificate" not in self.fields or self.has_error("certificate"):
            return cleaned
        found, tax_code = self.cleaned_data.get("certificate"), self.cleaned_data.get("tax_code")
        if found and tax_code:
            try:
                self.cleaned_data["certificate"] = judged(found, tax_code)
            except ValidationError as refusal:
                self.add_error("certificate", refusal)
        elif not found and not self.cleaned_data.get("no_certificate"):
            self.add_error(
                "certificate",
                _(
                    "Chọn tệp chứng thư số của đơn vị, hoặc đánh dấu ô «Đơn vị chưa có chứng thư số, sẽ bổ sung sau»."
                ),
            )
        return cleaned


def judged(found, tax_code: str) -> certifying.Judged:
    """The certificate that the organisation may register. ValidationError."""
    try:
        return certifying.judge(found, tax_code=tax_code)
    except DossierError as refusal:
        raise ValidationError(str(refusal), code="certificate") from None


@never_cache
@login_required
def certificate(request):
    """The organisation's certificate and those before it. POST registers another: the file that is sent,
    or the one that signed last."""
    account = request.user
    if account.kind != account.Kind.ORGANISATION or account.is_staff:
        raise Http404
    form = CertificateForm(account=account)
    if request.method == "POST":
        if "last" in request.POST:
            return _registered(
                request, lambda: certifying.register_last_signed(account, by=account)
            )
        form = CertificateForm(request.POST, request.FILES, account=account)
        if form.is_valid():
            return _registered(
                request,
                lambda: certifying.register(account, form.cleaned_data["certificate"], by=account),
            )
    current = account.certificates.current().first()
    shown = {
        "form": form,
        "current": current,
        "fault": certifying.fault(current) if current else "",
        "last": certifying.last_signed(account),
        "earlier": account.certificates.exclude(replaced_at=None)[:HISTORY_SHOWN],
    }
    return render(request, "account/certificate.html", shown)


def _registered(request, register):
    try:
        with transaction.atomic():
            register()
    except DossierError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã ghi nhận chứng thư số của đơn vị."))
    return redirect("account_certificate")
