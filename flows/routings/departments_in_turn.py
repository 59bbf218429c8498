"""Several departments appraise one after another, each in its turn, before the approval."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from flows.routings.nodes import DossierFlow, Gate, Step, Wait
from flows.routings.placement import turns_of
from flows.routings.registry import Rule, register
from flows.routings.shared_steps import GivesBack, TakesIn


@register("departments_in_turn")
class DepartmentsInTurn(TakesIn, GivesBack, DossierFlow):
    process_title = _("Nhiều phòng giải quyết lần lượt")

    DEFAULTS = (
        Rule("intake", "intake_clerk", "intake"),
        Rule("appraise", "case_officer", "books", turn=1, share=30),
        Rule("appraise", "case_officer", "collection", turn=2, share=30),
        Rule("approve", "leader", "leadership", share=20),
        Rule("give_back", "return_clerk", "intake"),
    )
    PATH = ("intake", "appraise", "approve", "give_back")

    @classmethod
    def goes_on(cls, item) -> bool:
        turns = turns_of(item.process.data["rules"], "appraise")
        return item.step == "appraise" and item.turn < turns[-1]

    @classmethod
    def came_from(cls, item) -> bool:
        turns = turns_of(item.process.data["rules"], "appraise")
        return item.step == "appraise" and item.turn > turns[0]

    @classmethod
    def turn(cls, process, by: int) -> None:
        turns = turns_of(process.data["rules"], "appraise")
        process.data["turn"] = turns[turns.index(process.data["turn"]) + by]

    after_intake = (
        Gate()
        .Case(this.await_completion, this.is_incomplete)
        .Case(this.appraise, this.is_received)
        .Default(this.end)
    )

    appraise = Step(
        "flows.appraise_dossier", title=_("Thẩm định tại phòng chuyên môn"), takes_turns=True
    ).Next(this.after_appraise)
    after_appraise = (
        Gate()
        .Case(this.await_supplement, this.awaits_supplement)
        .Case(this.approve, this.is_proposed)
        .Default(this.appraise)
    )
    await_supplement = Wait(title=_("Chờ người nộp bổ sung hồ sơ")).Next(this.after_supplement)
    after_supplement = Gate().Case(this.appraise, this.is_processing).Default(this.end)

    approve = Step("flows.approve_dossier", title=_("Phê duyệt, ký kết quả")).Next(
        this.after_approve
    )
    after_approve = Gate().Case(this.give_back, this.has_result).Default(this.appraise)
