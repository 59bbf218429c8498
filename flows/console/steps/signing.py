"""Signing the result before it is issued (ký số của lãnh đạo): the same for approving and replacing."""

from collections.abc import Callable

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flows.console.steps.base import Step
from flows.errors import DossierError
from flows.models import ResultSheet, SigningCertificate
from flows.services import signing

UPLOAD, KEY, HELD, AGAIN = "upload", "key", "held", "again"
LARGEST_KEY = 64 * 1024  # bytes of a PKCS#12


class SignedStep(Step):
    """A step that issues a result; where the procedure asks for it, signed by who takes the step.

    A step gives `sheet(subject, by)`, the paper to sign, and `issue(subject, by)`, the act.
    """

    way = forms.ChoiceField(label=gettext_lazy("Cách ký"), widget=forms.RadioSelect)
    signed = forms.FileField(
        label=gettext_lazy("Văn bản đã ký (PDF)"),
        required=False,
        help_text=gettext_lazy(
            "Khi ký ở máy của bạn: bấm «Tải văn bản để ký», ký bằng phần mềm ký số rồi gửi đúng tệp đó."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf", "data-max-mb": "20"}),
    )
    signed.asked_when = "way=upload"
    key = forms.FileField(
        label=gettext_lazy("Tệp khóa ký (PKCS#12)"),
        required=False,
        help_text=gettext_lazy(
            "Khi ký bằng tệp khóa: dùng cho lần ký này rồi bỏ, hệ thống không giữ khóa và mật khẩu."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".p12,.pfx"}),
    )
    key.asked_when = "way=key"
    pin = forms.CharField(
        label=gettext_lazy("Mật khẩu tệp khóa hoặc mã PIN"),
        required=False,
        help_text=gettext_lazy("Không cần khi gửi tệp đã ký ở máy của bạn."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    pin.asked_when = "way=key,held"
    code = forms.CharField(
        label=gettext_lazy("Mã OTP của dịch vụ ký"),
        required=False,
        help_text=gettext_lazy("Chỉ khi dịch vụ ký số từ xa yêu cầu."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    code.asked_when = "way=held"

    def prepare(self):
        super().prepare()
        if not self.must_sign:
            for name in SignedStep.base_fields:
                del self.fields[name]
            return
        self.fields["way"].choices = self._ways()
        self.fields["way"].initial = self._ways()[0][0]
        if not (self.held and self.held.is_remote):
            del self.fields["code"]

    @property
    def must_sign(self) -> bool:
        return self.dossier.version.leader_signs

    @cached_property
    def held(self) -> SigningCertificate | None:
        """The person's key at the server or at the signing service, when there is one."""
        return SigningCertificate.objects.in_use(self.user).exclude(address="").first()

    def _ways(self) -> list[tuple[str, str]]:
        ways = [(UPLOAD, _("Ký ở máy của tôi rồi gửi tệp đã ký"))]
        if self.held:
            ways.insert(
                0, (HELD, _("Ký bằng khóa của tôi tại dịch vụ ký số hoặc thiết bị máy chủ"))
            )
        ways.append((KEY, _("Ký bằng tệp khóa PKCS#12")))
        standing = signing.waiting(self.dossier, self.user)
        if standing and standing.is_unanswered:
            ways.insert(0, (AGAIN, _("Kiểm tra lại tệp đã ký vừa gửi")))
        return ways

    def clean(self):
        typed = super().clean() or {}
        way = typed.get("way")
        if way == UPLOAD and not typed.get("signed"):
            self.add_error("signed", _("Hãy chọn tệp PDF đã ký."))
        if way == KEY and not typed.get("key"):
            self.add_error("key", _("Hãy chọn tệp khóa ký (.p12, .pfx)."))
        if (key := typed.get("key")) and key.size > LARGEST_KEY:
            self.add_error("key", _("Tệp này quá lớn, không phải tệp khóa ký."))
        if way == HELD and not typed.get("pin"):
            self.add_error("pin", _("Hãy nhập mã PIN."))
        return typed

    sheet: Callable[..., ResultSheet]
    issue: Callable[..., str]

    def apply(self, subject, by):
        if not self.must_sign:
            return self.issue(subject, by)
        way, typed = self.cleaned_data["way"], self.cleaned_data
        if way in (UPLOAD, AGAIN):
            standing = signing.waiting(self.dossier, by)
            if standing is None:
                raise DossierError(_("Hãy bấm «Tải văn bản để ký» trước, rồi gửi tệp đã ký."))
            if way == UPLOAD:
                signing.take_signed(standing, typed["signed"].read())
            else:
                signing.judge_again(standing)
            return self.issue(subject, by)
        opened = {"address": self.held.address} if way == HELD and self.held else {}
        if way == KEY:
            opened["pkcs12"] = typed["key"].read()
        return signing.issue_signed(
            lambda: self.sheet(subject, by),
            lambda: self.issue(subject, by),
            pin=typed["pin"],
            code=typed.get("code", ""),
            **opened,
        )
