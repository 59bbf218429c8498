"""Solved while the person waits: the clerk who takes in proposes at once, the leader signs."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import nodes

from flows.routings.nodes import DossierFlow, Gate, Step, Wait
from flows.routings.registry import Rule, register


@register("immediate")
class Immediate(DossierFlow):
    process_title = _("Giải quyết ngay tại Bộ phận Một cửa")

    DEFAULTS = (
        Rule("intake", "intake_clerk", "intake"),
        Rule("settle", "intake_clerk", "intake", like="intake"),
        Rule("approve", "leader", "leadership"),
        Rule("give_back", "return_clerk", "intake"),
    )
    PATH = ("intake", "settle", "approve", "give_back")

    start = nodes.StartHandle(this.open).Next(this.intake)

    intake = Step("flows.receive_dossier", title=_("Kiểm tra, tiếp nhận hồ sơ")).Next(
        this.after_intake
    )
    after_intake = (
        Gate()
        .Case(this.await_completion, this.is_incomplete)
        .Case(this.settle, this.is_received)
        .Default(this.end)
    )
    await_completion = Wait(title=_("Chờ người nộp hoàn thiện hồ sơ")).Next(this.after_completion)
    after_completion = Gate().Case(this.intake, this.is_submitted).Default(this.end)

    settle = Step(
        "flows.receive_dossier", title=_("Giải quyết tại quầy, trình ký"), same_hands=True
    ).Next(this.after_settle)
    after_settle = Gate().Case(this.approve, this.is_proposed).Default(this.end)

    approve = Step("flows.approve_dossier", title=_("Phê duyệt, ký kết quả")).Next(
        this.after_approve
    )
    after_approve = Gate().Case(this.give_back, this.has_result).Default(this.settle)

    give_back = Step("flows.return_result", title=_("Trả kết quả")).Next(this.after_give_back)
    after_give_back = Gate().Case(this.await_post, this.is_sent).Default(this.end)
    await_post = Wait(title=_("Chờ bưu chính phát")).Next(this.after_post)
    after_post = Gate().Case(this.give_back, this.has_result).Default(this.end)

    end = nodes.End()
