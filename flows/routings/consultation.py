"""One department appraises and asks others for their opinion, all at once; then it concludes."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from flows.routings.nodes import AllAnswered, AskAll, DossierFlow, Gate, Step, Wait
from flows.routings.placement import turns_of
from flows.routings.registry import Rule, register
from flows.routings.shared_steps import GivesBack, TakesIn


@register("consultation")
class ParallelConsultation(TakesIn, GivesBack, DossierFlow):
    process_title = _("Một phòng giải quyết, lấy ý kiến song song")

    DEFAULTS = (
        Rule("intake", "intake_clerk", "intake"),
        Rule("appraise", "case_officer", "policy", share=20),
        Rule("consult", "case_officer", "books", turn=1, share=30, silence="agreed"),
        Rule("consult", "case_officer", "collection", turn=2, share=30),
        Rule("conclude", "case_officer", "policy", share=20, like="appraise"),
        Rule("approve", "leader", "leadership", share=20),
        Rule("give_back", "return_clerk", "intake"),
    )
    PATH = ("intake", "appraise", "consult", "conclude", "approve", "give_back")

    @classmethod
    def goes_on(cls, item) -> bool:
        return item.step == "appraise" and bool(turns_of(item.process.data["rules"], "consult"))

    @classmethod
    def came_from(cls, item) -> bool:
        return item.step == "conclude"

    after_intake = (
        Gate()
        .Case(this.await_completion, this.is_incomplete)
        .Case(this.appraise, this.is_received)
        .Default(this.end)
    )

    appraise = Step("flows.appraise_dossier", title=_("Thẩm định, gửi lấy ý kiến")).Next(
        this.after_appraise
    )
    after_appraise = (
        Gate()
        .Case(this.await_supplement, this.awaits_supplement)
        .Case(this.approve, this.is_proposed)
        .Default(this.ask_all)
    )

    ask_all = AskAll().Next(this.consult)
    consult = Step("flows.appraise_dossier", title=_("Cho ý kiến phối hợp"), at_once=True).Next(
        this.all_answered
    )
    all_answered = AllAnswered().Next(this.conclude)

    conclude = Step("flows.appraise_dossier", title=_("Tổng hợp ý kiến, trình kết quả")).Next(
        this.after_conclude
    )
    after_conclude = (
        Gate()
        .Case(this.await_supplement, this.awaits_supplement)
        .Case(this.approve, this.is_proposed)
        .Default(this.appraise)
    )

    await_supplement = Wait(title=_("Chờ người nộp bổ sung hồ sơ")).Next(this.after_supplement)
    after_supplement = (
        Gate()
        .Case(this.end, this.is_stopped)
        .Case(this.conclude, this.was_concluding)
        .Default(this.appraise)
    )

    approve = Step("flows.approve_dossier", title=_("Phê duyệt, ký kết quả")).Next(
        this.after_approve
    )
    after_approve = Gate().Case(this.give_back, this.has_result).Default(this.conclude)

    def was_concluding(self, activation):
        return activation.process.data.get("asked_in") == "conclude"
