"""Money at the desk: cash with a receipt, and giving back what was paid, by two persons."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flows.console.steps.base import Step, step
from flows.papers.amounts import grouped
from flows.services import charging, refunding


@step("collect_fee")
class CollectFee(Step):
    title = gettext_lazy("Thu phí, lệ phí tại quầy")
    lead = gettext_lazy("Nhận tiền mặt rồi xác nhận; hệ thống lập biên lai để in cho người nộp.")
    button = gettext_lazy("Đã nhận tiền, lập biên lai")
    order = forms.TypedChoiceField(
        label=gettext_lazy("Khoản thu"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn khoản thu.")},
    )
    payer_name = forms.CharField(
        label=gettext_lazy("Người nộp tiền"),
        max_length=255,
        error_messages={"required": gettext_lazy("Hãy ghi họ tên người nộp tiền.")},
    )

    def prepare(self):
        owed = self.dossier.unpaid_fees
        self.fields["order"].choices = [
            (order.pk, f"{order.name}: {grouped(order.amount)} đồng") for order in owed
        ]
        self.fields["order"].initial = owed[0].pk if owed else None
        self.fields["payer_name"].initial = (
            self.dossier.submitter_name or self.dossier.applicant_name
        )

    def apply(self, subject, by):
        order = next(
            each for each in self.dossier.unpaid_fees if each.pk == self.cleaned_data["order"]
        )
        order.dossier = self.dossier
        payment = charging.collect(order, by=by, payer_name=self.cleaned_data["payer_name"])
        return _("Đã thu %(amount)s đồng, biên lai số %(number)s.") % {
            "amount": grouped(payment.amount),
            "number": payment.receipt.number,
        }


@step("ask_refund")
class AskRefund(Step):
    title = gettext_lazy("Đề nghị hoàn trả phí, lệ phí")
    lead = gettext_lazy("Một người khác có quyền phê duyệt quyết định việc hoàn trả.")
    button = gettext_lazy("Đề nghị hoàn trả")
    payment = forms.TypedChoiceField(
        label=gettext_lazy("Lần nộp"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn lần nộp.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Lý do hoàn trả"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Hãy ghi lý do hoàn trả.")},
    )

    def prepare(self):
        self.taken = refunding.refundable(self.dossier)
        self.fields["payment"].choices = [
            (
                payment.pk,
                f"{payment.order.name}: {grouped(payment.amount)} đồng, "
                f"{payment.get_method_display()}, {payment.reference}",
            )
            for payment in self.taken
        ]
        self.fields["payment"].initial = self.taken[0].pk if self.taken else None

    def apply(self, subject, by):
        chosen = self.cleaned_data["payment"]
        payment = next(each for each in self.taken if each.pk == chosen)
        refunding.ask(payment, by=by, reason=self.cleaned_data["reason"])
        return _("Đã đề nghị hoàn trả; chờ người thứ hai đồng ý.")


class Decision(Step):
    """What was asked, for the second person."""

    def prepare(self):
        self.refund = refunding.asked(self.dossier)

    def outlook(self) -> str:
        if self.refund is None:
            return ""
        payment = self.refund.payment
        return _(
            "%(name)s, %(amount)s đồng, %(method)s, mã giao dịch %(reference)s. "
            "Lý do: %(reason)s (%(who)s đề nghị)"
        ) % {
            "name": payment.order.name,
            "amount": grouped(payment.amount),
            "method": payment.get_method_display(),
            "reference": payment.reference,
            "reason": self.refund.reason,
            "who": self.refund.asked_by or _("hệ thống"),
        }


@step("allow_refund")
class AllowRefund(Decision):
    title = gettext_lazy("Đồng ý hoàn trả phí, lệ phí")
    lead = gettext_lazy(
        "Tiền mặt: trả tận tay rồi xác nhận. Trực tuyến: cổng thanh toán chuyển trả về tài khoản đã nộp."
    )
    button = gettext_lazy("Đồng ý hoàn trả")

    def apply(self, subject, by):
        refunding.allow(self.refund, by=by)
        return _("Đã đồng ý hoàn trả.")


@step("decline_refund")
class DeclineRefund(Decision):
    title = gettext_lazy("Không đồng ý hoàn trả")
    button = gettext_lazy("Không đồng ý")
    tone = "warning"
    reason = forms.CharField(
        label=gettext_lazy("Lý do không đồng ý"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Hãy ghi lý do không đồng ý.")},
    )

    def apply(self, subject, by):
        refunding.decline(self.refund, by=by, reason=self.cleaned_data["reason"])
        return _("Đã ghi nhận không đồng ý hoàn trả.")
