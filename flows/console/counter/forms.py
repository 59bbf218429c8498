"""What is typed at the counter before the declaration: case, applicant, way of return."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.eforms import identifiers
from catalog.models import Agency, Case
from catalog.text import compose
from flows.models import Dossier

_PASSPORT = re.compile(r"(?=.*[A-Z])[A-Z0-9]{6,12}")
PERSON_FIELDS = ["kind", "name", "identifier", "insurance_number", "phone", "email", "address"]


class ApplicantForm(forms.Form):
    """Case, office, applicant and way of return on one page. No code can be typed anywhere."""

    lock = forms.IntegerField(widget=forms.HiddenInput)
    case = forms.ModelChoiceField(
        label=gettext_lazy("Trường hợp"),
        queryset=Case.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": gettext_lazy("Hãy chọn trường hợp.")},
    )
    agency = forms.ModelChoiceField(
        label=gettext_lazy("Cơ quan tiếp nhận"),
        queryset=Agency.objects.none(),
        empty_label=None,
        error_messages={"required": gettext_lazy("Hãy chọn cơ quan tiếp nhận.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Chủ hồ sơ là"),
        choices=[
            ("person", gettext_lazy("Cá nhân")),
            ("organisation", gettext_lazy("Tổ chức, đơn vị")),
        ],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=gettext_lazy("Họ và tên, tên đơn vị"),
        max_length=255,
        error_messages={"required": gettext_lazy("Hãy ghi họ tên hoặc tên đơn vị của chủ hồ sơ.")},
    )
    identifier = forms.CharField(
        label=gettext_lazy("Số định danh cá nhân, mã số thuế"),
        max_length=20,
        error_messages={"required": gettext_lazy("Hãy ghi số định danh hoặc mã số thuế.")},
    )
    insurance_number = forms.CharField(
        label=gettext_lazy("Mã số BHXH, mã đơn vị"), max_length=20, required=False
    )
    phone = forms.CharField(label=gettext_lazy("Điện thoại"), max_length=20, required=False)
    email = forms.EmailField(label=gettext_lazy("Thư điện tử"), required=False)
    address = forms.CharField(label=gettext_lazy("Địa chỉ"), max_length=255, required=False)
    submitter_name = forms.CharField(
        label=gettext_lazy("Người nộp"),
        max_length=255,
        required=False,
        help_text=gettext_lazy("Chỉ ghi khi người đến nộp không phải chủ hồ sơ."),
    )
    mandate = forms.CharField(
        label=gettext_lazy("Căn cứ nộp thay"),
        max_length=255,
        required=False,
        help_text=gettext_lazy("Giấy ủy quyền, giấy giới thiệu, quan hệ giám hộ."),
    )
    result_channel = forms.ChoiceField(
        label=gettext_lazy("Nhận kết quả"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn cách nhận kết quả.")},
    )
    result_address = forms.CharField(
        label=gettext_lazy("Địa chỉ nhận qua bưu chính"), max_length=255, required=False
    )

    def __init__(self, *args, draft, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        version = draft.version
        cases = self.fields["case"].queryset = version.cases.all()
        if len(cases) == 1:
            self.initial["case"] = cases[0].pk
        self.fields["agency"].queryset = Agency.objects.offering(version).filter(pk__in=agencies)
        labels = dict(Dossier.ResultChannel.choices)
        self.fields["result_channel"].choices = [
            (channel, labels[channel]) for channel in version.result_channels if channel in labels
        ]

    def clean(self):
        cleaned = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = compose(value)
        is_person = cleaned.get("kind") != "organisation"
        self._read("identifier", identity if is_person else identifiers.tax_code)
        insured = identifiers.social_insurance_number if is_person else identifiers.unit_code
        self._read("insurance_number", insured)
        self._read("phone", identifiers.phone)
        if not {"phone", "email"} & self.errors.keys() and not (
            cleaned.get("phone") or cleaned.get("email")
        ):
            self.add_error("phone", _("Hãy ghi điện thoại hoặc thư điện tử để báo kết quả."))
        if cleaned.get("submitter_name") and not cleaned.get("mandate"):
            self.add_error("mandate", _("Hãy ghi căn cứ nộp thay."))
        by_post = cleaned.get("result_channel") == Dossier.ResultChannel.POST
        if by_post and not cleaned.get("result_address"):
            self.add_error("result_address", _("Hãy ghi địa chỉ để bưu chính chuyển kết quả."))
        return cleaned

    def _read(self, name: str, how) -> None:
        """A number as it is kept, however it was typed; one that cannot be stays with its reason."""
        if typed := self.cleaned_data.get(name):
            try:
                self.cleaned_data[name] = how(typed)
            except forms.ValidationError as refusal:
                self.add_error(name, refusal)

    def applicant(self) -> dict:
        """The applicant as drafts keep it; the clerk has seen the person, so it is confirmed."""
        typed = self.cleaned_data
        return {
            **{name: typed[name] for name in PERSON_FIELDS},
            "submitter_name": typed["submitter_name"],
            "mandate": typed["mandate"],
            "for_self": not typed["submitter_name"],
            "confirmed": True,
        }


def identity(value: str) -> str:
    """The identity number, the nine digits of an old card, or a foreigner's passport (with a letter)."""
    number = identifiers.compact(value)
    if _PASSPORT.fullmatch(number):
        return number
    return identifiers.identity_number(number, old_card=True)
