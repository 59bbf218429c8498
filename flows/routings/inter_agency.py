"""The first agency takes in and appraises, the one above decides, the result comes back (liên thông)."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from flows.routings.nodes import DossierFlow, Gate, Step, Wait
from flows.routings.registry import Rule, register
from flows.routings.shared_steps import GivesBack, TakesIn


@register("inter_agency")
class InterAgency(TakesIn, GivesBack, DossierFlow):
    process_title = _("Liên thông với cơ quan cấp trên")

    DEFAULTS = (
        Rule("intake", "intake_clerk", "intake"),
        Rule("appraise", "case_officer", "policy", share=20),
        Rule("appraise_above", "case_officer", "policy", scope="parent", share=40),
        Rule("approve_above", "leader", "leadership", scope="parent", share=20),
        Rule("give_back", "return_clerk", "intake"),
    )
    PATH = ("intake", "appraise", "appraise_above", "approve_above", "give_back")

    @classmethod
    def goes_on(cls, item) -> bool:
        return item.step == "appraise"

    @classmethod
    def came_from(cls, item) -> bool:
        return item.step == "appraise_above"

    after_intake = (
        Gate()
        .Case(this.await_completion, this.is_incomplete)
        .Case(this.appraise, this.is_received)
        .Default(this.end)
    )

    appraise = Step("flows.appraise_dossier", title=_("Thẩm định tại cơ quan tiếp nhận")).Next(
        this.after_appraise
    )
    after_appraise = (
        Gate().Case(this.await_supplement, this.awaits_supplement).Default(this.appraise_above)
    )

    appraise_above = Step("flows.appraise_dossier", title=_("Thẩm định tại cơ quan cấp trên")).Next(
        this.after_appraise_above
    )
    after_appraise_above = (
        Gate()
        .Case(this.await_supplement, this.awaits_supplement)
        .Case(this.approve_above, this.is_proposed)
        .Default(this.appraise)
    )

    await_supplement = Wait(title=_("Chờ người nộp bổ sung hồ sơ")).Next(this.after_supplement)
    after_supplement = (
        Gate()
        .Case(this.end, this.is_stopped)
        .Case(this.appraise_above, this.goes_up)
        .Default(this.appraise)
    )

    approve_above = Step(
        "flows.approve_dossier", title=_("Phê duyệt, ký kết quả tại cơ quan cấp trên")
    ).Next(this.after_approve_above)
    after_approve_above = Gate().Case(this.give_back, this.has_result).Default(this.appraise_above)
