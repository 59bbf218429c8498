"""How every routing begins and ends: plain classes whose nodes the engine copies into each flow.

They are no flows themselves: a flow that inherits from a flow would lead into its parent's nodes.
"""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import nodes

from flows.routings.nodes import Gate, Opening, Step, Wait


class TakesIn:
    """Intake (tiếp nhận), once more after the applicant has completed; then the flow's own
    `after_intake`.
    """

    start = Opening(this.open).Next(this.intake)

    intake = Step("flows.receive_dossier", title=_("Kiểm tra, tiếp nhận hồ sơ")).Next(
        this.after_intake
    )
    await_completion = Wait(title=_("Chờ người nộp hoàn thiện hồ sơ")).Next(this.after_completion)
    after_completion = Gate().Case(this.intake, this.is_submitted).Default(this.end)


class GivesBack:
    """Return (trả kết quả) at the desk, online or by post, until the applicant holds the result."""

    give_back = Step("flows.return_result", title=_("Trả kết quả")).Next(this.after_give_back)
    after_give_back = Gate().Case(this.await_post, this.is_sent).Default(this.end)
    await_post = Wait(title=_("Chờ bưu chính phát")).Next(this.after_post)
    after_post = Gate().Case(this.give_back, this.has_result).Default(this.end)

    end = nodes.End()
