"""Originals shown for comparison: ask which, where and until when; write down what was found."""

import datetime

from django import forms
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import Agency
from flows.console.steps.base import ReasonedStep, Step, step
from flows.models import Document, OriginalsItem
from flows.services import presenting

DAYS = 7  # proposed until the originals are shown


class PaperChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj):
        return presenting.name_of(obj)


@step("ask_originals")
class AskOriginals(ReasonedStep):
    title = gettext_lazy("Mời xuất trình bản chính")
    lead = gettext_lazy(
        "Người nộp được báo giấy tờ nào, ở đâu, đến hết ngày nào và đặt được lịch hẹn. Thời hạn giải "
        "quyết vẫn tính tiếp; bản chính được trả lại ngay sau khi đối chiếu."
    )
    button = gettext_lazy("Gửi yêu cầu")
    documents = PaperChoice(
        label=gettext_lazy("Giấy tờ cần xuất trình bản chính"),
        queryset=Document.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Hãy chọn giấy tờ cần xuất trình bản chính.")},
    )
    agency = forms.ModelChoiceField(
        label=gettext_lazy("Nơi xuất trình"), queryset=Agency.objects.none(), empty_label=None
    )
    present_by = forms.DateField(
        label=gettext_lazy("Đến hết ngày"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Hãy ghi hạn xuất trình.")},
    )
    field_order = ["documents", "agency", "present_by"]

    def prepare(self):
        super().prepare()
        self.fields["documents"].queryset = presenting.presentable(self.dossier)
        self.fields["agency"].queryset = Agency.objects.filter(
            pk__in=[self.dossier.agency_id, self.dossier.current_agency_id]
        )
        soon = timezone.localdate() + datetime.timedelta(days=DAYS)
        self.fields["present_by"].initial = soon

    def apply(self, subject, by):
        presenting.ask(self.dossier, by=by, **self.cleaned_data)
        return _("Đã mời người nộp xuất trình bản chính.")


@step("compare_originals")
class CompareOriginals(Step):
    title = gettext_lazy("Đối chiếu bản chính")
    lead = gettext_lazy(
        "Ghi kết quả của giấy tờ người nộp đã mang đến; giấy tờ chưa mang đến để trống, lần sau ghi tiếp."
    )
    button = gettext_lazy("Lưu kết quả đối chiếu")

    def prepare(self):
        request = self.dossier.open_originals
        self.waiting = (
            list(request.items.filter(found="").select_related("document__component"))
            if request
            else []
        )
        for item in self.waiting:
            name = presenting.name_of(item.document)
            self.fields[f"found_{item.pk}"] = forms.ChoiceField(
                label=name,
                choices=OriginalsItem.Found.choices,
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"note_{item.pk}"] = forms.CharField(
                label=_("Nhận xét về «%s»") % Truncator(name).chars(60),
                max_length=500,
                required=False,
            )

    def clean(self):
        cleaned = super().clean()
        self.results = {
            item.pk: (found, cleaned.get(f"note_{item.pk}", ""))
            for item in self.waiting
            if (found := cleaned.get(f"found_{item.pk}"))
        }
        if not self.results:
            raise forms.ValidationError(_("Hãy ghi kết quả của ít nhất một giấy tờ."))
        return cleaned

    def apply(self, subject, by):
        done = presenting.compare(self.dossier, by=by, results=self.results)
        if done.closed_at:
            return _("Đã đối chiếu xong bản chính.")
        return _("Đã lưu; còn bản chính chưa xuất trình.")


@step("withdraw_originals")
class WithdrawOriginals(ReasonedStep):
    title = gettext_lazy("Thôi yêu cầu bản chính")
    lead = gettext_lazy("Người nộp được báo không cần mang bản chính đến nữa.")
    button = gettext_lazy("Thôi yêu cầu")

    def apply(self, subject, by):
        presenting.withdraw(self.dossier, by=by, reason=self.cleaned_data["reason"])
        return _("Đã thôi yêu cầu xuất trình bản chính.")
