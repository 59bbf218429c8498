"""Taking back and replacing a result (thu hồi, thay thế kết quả): one person asks, another decides."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flows.console.steps.base import ReasonedStep, Step, step
from flows.console.steps.signing import SignedStep
from flows.papers import wording
from flows.services import replacing


@step("replace_result")
class AskReplacement(ReasonedStep):
    title = gettext_lazy("Thu hồi, thay thế kết quả")
    lead = gettext_lazy(
        "Một lãnh đạo khác phải đồng ý; khi đó văn bản cũ hết giá trị, văn bản mới được cấp số và người "
        "nộp được báo."
    )
    button = gettext_lazy("Đề nghị thu hồi, thay thế")
    reason_label = gettext_lazy("Lý do thu hồi")
    previews = True
    content = forms.CharField(
        label=gettext_lazy("Nội dung thay thế"),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Hãy ghi nội dung thay thế.")},
    )
    reasons = forms.CharField(
        label=gettext_lazy("Lý do, căn cứ"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )

    def prepare(self):
        super().prepare()
        issued = replacing.replaceable(self.dossier)
        if issued:
            self.fields["content"].initial = issued.data.get("content", "")
            self.fields["reasons"].initial = issued.data.get("reasons", "")

    def preview(self):
        return wording.preview(
            self.dossier,
            by=self.user,
            content=self.data.get("content", ""),
            reasons=self.data.get("reasons", ""),
        )

    def apply(self, subject, by):
        typed = self.cleaned_data
        replacing.ask(
            self.dossier,
            by=by,
            reason=typed["reason"],
            content=typed["content"],
            reasons=typed["reasons"],
        )
        return _("Đã đề nghị thu hồi, thay thế kết quả hồ sơ %s.") % self.dossier.code


@step("confirm_replacement")
class ConfirmReplacement(SignedStep):
    title = gettext_lazy("Đồng ý thu hồi, thay thế")
    lead = gettext_lazy(
        "Văn bản cũ bị thu hồi ngay; văn bản thay thế được cấp số mới và báo cho người nộp."
    )
    button = gettext_lazy("Thu hồi và ban hành văn bản thay thế")
    tone = "warning"

    @cached_property
    def replacement(self):
        return replacing.pending(self.dossier)

    def sheet(self, subject, by):
        return replacing.prepare(self.dossier, by=by)

    def issue(self, subject, by):
        issued = replacing.confirm(self.dossier, by=by)
        return _("Đã thu hồi và thay bằng văn bản số %s.") % issued.number


@step("decline_replacement")
class DeclineReplacement(ReasonedStep):
    title = gettext_lazy("Không đồng ý thu hồi")
    lead = gettext_lazy("Văn bản kết quả giữ nguyên giá trị.")
    button = gettext_lazy("Không đồng ý")

    @cached_property
    def replacement(self):
        return replacing.pending(self.dossier)

    def apply(self, subject, by):
        replacing.decline(self.dossier, by=by, reason=self.cleaned_data["reason"])
        return _("Kết quả hồ sơ %s giữ nguyên.") % self.dossier.code


@step("hand_over_replacement")
class HandOverReplacement(Step):
    title = gettext_lazy("Trả văn bản thay thế")
    lead = gettext_lazy("Đối chiếu giấy tờ của người nhận và thu lại văn bản cũ.")
    button = gettext_lazy("Đã trả văn bản thay thế")
    recipient_name = forms.CharField(label=gettext_lazy("Người nhận"), max_length=255)
    recipient_identifier = forms.CharField(
        label=gettext_lazy("Số định danh hoặc giấy tờ của người nhận"), max_length=60
    )

    def prepare(self):
        self.fields["recipient_name"].initial = self.dossier.applicant_name

    def apply(self, subject, by):
        replacing.hand_over(self.dossier, by=by, **self.cleaned_data)
        return _("Đã trả văn bản thay thế của hồ sơ %s.") % self.dossier.code
