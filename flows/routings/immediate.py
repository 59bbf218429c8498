"""Solved while the person waits: the clerk who takes in proposes at once, the leader signs."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from flows.routings.nodes import DossierFlow, Gate, Step
from flows.routings.registry import Rule, register
from flows.routings.shared_steps import GivesBack, TakesIn


@register("immediate")
class Immediate(TakesIn, GivesBack, DossierFlow):
    process_title = _("Giải quyết ngay tại Bộ phận Một cửa")

    DEFAULTS = (
        Rule("intake", "intake_clerk", "intake"),
        Rule("settle", "intake_clerk", "intake", like="intake"),
        Rule("approve", "leader", "leadership"),
        Rule("give_back", "return_clerk", "intake"),
    )
    PATH = ("intake", "settle", "approve", "give_back")

    after_intake = (
        Gate()
        .Case(this.await_completion, this.is_incomplete)
        .Case(this.settle, this.is_received)
        .Default(this.end)
    )

    settle = Step(
        "flows.receive_dossier", title=_("Giải quyết tại quầy, trình ký"), same_hands=True
    ).Next(this.after_settle)
    after_settle = Gate().Case(this.approve, this.is_proposed).Default(this.end)

    approve = Step("flows.approve_dossier", title=_("Phê duyệt, ký kết quả")).Next(
        this.after_approve
    )
    after_approve = Gate().Case(this.give_back, this.has_result).Default(this.settle)
