"""One department deals with the dossier: intake, appraisal, approval, return."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import nodes

from flows.routings.nodes import DossierFlow, Gate, Step, Wait
from flows.routings.registry import Rule, register


@register("one_department")
class OneDepartment(DossierFlow):
    process_title = _("Một phòng giải quyết")

    DEFAULTS = (
        Rule("intake", "intake_clerk", "intake"),
        Rule("appraise", "case_officer", "policy", share=60),
        Rule("approve", "leader", "leadership", share=20),
        Rule("give_back", "return_clerk", "intake"),
    )
    PATH = ("intake", "appraise", "approve", "give_back")

    start = nodes.StartHandle(this.open).Next(this.intake)

    intake = Step("flows.receive_dossier", title=_("Kiểm tra, tiếp nhận hồ sơ")).Next(
        this.after_intake
    )
    after_intake = (
        Gate()
        .Case(this.await_completion, this.is_incomplete)
        .Case(this.appraise, this.is_received)
        .Default(this.end)
    )
    await_completion = Wait(title=_("Chờ người nộp hoàn thiện hồ sơ")).Next(this.after_completion)
    after_completion = Gate().Case(this.intake, this.is_submitted).Default(this.end)

    appraise = Step("flows.appraise_dossier", title=_("Thẩm định, trình kết quả")).Next(
        this.after_appraise
    )
    after_appraise = (
        Gate()
        .Case(this.await_supplement, this.awaits_supplement)
        .Case(this.approve, this.is_proposed)
        .Default(this.end)
    )
    await_supplement = Wait(title=_("Chờ người nộp bổ sung hồ sơ")).Next(this.after_supplement)
    after_supplement = Gate().Case(this.appraise, this.is_processing).Default(this.end)

    approve = Step("flows.approve_dossier", title=_("Phê duyệt, ký kết quả")).Next(
        this.after_approve
    )
    after_approve = Gate().Case(this.give_back, this.has_result).Default(this.appraise)

    give_back = Step("flows.return_result", title=_("Trả kết quả")).Next(this.after_give_back)
    after_give_back = Gate().Case(this.await_post, this.is_sent).Default(this.end)
    await_post = Wait(title=_("Chờ bưu chính phát")).Next(this.after_post)
    after_post = Gate().Case(this.give_back, this.has_result).Default(this.end)

    end = nodes.End()
