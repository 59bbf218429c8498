"""What the public reads of a dossier (Article 12) and what the national portal counts: projections.

Never stored: computed from the business state and what belongs to it.
"""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flows.models import Dossier, FeeState, State


@dataclass(frozen=True)
class PublicStatus:
    """`key` for machines, `label` the regulation's words, `detail` what is awaited, `tone` a colour."""

    key: str
    label: str
    tone: str
    detail: str = ""


# The regulation's texts, character by character (Article 12.1), and the two lines beside them.
LABELS = {
    "submitted": gettext_lazy("Hồ sơ đã gửi, chờ cơ quan Bảo hiểm xã hội tiếp nhận"),
    "received": gettext_lazy("Bảo hiểm xã hội đã tiếp nhận hồ sơ"),
    "processing": gettext_lazy("Bảo hiểm xã hội đang xử lý hồ sơ"),
    "completed": gettext_lazy("Bảo hiểm xã hội đã xử lý xong hồ sơ và đã có kết quả"),
    "returned": gettext_lazy("Bảo hiểm xã hội đã trả kết quả"),
    "rejected": gettext_lazy("Bảo hiểm xã hội đã từ chối hồ sơ"),
    "withdrawn": gettext_lazy("Người nộp đã rút hồ sơ"),
}
TONES = {
    "submitted": "blue",
    "received": "turquoise",
    "processing": "yellow",
    "completed": "green",
    "returned": "green",
    "rejected": "red",
    "withdrawn": "grey",
}


def key_of(state: str, outcome_positive: bool | None, received: bool) -> str:
    """The public status of a state; a negative result reads as refused (domain: section 5.2)."""
    if state in {State.RESULT_READY, State.RETURNED} and outcome_positive is False:
        return "rejected"
    if state == State.WITHDRAW_REQUESTED:
        return "processing" if received else "submitted"
    return {
        State.SUBMITTED: "submitted",
        State.INTAKE_SUPPLEMENT: "submitted",
        State.REFUSED: "rejected",
        State.RECEIVED: "received",
        State.PROCESSING: "processing",
        State.SUPPLEMENT_REQUESTED: "processing",
        State.WITHDRAWN: "withdrawn",
        State.STOPPED: "rejected",
        State.RESULT_READY: "completed",
        State.RETURNED: "returned",
    }[state]


def public_status(dossier: Dossier) -> PublicStatus:
    """The public status of a dossier, with what is being waited for."""
    key = key_of(dossier.state, dossier.outcome_positive, dossier.received_at is not None)
    return PublicStatus(key, str(LABELS[key]), TONES[key], _detail(dossier))


def _detail(dossier: Dossier) -> str:
    if dossier.state == State.INTAKE_SUPPLEMENT:
        return _("cần hoàn thiện hồ sơ")
    if dossier.state == State.SUPPLEMENT_REQUESTED:
        request = dossier.supplements.filter(closed_at__isnull=True).first()
        if request:
            day = timezone.localtime(request.answer_by)
            return _("chờ bổ sung hồ sơ đến ngày %s") % f"{day:%d/%m/%Y}"
    if dossier.state == State.WITHDRAW_REQUESTED:
        return _("người nộp xin rút, chờ cơ quan xác nhận")
    if dossier.state == State.STOPPED:
        return _("dừng giải quyết")
    if dossier.state == State.RETURNED and dossier.outcome_positive is False:
        day = timezone.localtime(dossier.returned_at)
        return _("đã trả hồ sơ ngày %s") % f"{day:%d/%m/%Y}"
    return ""


NATIONAL = {
    State.SUBMITTED: 1,
    State.INTAKE_SUPPLEMENT: 5,
    State.REFUSED: 3,
    State.RECEIVED: 2,
    State.PROCESSING: 4,
    State.SUPPLEMENT_REQUESTED: 5,
    State.WITHDRAW_REQUESTED: 7,
    State.WITHDRAWN: 7,
    State.STOPPED: 8,
    State.RESULT_READY: 9,
    State.RETURNED: 10,
}


def national_code(dossier: Dossier) -> int:
    """The national portal's status code, 1 to 10 (domain: section 5.1); 6 while a fee is awaited."""
    if dossier.fee_state == FeeState.DUE and dossier.state == State.PROCESSING:
        return 6
    return NATIONAL[State(dossier.state)]
