"""Urging the unit where a late dossier lies, and its head's answer."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flows import acts
from flows.console.steps.base import Step, step
from flows.services import urging


@step("urge")
class Urge(Step):
    title = gettext_lazy("Đôn đốc đơn vị đang giữ hồ sơ")
    lead = gettext_lazy(
        "Phụ trách đơn vị nhận thư và thấy lời đôn đốc trên hồ sơ cho đến khi trả lời hoặc xử lý xong bước."
    )
    button = gettext_lazy("Gửi đôn đốc")

    note = forms.CharField(
        label=gettext_lazy("Nội dung đôn đốc"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def apply(self, subject, by):
        made = urging.urge(self.dossier, by=by, note=self.cleaned_data["note"])
        return _("Đã đôn đốc %s.") % made.item.department


@step("answer_urging")
class AnswerUrging(Step):
    title = gettext_lazy("Trả lời đôn đốc")
    button = gettext_lazy("Gửi trả lời")

    answer = forms.CharField(
        label=gettext_lazy("Trả lời: nguyên nhân, bao giờ xong"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def prepare(self):
        if found := acts.open_urging(self.dossier):
            self.lead = f"{found.asked_by}: {found.note}"

    def apply(self, subject, by):
        urging.answer(self.dossier, by=by, text=self.cleaned_data["answer"])
        return _("Đã trả lời đôn đốc của hồ sơ %s.") % self.dossier.code
