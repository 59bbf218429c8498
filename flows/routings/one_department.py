"""One department deals with the dossier: intake, appraisal, approval, return."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from flows.routings.nodes import DossierFlow, Gate, Step, Wait
from flows.routings.registry import Rule, register
from flows.routings.shared_steps import GivesBack, TakesIn


@register("one_department")
class OneDepartment(TakesIn, GivesBack, DossierFlow):
    process_title = _("Một phòng giải quyết")

    DEFAULTS = (
        Rule("intake", "intake_clerk", "intake"),
        Rule("appraise", "case_officer", "policy", share=60),
        Rule("approve", "leader", "leadership", share=20),
        Rule("give_back", "return_clerk", "intake"),
    )
    PATH = ("intake", "appraise", "approve", "give_back")

    after_intake = (
        Gate()
        .Case(this.await_completion, this.is_incomplete)
        .Case(this.appraise, this.is_received)
        .Default(this.end)
    )

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
