"""The clerk who takes in issues the result at once, where the procedure leaves it to the desk."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import nodes

from flows.routings.nodes import DossierFlow, Gate, Step, Wait
from flows.routings.registry import Rule, register


@register("counter_issue")
class IssuedAtTheCounter(DossierFlow):
    process_title = _("Bộ phận Một cửa cấp kết quả ngay")

    DEFAULTS = (
        Rule("intake", "intake_clerk", "intake"),
        Rule("issue", "intake_clerk", "intake", like="intake"),
        Rule("give_back", "return_clerk", "intake"),
    )
    PATH = ("intake", "issue", "give_back")

    start = nodes.StartHandle(this.open).Next(this.intake)

    intake = Step("flows.receive_dossier", title=_("Kiểm tra, tiếp nhận hồ sơ")).Next(
        this.after_intake
    )
    after_intake = (
        Gate()
        .Case(this.await_completion, this.is_incomplete)
        .Case(this.issue, this.is_received)
        .Default(this.end)
    )
    await_completion = Wait(title=_("Chờ người nộp hoàn thiện hồ sơ")).Next(this.after_completion)
    after_completion = Gate().Case(this.intake, this.is_submitted).Default(this.end)

    issue = Step("flows.receive_dossier", title=_("Cấp kết quả tại quầy"), same_hands=True).Next(
        this.after_issue
    )
    after_issue = Gate().Case(this.give_back, this.has_result).Default(this.end)

    give_back = Step("flows.return_result", title=_("Trả kết quả")).Next(this.after_give_back)
    after_give_back = Gate().Case(this.await_post, this.is_sent).Default(this.end)
    await_post = Wait(title=_("Chờ bưu chính phát")).Next(this.after_post)
    after_post = Gate().Case(this.give_back, this.has_result).Default(this.end)

    end = nodes.End()
