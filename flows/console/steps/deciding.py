"""Deciding and re-appointing (phê duyệt, trả lại, xin lỗi và hẹn lại, rút hồ sơ)."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flows.console.steps.base import ReasonedStep, Step, step
from flows.console.steps.signing import SignedStep
from flows.papers import wording
from flows.services import deciding, extending, withdrawing


@step("approve")
class Approve(SignedStep):
    title = gettext_lazy("Phê duyệt, ký kết quả")
    lead = gettext_lazy(
        "Văn bản kết quả được ban hành theo đề xuất dưới đây và chuyển đến Bộ phận Trả kết quả."
    )
    button = gettext_lazy("Phê duyệt")
    previews = True

    def preview(self):
        return wording.preview(
            self.dossier,
            by=self.user,
            content=self.proposal.content if self.proposal else "",
            reasons=self.proposal.reasons if self.proposal else "",
        )

    @cached_property
    def proposal(self):
        return self.dossier.decisions.pending().select_related("proposed_by").first()

    def sheet(self, item, by):
        return deciding.prepare(item, by=by)

    def issue(self, item, by):
        deciding.approve(item, by=by)
        return _("Đã phê duyệt hồ sơ %s.") % self.dossier.code


@step("send_back")
class SendBack(ReasonedStep):
    title = gettext_lazy("Trả lại, yêu cầu xem xét")
    lead = gettext_lazy("Đề xuất trở lại người trình với lý do ghi ở đây.")
    button = gettext_lazy("Trả lại người trình")

    def apply(self, item, by):
        deciding.send_back(item, by=by, reason=self.cleaned_data["reason"])
        return _("Đã trả lại đề xuất của hồ sơ %s.") % self.dossier.code


@step("extend")
class Extend(ReasonedStep):
    title = gettext_lazy("Xin lỗi và hẹn lại ngày trả")
    lead = gettext_lazy(
        "Người nộp nhận Phiếu xin lỗi và hẹn lại (Mẫu 04). Mỗi hồ sơ chỉ được hẹn lại một lần."
    )
    button = gettext_lazy("Hẹn lại và lập Mẫu 04")
    phrase_kind = "apology"
    new_due = forms.DateField(
        label=gettext_lazy("Ngày hẹn trả mới"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Hãy chọn ngày hẹn trả mới.")},
    )
    field_order = ["new_due", "phrase", "reason"]

    def apply(self, subject, by):
        extending.extend(
            self.dossier,
            by=by,
            new_due=self.cleaned_data["new_due"],
            reason=self.cleaned_data["reason"],
        )
        return _("Đã hẹn lại ngày trả hồ sơ %s.") % self.dossier.code


@step("withdraw_confirm")
class ConfirmWithdrawal(Step):
    title = gettext_lazy("Đồng ý cho rút hồ sơ")
    lead = gettext_lazy("Hồ sơ kết thúc theo yêu cầu của người nộp; giấy tờ gốc được trả lại.")
    button = gettext_lazy("Đồng ý cho rút")
    tone = "warning"

    def apply(self, subject, by):
        withdrawing.confirm(self.dossier, by=by)
        return _("Đã cho rút hồ sơ %s.") % self.dossier.code


@step("withdraw_decline")
class DeclineWithdrawal(ReasonedStep):
    title = gettext_lazy("Không đồng ý cho rút")
    lead = gettext_lazy("Hồ sơ tiếp tục được giải quyết; người nộp nhận lý do.")
    button = gettext_lazy("Không đồng ý")

    def apply(self, subject, by):
        withdrawing.decline(self.dossier, by=by, reason=self.cleaned_data["reason"])
        return _("Hồ sơ %s tiếp tục được giải quyết.") % self.dossier.code
