"""The clerk who takes in issues the result at once, where the procedure leaves it to the desk."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from flows.routings.nodes import DossierFlow, Gate, Step
from flows.routings.registry import Rule, register
from flows.routings.shared_steps import GivesBack, TakesIn


@register("counter_issue")
class IssuedAtTheCounter(TakesIn, GivesBack, DossierFlow):
    process_title = _("Bộ phận Một cửa cấp kết quả ngay")

    DEFAULTS = (
        Rule("intake", "intake_clerk", "intake"),
        Rule("issue", "intake_clerk", "intake", like="intake"),
        Rule("give_back", "return_clerk", "intake"),
    )
    PATH = ("intake", "issue", "give_back")

    after_intake = (
        Gate()
        .Case(this.await_completion, this.is_incomplete)
        .Case(this.issue, this.is_received)
        .Default(this.end)
    )

    issue = Step("flows.receive_dossier", title=_("Cấp kết quả tại quầy"), same_hands=True).Next(
        this.after_issue
    )
    after_issue = Gate().Case(this.give_back, this.has_result).Default(this.end)
