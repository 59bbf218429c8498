"""A supplement entered at the desk for somebody who brought or posted it."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.eforms import FormSpec
from flows.console.steps.base import Step, step
from flows.console.steps.talking import FilesField
from flows.errors import DossierError
from flows.services import desk_answers

WAYS = [("counter", gettext_lazy("Nộp tại quầy")), ("post", gettext_lazy("Gửi qua bưu chính"))]


@step("answer_at_desk")
class AnswerAtDesk(Step):
    title = gettext_lazy("Nhập bổ sung tại quầy, bưu chính")
    lead = gettext_lazy(
        "Chỉ nhập đúng các mục đã yêu cầu. Khi xác nhận, hồ sơ đi tiếp, thời hạn tính tiếp và Phiếu giao "
        "nhận hồ sơ được lập."
    )
    button = gettext_lazy("Ghi nhận bổ sung và lập phiếu")
    channel = forms.ChoiceField(
        label=gettext_lazy("Cách nộp bổ sung"), choices=WAYS, widget=forms.RadioSelect,
        initial="counter",
    )  # fmt: skip
    giver = forms.CharField(
        label=gettext_lazy("Người giao giấy tờ"),
        max_length=255,
        error_messages={"required": gettext_lazy("Hãy ghi người giao giấy tờ.")},
    )
    tracking_number = forms.CharField(
        label=gettext_lazy("Số bưu gửi"), max_length=60, required=False
    )
    arrived_on = forms.DateField(
        label=gettext_lazy("Dấu bưu điện nơi đến"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Thời hạn giải quyết tính tiếp từ ngày này."),
    )
    tracking_number.asked_when = arrived_on.asked_when = "channel=post"

    @cached_property
    def request(self):
        return self.dossier.supplements.filter(closed_at=None).first()

    @cached_property
    def items(self) -> list:
        return list(self.request.items.select_related("component")) if self.request else []

    @cached_property
    def question_forms(self) -> list:
        """The asked questions in their sections, with what was answered before."""
        keys = {item.question_key for item in self.items if item.question_key}
        if not keys:
            return []
        known = self.dossier.current_submission.answers
        spec = FormSpec(self.dossier.case.form)
        return spec.forms_of(keys, known, self.data if self.is_bound else None)

    def prepare(self):
        self.fields["giver"].initial = self.dossier.submitter_name or self.dossier.applicant_name
        for item in self.items:
            if item.component_id is None:
                continue
            self.fields[f"files_{item.pk}"] = FilesField(
                label=item.label, required=item.component.needs_scan, help_text=self._hint(item)
            )
            self.fields[f"kept_{item.pk}"] = forms.IntegerField(
                label=_("Số bản chính giữ lại: %s") % item.label,
                min_value=0, max_value=99, required=False, initial=0,
            )  # fmt: skip

    def _hint(self, item) -> str:
        told = [item.note] if item.note else []
        if item.component.needs_scan:
            told.append(_("Bản quét PDF, JPG, PNG; được chọn nhiều tệp."))
        else:
            told.append(_("Giấy này chỉ giữ bản chính, không bắt buộc quét."))
        return " – ".join(told)

    def clean(self):
        cleaned = super().clean()
        if self.request is None:
            raise forms.ValidationError(_("Hồ sơ không còn chờ bổ sung."))
        if cleaned.get("channel") == "post" and "arrived_on" not in self.errors:
            try:
                desk_answers.arrived_at(self.request, cleaned.get("arrived_on"))
            except DossierError as refusal:
                self.add_error("arrived_on", str(refusal))
        for item in self.items:
            if item.component_id is None or f"files_{item.pk}" in self.errors:
                continue
            kept = cleaned.get(f"kept_{item.pk}") or 0
            if not cleaned.get(f"files_{item.pk}") and (item.component.needs_scan or not kept):
                self.add_error(
                    f"files_{item.pk}", _("Hãy đính kèm bản quét của «%s».") % item.label
                )
        sound = [form.is_valid() for form in self.question_forms]  # each shows its own mistakes
        if not all(sound):
            self.add_error(None, _("Hãy sửa các mục của tờ khai được đánh dấu."))
        return cleaned

    def apply(self, subject, by):
        typed, files, originals = self.cleaned_data, {}, {}
        for item in self.items:
            if component := item.component:
                originals[component.pk] = typed.get(f"kept_{item.pk}") or 0
                files[component.pk] = typed.get(f"files_{item.pk}") or [(None, component.name)]
        asked = {item.question_key for item in self.items if item.question_key}
        answers = {
            key: value
            for form in self.question_forms
            for key, value in form.answers.items()
            if key in asked
        }
        slip = desk_answers.enter(
            self.request, by=by, channel=typed["channel"], giver=typed["giver"],
            tracking_number=typed["tracking_number"], arrived_on=typed["arrived_on"],
            answers=answers, files=files, originals=originals,
        )  # fmt: skip
        told = _("Đã ghi nhận bổ sung của hồ sơ %(code)s và lập %(slip)s.")
        return told % {"code": self.dossier.code, "slip": slip.title}
