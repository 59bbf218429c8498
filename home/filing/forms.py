"""The forms of the filing that are not the procedure's own: choice, applicant, result, confirmation."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.competence import full_name, goes_by_place, office_of, units_named
from catalog.eforms import identifiers
from catalog.models import Agency
from catalog.models.spoken import said
from catalog.text import compose
from flows.models import Dossier
from flows.services import batch_rows, branching


class ChoiceForm(forms.Form):
    """The case (when there are several), then the office: province first, its offices after it."""

    case = forms.ChoiceField(
        label=gettext_lazy("Trường hợp của hồ sơ"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn trường hợp của hồ sơ.")},
    )
    province = forms.ChoiceField(
        label=gettext_lazy("Tỉnh, thành phố nơi nộp"),
        error_messages={"required": gettext_lazy("Chọn tỉnh, thành phố.")},
    )
    place = forms.CharField(
        label=gettext_lazy("Xã, phường nơi cư trú hoặc nơi nhận chi trả"),
        help_text=gettext_lazy(
            "Ghi tên xã, phường rồi bấm «Tìm cơ quan có thẩm quyền», ví dụ: Bình Thạnh. "
            "Ông/Bà vẫn chọn được cơ quan khác nhận thủ tục này."
        ),
        required=False,
        max_length=80,
    )
    agency = forms.ChoiceField(
        label=gettext_lazy("Cơ quan tiếp nhận"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn cơ quan tiếp nhận hồ sơ.")},
    )

    def __init__(self, draft, *args, proposed=None, **kwargs):
        self.cases = (
            batch_rows.cases(draft.version) if draft.is_batch else list(draft.version.cases.all())
        )
        self.offices = list(
            Agency.objects.offering(draft.version).order_by("province", "level", "office_code")
        )
        here = draft.agency or proposed
        kwargs["initial"] = {
            "case": draft.case_id,
            "agency": here and here.pk,
            "province": here.province if here else "",
        }
        super().__init__(*args, **kwargs)
        if not goes_by_place(draft.version):
            del self.fields["place"]
        provinces = list(dict.fromkeys(office.province for office in self.offices))
        if len(self.cases) == 1:
            self.fields.pop("case")
        else:
            self.fields["case"].choices = [
                (case.pk, said(case, "name").text) for case in self.cases
            ]
        self.fields["province"].choices = [("", _("– Chọn –"))] + [
            (name, name or _("Toàn quốc")) for name in provinces
        ]
        if len(provinces) == 1:
            self.fields.pop("province")
            self.province = provinces[0]
        else:
            self.province = (
                self.data.get("province", "") if self.is_bound else self.initial["province"]
            )
        near = [office for office in self.offices if office.province == self.province]
        self.fields["agency"].choices = [(office.pk, office_label(office)) for office in near]
        if not near:
            self.fields.pop("agency")
        elif self.is_bound and len(near) == 1:  # nothing to choose: shown chosen, for a look
            self.data = self.data.copy()
            self.data["agency"] = str(near[0].pk)

    @property
    def province_shown(self) -> str:
        """The province whose offices stand on the page."""
        return self.province

    @property
    def is_looking(self) -> bool:
        """A province was sent to see its offices, not yet to choose one."""
        if not self.is_bound or "province" not in self.fields or not self.province:
            return False
        return "show" in self.data or self.data.get("shown_for", "") != self.province

    @property
    def is_seeking(self) -> bool:
        """A place was typed to see which office is competent there."""
        return self.is_bound and "place" in self.fields and "find" in self.data

    def found(self) -> list:
        """(unit, its office) of the places that were meant; none before something was typed."""
        units = units_named(self.data.get("place", "")) if self.is_seeking else []
        return [(unit, full_name(unit), office_of(unit)) for unit in units]

    def chosen(self):
        """(case, agency) of a valid form."""
        data = self.cleaned_data
        case = next((c for c in self.cases if str(c.pk) == data.get("case")), self.cases[0])
        agency = next(office for office in self.offices if str(office.pk) == data["agency"])
        return case, agency


def office_label(office) -> str:
    return f"{office.name} – {office.address}" if office.address else office.name


class BehalfForm(forms.Form):
    """On whose behalf the dossier is filed: asked only of those who may act for somebody else."""

    thay = forms.ChoiceField(
        label=gettext_lazy("Nộp hồ sơ cho ai?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn nộp hồ sơ cho ai.")},
    )

    def __init__(self, mandates, for_self: bool, begun: set, *args, **kwargs):
        """`begun`: the mandates of drafts that go on, None among them for an own draft."""
        super().__init__(*args, **kwargs)
        self.mandates = {str(row.pk): row for row in mandates}
        whom = [("0", _("Cho chính tôi"), None)] if for_self else []
        whom += [
            (key, f"{row.for_whom} ({row.get_kind_display().lower()})", row.pk)
            for key, row in self.mandates.items()
        ]
        self.fields["thay"].choices = [
            (key, _("%s – đang có bản nháp") % label if mandate in begun else label)
            for key, label, mandate in whom
        ]
        choices = self.fields["thay"].choices
        self.fields["thay"].initial = choices[0][0] if len(choices) == 1 else None
        if not mandates:
            del self.fields["thay"]

    @property
    def mandate(self):
        """The chosen one's; none for oneself."""
        return self.mandates.get(self.cleaned_data.get("thay", ""))


