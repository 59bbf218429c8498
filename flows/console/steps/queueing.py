"""Taking work, giving it back, handing it to a colleague (nhận việc, trả lại, giao lại)."""

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import Post
from flows.console.steps.base import Step, step
from flows.services import work


@step("claim")
class Claim(Step):
    title = gettext_lazy("Nhận việc")
    lead = gettext_lazy("Việc này vào danh sách của bạn; đồng nghiệp thấy bạn đang giữ.")
    button = gettext_lazy("Nhận việc")

    def apply(self, item, by):
        work.claim(item, by=by)
        return _("Bạn đã nhận việc «%(step)s» của hồ sơ %(code)s.") % {
            "step": item.step_title or item.step,
            "code": self.dossier.code,
        }


@step("release")
class Release(Step):
    title = gettext_lazy("Trả việc về phòng")
    lead = gettext_lazy("Việc này trở lại hàng chờ chung của phòng, người khác nhận được.")
    button = gettext_lazy("Trả việc về phòng")
    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Hãy ghi lý do trả việc về phòng.")},
    )

    def apply(self, item, by):
        work.release(item, by=by, reason=self.cleaned_data["reason"])
        return _("Đã trả việc của hồ sơ %(code)s về hàng chờ chung.") % {"code": self.dossier.code}


@step("hand_over_work")
class HandOverWork(Step):
    title = gettext_lazy("Giao việc cho đồng nghiệp")
    lead = gettext_lazy("Người nhận giữ việc này từ lúc xác nhận; thời hạn không đổi.")
    button = gettext_lazy("Giao việc")
    to = forms.ModelChoiceField(
        label=gettext_lazy("Người nhận"),
        queryset=get_user_model().objects.none(),
        empty_label=gettext_lazy("Chọn đồng nghiệp"),
        error_messages={"required": gettext_lazy("Hãy chọn người nhận.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Hãy ghi lý do giao lại.")},
    )

    def prepare(self):
        item = self.subject
        holders = Post.objects.active().filter(department=item.department_id, role=item.role_id)
        self.fields["to"].queryset = (
            get_user_model()
            .objects.filter(pk__in=holders.order_by().values("user"))
            .exclude(pk=item.owner_id)
            .order_by("full_name")
        )

    def apply(self, item, by):
        to = self.cleaned_data["to"]
        work.hand_over(item, by=by, to=to, reason=self.cleaned_data["reason"])
        return _("Đã giao việc của hồ sơ %(code)s cho %(to)s.") % {
            "code": self.dossier.code,
            "to": to,
        }
