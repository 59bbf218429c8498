"""Ways beside the straight one: opinions, referral, steps taken back, results at the desk."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import Agency
from flows.console.steps.base import ReasonedStep, Step, step
from flows.console.steps.handling import Propose
from flows.models import Consultation, WorkItem
from flows.services import competence, consulting, handling, referring, settling, undoing


@step("propose_at_counter")
class ProposeAtCounter(Propose):
    title = gettext_lazy("Trình ký ngay")
    lead = gettext_lazy("Lãnh đạo ký ngay trong buổi; người nộp chờ nhận kết quả tại quầy.")
    button = gettext_lazy("Trình ký ngay")

    def apply(self, item, by):
        settling.propose_at_counter(item, by=by, **self.drafted())
        return _("Đã trình ký hồ sơ %s.") % self.dossier.code


@step("issue_at_counter")
class IssueAtCounter(Propose):
    title = gettext_lazy("Cấp kết quả ngay")
    lead = gettext_lazy(
        "Văn bản kết quả được ban hành ngay theo nội dung ghi ở đây; sau khi cấp chỉ còn trả kết quả."
    )
    button = gettext_lazy("Cấp kết quả")

    def apply(self, item, by):
        settling.issue_at_counter(item, by=by, **self.drafted())
        return _("Đã cấp kết quả hồ sơ %s.") % self.dossier.code


@step("give_opinion")
class GiveOpinion(Step):
    title = gettext_lazy("Cho ý kiến phối hợp")
    lead = gettext_lazy(
        "Ý kiến này được ghi tên đơn vị và người cho ý kiến, gửi về phòng đang giải quyết."
    )
    button = gettext_lazy("Gửi ý kiến")
    opinion = forms.ChoiceField(
        label=gettext_lazy("Ý kiến"),
        choices=Consultation.Opinion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn ý kiến.")},
    )
    content = forms.CharField(
        label=gettext_lazy("Nội dung ý kiến"),
        help_text=gettext_lazy("Bắt buộc khi không đồng ý hoặc có ý kiến khác."),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("opinion") not in (None, "agree") and not cleaned.get("content"):
            self.add_error("content", _("Hãy ghi rõ nội dung ý kiến."))
        return cleaned

    def apply(self, item, by):
        consulting.give_opinion(item, by=by, **self.cleaned_data)
        return _("Đã gửi ý kiến về hồ sơ %s.") % self.dossier.code


class EarlierStep(forms.ModelChoiceField):
    def label_from_instance(self, item):
        return f"{item.step_title} – {item.department}, {item.agency}"


@step("return_to_step")
class ReturnToStep(ReasonedStep):
    title = gettext_lazy("Trả về bước đã làm")
    lead = gettext_lazy("Hồ sơ trở lại bước được chọn với lý do ghi ở đây; các bước sau làm lại.")
    button = gettext_lazy("Trả hồ sơ về bước này")
    to = EarlierStep(
        label=gettext_lazy("Trả về bước"),
        queryset=WorkItem.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": gettext_lazy("Hãy chọn bước.")},
    )
    field_order = ["to", "phrase", "reason"]

    def prepare(self):
        super().prepare()
        self.fields["to"].queryset = WorkItem.objects.filter(
            pk__in=[item.pk for item in self.subject.earlier]
        ).select_related("department", "agency")

    def apply(self, item, by):
        handling.return_to_step(
            item, by=by, to=self.cleaned_data["to"], reason=self.cleaned_data["reason"]
        )
        return _("Đã trả hồ sơ %s về bước đã chọn.") % self.dossier.code


@step("undo_step")
class UndoStep(ReasonedStep):
    title = gettext_lazy("Hoàn tác bước vừa làm")
    lead = gettext_lazy(
        "Việc vừa chuyển đi trở lại tay bạn với thời hạn cũ. Chỉ làm được khi chưa ai nhận bước sau."
    )
    button = gettext_lazy("Hoàn tác")

    def apply(self, subject, by):
        undoing.undo(self.dossier, by=by, reason=self.cleaned_data["reason"])
        return _("Đã hoàn tác; việc của hồ sơ %s lại ở trong tay bạn.") % self.dossier.code


@step("refer")
class Refer(ReasonedStep):
    title = gettext_lazy("Chuyển cơ quan có thẩm quyền")
    lead = gettext_lazy(
        "Hồ sơ nộp nhầm nơi được chuyển trước khi tiếp nhận: giữ nguyên mã hồ sơ, người nộp không phải "
        "nộp lại. Cơ quan nhận xác nhận thì việc chuyển mới xong."
    )
    button = gettext_lazy("Chuyển hồ sơ")
    to = forms.ModelChoiceField(
        label=gettext_lazy("Cơ quan có thẩm quyền"),
        queryset=Agency.objects.none(),
        empty_label=gettext_lazy("Chọn cơ quan"),
        error_messages={"required": gettext_lazy("Hãy chọn cơ quan.")},
    )
    field_order = ["to", "phrase", "reason"]

    def prepare(self):
        super().prepare()
        self.fields["to"].queryset = referring.places(self.dossier)
        proposed = competence.of_dossier(self.dossier)
        if proposed and proposed.agency.pk != self.dossier.agency_id:
            self.fields["to"].initial = proposed.agency
            self.fields["to"].help_text = f"{proposed.agency}: {proposed.reason}"

    def apply(self, item, by):
        to = self.cleaned_data["to"]
        referring.refer(item, by=by, to=to, reason=self.cleaned_data["reason"])
        return _("Đã chuyển hồ sơ %(code)s đến %(to)s, chờ xác nhận.") % {
            "code": self.dossier.code,
            "to": to,
        }


@step("confirm_referral")
class ConfirmReferral(Step):
    title = gettext_lazy("Xác nhận đã nhận hồ sơ chuyển đến")
    lead = gettext_lazy("Từ lúc xác nhận, cơ quan này chịu trách nhiệm trả lời tiếp nhận hồ sơ.")
    button = gettext_lazy("Đã nhận hồ sơ")

    def apply(self, item, by):
        referring.confirm(item, by=by)
        return _("Đã nhận hồ sơ %s.") % self.dossier.code


@step("decline_referral")
class DeclineReferral(ReasonedStep):
    title = gettext_lazy("Không nhận, trả nơi chuyển")
    lead = gettext_lazy("Hồ sơ trở lại cơ quan đã chuyển với lý do ghi ở đây.")
    button = gettext_lazy("Trả nơi chuyển")

    def apply(self, item, by):
        referring.decline(item, by=by, reason=self.cleaned_data["reason"])
        return _("Đã trả hồ sơ %s về cơ quan chuyển.") % self.dossier.code
