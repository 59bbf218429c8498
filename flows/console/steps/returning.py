"""Returning results (trả kết quả; Decree 61/2018, Article 20): at the counter or by post."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flows.console.steps.base import Step, step
from flows.console.steps.talking import FilesField, OneFile
from flows.errors import DossierError
from flows.gateways import post
from flows.models import Delivery, Dossier
from flows.services import acknowledging, confirming, originals, returning


class OriginalsMixin:
    """One tick per paper of which the desk keeps originals: «đã trả bản chính»."""

    original_label = gettext_lazy("Đã trả bản chính: %(paper)s (%(n)d bản)")
    all_of_them = True

    def prepare(self):
        super().prepare()
        for document in originals.kept(self.dossier):
            self.fields[f"original_{document.pk}"] = forms.BooleanField(
                label=self.original_label % {"paper": document.name, "n": document.originals_kept},
                required=self.all_of_them and len(getattr(self, "left", [])) < 2,
                error_messages={
                    "required": _("Hãy trả bản chính «%s» rồi đánh dấu đã trả.") % document.name
                },
            )

    def returned(self) -> list[int]:
        """Ids of the papers ticked."""
        ticked = (name for name, value in self.cleaned_data.items() if value is True)
        return [
            int(name.removeprefix("original_")) for name in ticked if name.startswith("original_")
        ]


@step("hand_over")
class HandOver(OriginalsMixin, Step):
    title = gettext_lazy("Trả kết quả tại quầy")
    lead = gettext_lazy(
        "Đối chiếu giấy tờ của người nhận; hệ thống lập giấy biên nhận trả kết quả."
    )
    button = gettext_lazy("Đã trả kết quả")
    recipient_name = forms.CharField(
        label=gettext_lazy("Người nhận"),
        max_length=255,
        error_messages={"required": gettext_lazy("Hãy ghi họ tên người nhận.")},
    )
    recipient_identifier = forms.CharField(
        label=gettext_lazy("Số định danh hoặc giấy tờ của người nhận"),
        max_length=60,
        error_messages={"required": gettext_lazy("Hãy ghi số giấy tờ của người nhận.")},
    )
    is_proxy = forms.BooleanField(
        label=gettext_lazy("Nhận thay (có giấy ủy quyền)"), required=False
    )
    proxy_paper = forms.CharField(
        label=gettext_lazy("Giấy ủy quyền"),
        help_text=gettext_lazy("Chỉ khi nhận thay: loại giấy, số, ngày, nơi chứng thực."),
        max_length=255,
        required=False,
    )
    proxy_file = FilesField(
        label=gettext_lazy("Bản chụp giấy ủy quyền"), required=False, widget=OneFile
    )

    proxy_paper.asked_when = proxy_file.asked_when = "is_proxy=on"
    acknowledged = forms.ChoiceField(
        label=gettext_lazy("Người nhận xác nhận bằng"),
        initial=acknowledging.SIGNATURE,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn cách người nhận xác nhận.")},
    )
    code = forms.CharField(
        label=gettext_lazy("Mã người nhận đọc"),
        max_length=12,
        required=False,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-5"}
        ),
    )
    code.asked_when = "acknowledged=otp"
    code.is_sent = True

    def prepare(self):
        self.left = returning.results_left(self.dossier)
        if len(self.left) > 1:
            self.fields["results"] = forms.MultipleChoiceField(
                label=_("Kết quả trả lần này"),
                help_text=_("Bỏ đánh dấu phần chưa có: hồ sơ còn ở bàn trả đến khi trả đủ."),
                choices=[(each["key"], each["label"]) for each in self.left],
                initial=[each["key"] for each in self.left],
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": _("Hãy đánh dấu kết quả được trả.")},
            )
        super().prepare()
        self.fields["recipient_name"].initial = self.dossier.applicant_name
        if contact := acknowledging.contact_of(self.dossier):
            told = _("Mã gửi tới %s") % confirming.masked(contact[1])
            self.fields["acknowledged"].choices = [
                (acknowledging.SIGNATURE, _("Ký vào giấy biên nhận")),
                (acknowledging.CODE, told),
            ]
        else:
            del self.fields["acknowledged"], self.fields["code"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_proxy") and not cleaned.get("proxy_paper"):
            self.add_error(
                "proxy_paper",
                _("Người nhận thay phải có giấy ủy quyền: hãy ghi số, ngày của giấy."),
            )
        if not cleaned.get("is_proxy"):
            try:
                acknowledging.require_own(self.dossier, cleaned.get("recipient_identifier", ""))
            except DossierError as refusal:
                self.add_error("recipient_identifier", str(refusal))
        if cleaned.get("acknowledged") == acknowledging.CODE and not cleaned.get("code"):
            self.add_error("code", _("Bấm «Gửi mã», rồi nhập mã mà người nhận đọc."))
        return cleaned

    def with_code_sent(self):
        """The same form after the code went out: what was typed stays."""
        typed = {name: self[name].data for name in self.fields if name != "proxy_file"}
        again = type(self)(initial=typed, subject=self.subject, user=self.user)
        again.sent = acknowledging.send_code(self.dossier, by=self.user)
        return again

    def apply(self, item, by):
        typed = self.cleaned_data
        returning.hand_over(
            item,
            by=by,
            recipient_name=typed["recipient_name"],
            recipient_identifier=typed["recipient_identifier"],
            is_proxy=typed["is_proxy"],
            proxy_paper=typed["proxy_paper"],
            proxy_file=typed["proxy_file"][0][0] if typed["proxy_file"] else None,
            results=typed.get("results"),
            code=typed["code"] if typed.get("acknowledged") == acknowledging.CODE else "",
            originals_back=self.returned(),
        )
        if returning.results_left(self.dossier):
            told = _("Đã trả một phần kết quả hồ sơ %s; phần còn lại chờ ở bàn trả.")
        else:
            told = _("Đã trả kết quả hồ sơ %s.")
        return told % self.dossier.code


@step("send_by_post")
class SendByPost(OriginalsMixin, Step):
    original_label = gettext_lazy("Gửi kèm bản chính: %(paper)s (%(n)d bản)")
    title = gettext_lazy("Gửi kết quả qua bưu chính")
    lead = gettext_lazy("Ghi số bưu gửi; hồ sơ coi là đã trả khi bưu chính xác nhận phát.")
    button = gettext_lazy("Đã gửi bưu chính")
    tracking_number = forms.CharField(
        label=gettext_lazy("Số bưu gửi"),
        max_length=60,
        error_messages={"required": gettext_lazy("Hãy ghi số bưu gửi.")},
    )

    carrier = forms.CharField(
        label=gettext_lazy("Doanh nghiệp bưu chính"), max_length=120, required=False
    )
    address = forms.CharField(
        label=gettext_lazy("Địa chỉ người nộp yêu cầu gửi đến"),
        help_text=gettext_lazy("Người nộp đã chọn cách nhận khác và nay đề nghị gửi bưu chính."),
        max_length=255,
        error_messages={"required": gettext_lazy("Hãy ghi địa chỉ người nộp yêu cầu gửi đến.")},
    )

    def prepare(self):
        super().prepare()
        if self.dossier.result_channel == Dossier.ResultChannel.POST:
            del self.fields["address"]
        else:
            self.fields["address"].initial = self.dossier.applicant_address
        if post.is_connected():
            number = self.fields["tracking_number"]
            number.required = False
            number.help_text = _("Để trống: hệ thống báo bưu chính và lấy số bưu gửi để in nhãn.")

    def outlook(self):
        if "address" in self.fields:
            return ""
        return _("Người nhận: %(name)s, %(address)s.") % {
            "name": self.dossier.applicant_name,
            "address": self.dossier.result_address or self.dossier.applicant_address,
        }

    def apply(self, item, by):
        returning.send_by_post(
            item,
            by=by,
            carrier=self.cleaned_data["carrier"],
            tracking_number=self.cleaned_data["tracking_number"],
            address=self.cleaned_data.get("address", ""),
            originals_back=self.returned(),
        )
        return _("Đã ghi nhận gửi bưu chính hồ sơ %s.") % self.dossier.code


@step("confirm_post")
class ConfirmPost(Step):
    title = gettext_lazy("Bưu chính báo phát")
    lead = gettext_lazy(
        "Đã phát: hồ sơ kết thúc, người nộp được báo. Hoàn lại: kết quả chờ trao tại quầy hoặc gửi lại, "
        "người nộp được mời đến nhận."
    )
    button = gettext_lazy("Ghi nhận")
    delivered = forms.TypedChoiceField(
        label=gettext_lazy("Kết quả phát"),
        choices=[
            ("1", gettext_lazy("Đã phát cho người nhận")),
            ("0", gettext_lazy("Bưu chính hoàn lại")),
        ],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn kết quả phát.")},
    )

    def outlook(self):
        sent = self.dossier.deliveries.filter(state=Delivery.State.SENT).first()
        if sent is None:
            return ""
        told = _("Bưu gửi %(number)s, gửi %(day)s tới %(name)s, %(address)s.")
        return told % {
            "number": sent.tracking_number or _("chưa có số"),
            "day": f"{timezone.localtime(sent.sent_at):%d/%m/%Y}" if sent.sent_at else "",
            "name": self.dossier.applicant_name,
            "address": self.dossier.result_address or self.dossier.applicant_address,
        }

    def apply(self, subject, by):
        delivered = self.cleaned_data["delivered"]
        returning.confirm_post(self.dossier, by=by, delivered=delivered)
        told = (
            _("Đã ghi nhận bưu chính phát xong kết quả của hồ sơ %s.")
            if delivered
            else _("Đã ghi nhận bưu chính hoàn lại kết quả của hồ sơ %s; kết quả chờ trả lại.")
        )
        return told % self.dossier.code


@step("give_back_originals")
class GiveBackOriginals(OriginalsMixin, Step):
    title = gettext_lazy("Trả bản chính cho người nộp")
    lead = gettext_lazy(
        "Đánh dấu từng bản chính đã trả tận tay; nhật ký ghi người trả và thời điểm."
    )
    button = gettext_lazy("Đã trả bản chính")
    all_of_them = False

    def apply(self, subject, by):
        originals.give_back_only(self.dossier, by=by, returned=self.returned())
        return _("Đã trả bản chính của hồ sơ %s.") % self.dossier.code
