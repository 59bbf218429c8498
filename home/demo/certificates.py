"""A certificate of the demo's authority for whoever tries the registration of an organisation (demo only)."""

from cryptography.hazmat.primitives import serialization
from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.eforms import identifiers
from catalog.text import compose
from flows import limits
from home.demo import authority
from home.demo.identity_provider import only_demo

PER_HOUR = 20  # from one address: each organisation's key is a file


class HolderForm(forms.Form):
    """For which organisation."""

    tax_code = forms.CharField(
        label=gettext_lazy("Mã số thuế"),
        help_text=gettext_lazy("Ví dụ 0100233488."),
        max_length=14,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-20"}),
    )
    name = forms.CharField(label=gettext_lazy("Tên đơn vị, tổ chức"), max_length=160)

    def clean_tax_code(self):
        return identifiers.tax_code(self.cleaned_data["tax_code"])


@only_demo
def demo_certificate(request):
    """The certificate alone, as signing software exports it; its key stays with the demo."""
    form = HolderForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if limits.hit("demo_certificate", limits.client_address(request), PER_HOUR, 3600):
            return _file(**form.cleaned_data)
        form.add_error(None, _("Đã lấy quá nhiều chứng thư thử nghiệm. Hãy thử lại sau một giờ."))
    return render(request, "home/demo_certificate.html", {"form": form})


def _file(*, tax_code: str, name: str) -> HttpResponse:
    authority.build()
    _key, certificate = authority.kept_for(name=compose(name), tax_code=tax_code)
    return HttpResponse(
        certificate.public_bytes(serialization.Encoding.DER),
        content_type="application/pkix-cert",
        headers={"Content-Disposition": f'attachment; filename="chung-thu-thu-{tax_code}.cer"'},
    )