class ApplicantForm(forms.Form):
    """Who the dossier is about. Prefilled; what is corrected here changes this dossier alone."""

    for_self = forms.TypedChoiceField(
        label=gettext_lazy("Nộp hồ sơ cho ai?"),
        choices=[("1", gettext_lazy("Cho chính tôi")), ("0", gettext_lazy("Cho người khác"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    mandate = forms.CharField(
        label=gettext_lazy("Căn cứ nộp thay"),
        required=False,
        max_length=255,
        help_text=gettext_lazy(
            "Chỉ ghi khi nộp cho người khác: ví dụ cha, mẹ của người dưới 18 tuổi; giấy ủy quyền số, ngày."
        ),
    )
    mandate.asked_when = "for_self=0"
    name = forms.CharField(
        label=gettext_lazy("Họ và tên chủ hồ sơ"),
        error_messages={"required": gettext_lazy("Nhập họ và tên chủ hồ sơ.")},
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    identifier = forms.CharField(
        label=gettext_lazy("Số định danh cá nhân (số căn cước)"),
        error_messages={"required": gettext_lazy("Nhập số định danh cá nhân gồm 12 chữ số.")},
        help_text=gettext_lazy("12 chữ số."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-20"}),
    )
    insurance_number = forms.CharField(
        label=gettext_lazy("Mã số BHXH"),
        help_text=gettext_lazy("10 chữ số trên thẻ BHYT, sổ BHXH."),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-20"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Số điện thoại"),
        help_text=gettext_lazy("Ghi số điện thoại hoặc thư điện tử để nhận thông báo."),
        required=False,
        max_length=20,
        widget=forms.TextInput(
            attrs={"type": "tel", "autocomplete": "tel", "class": "govuk-input--width-20"}
        ),
    )
    email = forms.EmailField(
        label=gettext_lazy("Thư điện tử"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    address = forms.CharField(
        label=gettext_lazy("Địa chỉ liên hệ"),
        required=False,
        max_length=255,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )

    def clean_name(self):
        return compose(self.cleaned_data["name"])

    def clean_identifier(self):
        return identifiers.identity_number(self.cleaned_data["identifier"])

    def clean_insurance_number(self):
        value = self.cleaned_data["insurance_number"]
        return identifiers.social_insurance_number(value) if value else ""

    def clean_phone(self):
        value = self.cleaned_data["phone"]
        return identifiers.phone(value) if value else ""

    def clean(self):
        data = super().clean()
        if data.get("for_self") is False and not data.get("mandate"):
            self.add_error("mandate", _("Ghi căn cứ nộp thay, ví dụ giấy ủy quyền số, ngày."))
        if not self.errors and not (data.get("phone") or data.get("email")):
            self.add_error("phone", _("Ghi số điện thoại hoặc thư điện tử để nhận thông báo."))
        return data


class ContactForm(forms.Form):
    """How to reach the one whom the dossier is about; who that is, is fixed by account or mandate."""

    phone = forms.CharField(
        label=gettext_lazy("Số điện thoại"),
        help_text=gettext_lazy("Ghi số điện thoại hoặc thư điện tử để nhận thông báo."),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "class": "govuk-input--width-20"}),
    )
    email = forms.EmailField(label=gettext_lazy("Thư điện tử"), required=False)
    address = forms.CharField(label=gettext_lazy("Địa chỉ liên hệ"), required=False, max_length=255)

    def clean_phone(self):
        value = self.cleaned_data["phone"]
        return identifiers.phone(value) if value else ""

    def clean(self):
        data = super().clean()
        if not self.errors and not (data.get("phone") or data.get("email")):
            self.add_error("phone", _("Ghi số điện thoại hoặc thư điện tử để nhận thông báo."))
        return data


ITSELF = 0  # the organisation, not one of its branches


class OrganisationForm(ContactForm):
    """An organisation also names its code at the social insurance."""

    field_order = ["branch", "insurance_number"]
    branch = forms.TypedChoiceField(
        label=gettext_lazy("Nộp cho"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Chọn chi nhánh, đơn vị trực thuộc mà Ông/Bà được nộp thay.")
        },
    )
    insurance_number = forms.CharField(
        label=gettext_lazy("Mã đơn vị BHXH"),
        help_text=gettext_lazy("Mã do cơ quan BHXH cấp cho đơn vị tham gia, ví dụ TC0123Z."),
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )

    def __init__(self, *args, organisation: str, branches: list, only_branches: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation, self.branches = organisation, {one.pk: one for one in branches}
        if not branches and not only_branches:
            del self.fields["branch"]
            return
        own = [] if only_branches else [(ITSELF, organisation)]
        self.fields["branch"].choices = own + [
            (one.pk, f"{one.name} ({one.insurance_number})") for one in branches
        ]
        if only_branches:
            del self.fields["insurance_number"]  # that of the branch
        else:
            self.fields["insurance_number"].asked_when = f"branch={ITSELF}"

    def clean_insurance_number(self):
        return identifiers.unit_code(self.cleaned_data["insurance_number"])

    def clean(self):
        data = super().clean()
        return data | branching.facts(self.organisation, self.branches.get(data.get("branch")))


class ResultForm(forms.Form):
    """How the result comes back."""

    channel = forms.ChoiceField(
        label=gettext_lazy("Cách nhận kết quả"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn cách nhận kết quả.")},
    )
    address = forms.CharField(
        label=gettext_lazy("Địa chỉ nhận qua bưu chính"),
        help_text=gettext_lazy("Chỉ ghi khi chọn nhận qua bưu chính công ích."),
        required=False,
        max_length=255,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    address.asked_when = "channel=post"

    def __init__(self, draft, *args, **kwargs):
        kwargs["initial"] = {
            "channel": draft.result_channel,
            "address": draft.result_address or draft.applicant.get("address", ""),
        }
        super().__init__(*args, **kwargs)
        offered = draft.version.result_channels
        self.fields["channel"].choices = [
            (value, label) for value, label in Dossier.ResultChannel.choices if value in offered
        ]
        if Dossier.ResultChannel.POST not in offered:
            self.fields.pop("address")

    def clean(self):
        data = super().clean()
        if data.get("channel") == Dossier.ResultChannel.POST and not data.get("address"):
            self.add_error("address", _("Ghi địa chỉ để bưu chính chuyển kết quả."))
        return data


class DeclarationForm(forms.Form):
    """The statement of truth (Article 22): without it no code is sent."""

    truth = forms.BooleanField(
        label=gettext_lazy(
            "Tôi cam đoan nội dung kê khai và giấy tờ đính kèm là đúng sự thật và chịu trách nhiệm "
            "trước pháp luật."
        ),
        error_messages={"required": gettext_lazy("Đánh dấu vào lời cam đoan để tiếp tục.")},
    )
    terms = forms.BooleanField(
        error_messages={
            "required": gettext_lazy("Đọc và đồng ý với điều khoản sử dụng để tiếp tục.")
        }
    )

    def __init__(self, *args, terms=None, **kwargs):
        """`terms` is the version that this person has not accepted yet, if there is one."""
        super().__init__(*args, **kwargs)
        if terms is None:
            del self.fields["terms"]
        else:
            self.fields["terms"].label = (
                _("Tôi đồng ý với điều khoản sử dụng phiên bản %s.") % terms
            )
