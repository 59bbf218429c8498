"""The one table of moves: who may do what, in which state, at which step.

Screens, API and services all ask it. Domain: section 5.3; Decree 61/2018, Articles 17 to 20.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.leading import leads
from flows.errors import DossierError, NotPermitted
from flows.models import (
    Decision,
    Dossier,
    FeeState,
    Payment,
    Refund,
    Replacement,
    State,
    SupplementRequest,
    Urging,
    WorkItem,
)

TALK_AFTER_END = timedelta(days=30)
S = State
BEFORE_RESULT = (
    S.SUBMITTED, S.INTAKE_SUPPLEMENT, S.RECEIVED, S.PROCESSING, S.SUPPLEMENT_REQUESTED,
)  # fmt: skip
OPEN = (*BEFORE_RESULT, S.WITHDRAW_REQUESTED, S.RESULT_READY)


@dataclass(frozen=True)
class Act:
    """A move. With `steps` it is done on a work item, otherwise on the dossier itself."""

    name: str
    label: str
    permission: str
    sources: tuple[str, ...]
    steps: tuple[str, ...] = ()
    tone: str = "secondary"
    guard: Callable[[Dossier, WorkItem | None], str] | None = None
    also: tuple[str, ...] = ()  # other rights that open it too
    personal: Callable[[Dossier, object], str] | None = None  # what only this person may not

    def is_open_to(self, user, dossier: Dossier | None = None) -> bool:
        """Has the person one of the rights for it (over this dossier, when one is given)?"""
        return any(user.has_perm(right, dossier) for right in (self.permission, *self.also))

    @property
    def closed(self) -> str:
        """What those are told who have no right to it."""
        return _("Bạn không có quyền «%(act)s». Hãy liên hệ lãnh đạo đơn vị.") % {"act": self.label}

    def forbids(self, dossier: Dossier, user) -> str:
        """Why this person, of all who have the right, may not; empty when nothing speaks against it."""
        return str(self.personal(dossier, user)) if self.personal else ""

    def refusal(self, dossier: Dossier, item: WorkItem | None = None) -> str:
        """Why the rules forbid it now, as a sentence for people; empty when they allow it."""
        if self.steps and (item is None or item.step not in self.steps):
            return str(_("Việc này không thuộc bước đang xử lý."))
        if dossier.state not in self.sources:
            return str(
                _("Hồ sơ đang ở tình trạng «%s» nên không thực hiện được việc này.")
                % dossier.get_state_display()
            )
        return str(self.guard(dossier, item)) if self.guard else ""


def not_referred(dossier, item=None) -> str:
    """Passed on to another office, it waits there to be confirmed."""
    if referral := dossier.open_referral:
        return _("Hồ sơ vừa được chuyển đến %s; cần xác nhận đã nhận trước.") % referral.to_agency
    return ""


def fee_owed(dossier, stage: str) -> str:
    """The catalogue says which act waits for which fee."""
    names = [order.name for order in dossier.unpaid_fees if order.required_before == stage]
    return (
        _("Người nộp chưa nộp: %s. Hãy thu phí hoặc chờ thanh toán trực tuyến.") % ", ".join(names)
        if names
        else ""
    )


def withheld(issued) -> str:
    """Why the applicant may not have this paper yet: a result waits for the fee that comes before it."""
    return fee_owed(issued.dossier, "give_back") if issued.is_result else ""


def may_be_received(dossier, item=None) -> str:
    return not_referred(dossier) or fee_owed(dossier, "receive")


def may_be_proposed(dossier, item) -> str:
    return is_last_turn(dossier, item) or fee_owed(dossier, "propose")


def may_be_settled(dossier, item=None) -> str:
    """Settled at the counter: proposal and result are one act."""
    return fee_owed(dossier, "propose")


def may_be_given(dossier, item=None) -> str:
    return fee_owed(dossier, "give_back")


def may_be_posted(dossier, item=None) -> str:
    """As chosen in the filing, or as the applicant asks for at the desk (Article 14.3)."""
    if "post" not in (dossier.result_channel, *dossier.version.result_channels):
        return _("Thủ tục này không trả kết quả qua bưu chính.")
    return fee_owed(dossier, "give_back")


def owes_a_fee(dossier, item=None) -> str:
    return "" if dossier.fee_state == FeeState.DUE else _("Hồ sơ không còn khoản nào phải nộp.")


def was_paid(dossier, item=None) -> str:
    """Something was taken that nobody has asked to give back."""
    going = [Refund.State.ASKED, Refund.State.ALLOWED, Refund.State.DONE]
    taken = [Payment.State.PAID, Payment.State.SURPLUS]
    found = dossier.fee_state and (
        Payment.objects.filter(order__dossier=dossier, state__in=taken)
        .exclude(refunds__state__in=going)
        .exists()
    )
    return "" if found else _("Không có lần nộp nào để hoàn trả.")


def refund_asked(dossier, item=None) -> str:
    asked = dossier.fee_state and Refund.objects.filter(
        payment__order__dossier=dossier, state=Refund.State.ASKED
    )
    return "" if asked and asked.exists() else _("Không có đề nghị hoàn trả nào chờ quyết định.")


def asked_not_this_refund(dossier, user) -> str:
    own = Refund.objects.filter(
        payment__order__dossier=dossier, state=Refund.State.ASKED, asked_by=user
    )
    return _("Người đồng ý hoàn trả phải khác người đề nghị.") if own.exists() else ""


def is_referred(dossier, item=None) -> str:
    return "" if dossier.open_referral else _("Hồ sơ không chờ nhận chuyển.")


def has_earlier_step(dossier, item) -> str:
    """The step just before has its own act; this one is for those further back."""
    return "" if len(item.earlier) > 1 else _("Không có bước nào xa hơn để trả về.")


def is_untouched(dossier, item=None) -> str:
    """The last act can be taken back while nothing has built on it."""
    entry = dossier.last_act
    if entry is None or entry.act not in UNDOABLE:
        return _("Việc gần nhất đã ra giấy, thông báo hoặc là việc khác nên không hoàn tác được.")
    taken = any(item.is_taken_up for item in dossier.work_items.open())
    if taken or dossier.issued.filter(issued_at__gte=entry.at).exists():
        return _("Đã có người làm tiếp bước sau nên không hoàn tác được.")
    return ""


def did_the_last_act(dossier, user) -> str:
    entry = dossier.last_act
    own = entry is not None and entry.actor_id == user.pk
    return "" if own else _("Chỉ người vừa làm bước này được hoàn tác.")


def one_supplement(dossier, item=None) -> str:
    """Once while processing (Decree 61/2018, Article 19)."""
    asked = dossier.supplements.filter(phase=SupplementRequest.Phase.PROCESSING).exists()
    return (
        _(
            "Trong khi giải quyết chỉ được yêu cầu bổ sung một lần (Điều 19 Nghị định 61/2018/NĐ-CP); hồ sơ này đã yêu cầu rồi."
        )
        if asked
        else ""
    )


def one_apology(dossier, item=None) -> str:
    """A new date at most once."""
    told = _("Hồ sơ đã được hẹn lại một lần; không được hẹn lại lần nữa.")
    return told if dossier.was_put_off else ""


def has_next_turn(dossier, item) -> str:
    return "" if item.goes_on else _("Đây là phòng cuối; hãy trình kết quả.")


def is_last_turn(dossier, item) -> str:
    return _("Còn phòng phải xử lý tiếp; hãy chuyển phòng kế tiếp.") if item.goes_on else ""


def has_previous_turn(dossier, item) -> str:
    return "" if item.came_from else _("Không có bước trước để trả lại.")


def answer_is_late(dossier, item=None) -> str:
    request = dossier.supplements.filter(closed_at__isnull=True).first()
    if request and request.answer_by > timezone.now():
        return _("Chưa hết hạn bổ sung của người nộp.")
    return ""


def in_the_post(dossier, item=None) -> str:
    return "" if dossier.is_in_the_post else _("Kết quả không ở bưu chính.")


def keeps_originals(dossier, item=None) -> str:
    kept = dossier.documents.filter(originals_kept__gt=0).exists()
    return "" if kept else _("Không còn giữ bản chính nào của người nộp.")


def originals_asked(dossier, item=None) -> str:
    return "" if dossier.open_originals else _("Hồ sơ không chờ xuất trình bản chính.")


def no_originals_asked(dossier, item=None) -> str:
    waits = dossier.open_originals
    return _("Hồ sơ đang chờ xuất trình bản chính theo yêu cầu khác.") if waits else ""


def talk_is_open(dossier, item=None) -> str:
    """Questions about the result are answered for 30 days after the end."""
    end = dossier.returned_at or dossier.finished_at
    if dossier.is_closed and end and timezone.now() > end + TALK_AFTER_END:
        return _(
            "Hồ sơ đã kết thúc quá 30 ngày nên không trao đổi ở đây nữa. Hãy dùng mục phản ánh, kiến nghị."
        )
    return ""


def has_result(dossier, item=None) -> str:
    """A result in force, and nobody has asked to take it back yet."""
    if not dossier.issued.filter(kind="result", revoked_at=None).exists():
        return _("Hồ sơ chưa có văn bản kết quả.")
    if Replacement.objects.filter(issued__dossier=dossier, decided_at=None).exists():
        return _("Đang có một đề nghị thu hồi chờ quyết định.")
    return ""


def replacement_asked(dossier, item=None) -> str:
    asked = Replacement.objects.filter(issued__dossier=dossier, decided_at=None).exists()
    return "" if asked else _("Không có đề nghị thu hồi nào chờ quyết định.")


def replacement_waits(dossier, item=None) -> str:
    waits = dossier.deliveries.filter(state="waiting").exists()
    return "" if waits else _("Không có văn bản thay thế nào chờ trả.")


def nothing_proposed(dossier, item=None) -> str:
    """A result put to the leader was reached under the old version."""
    if dossier.has_pending_decision:
        return _("Hồ sơ đã trình kết quả theo phiên bản cũ.")
    return ""


def late_step(dossier):
    """The open step past its own date, or of a dossier past its promise, that another unit holds."""
    late = Q(due_at__lt=timezone.now()) | Q(dossier__due_at__lt=timezone.now())
    steps = dossier.work_items.open().filter(late, department__isnull=False)
    return steps.exclude(step__in=("intake", "give_back")).order_by("due_at", "pk").first()


def urgings_of(dossier) -> list[Urging]:
    """When first asked; an act reads its dossier anew, so once per act. None before acceptance."""
    if dossier.received_at is None:
        return []
    if not hasattr(dossier, "urgings_read"):
        found = Urging.objects.filter(item__dossier=dossier)
        dossier.urgings_read = list(
            found.select_related("item__department", "asked_by", "answered_by")
        )
    return dossier.urgings_read


def open_urging(dossier):
    """The reminder that waits for its answer; None without one."""
    return next((one for one in urgings_of(dossier) if one.is_waiting), None)


def may_be_urged(dossier, item=None) -> str:
    if late_step(dossier) is None:
        return _("Không có bước nào quá hạn ở đơn vị khác.")
    return _("Đã đôn đốc, đang chờ trả lời.") if open_urging(dossier) else ""


def was_urged(dossier, item=None) -> str:
    return "" if open_urging(dossier) else _("Không có đôn đốc nào chờ trả lời.")


def heads_the_unit(dossier, user) -> str:
    """The head of the unit that was urged, or a leader of its agency."""
    urging = open_urging(dossier)
    if urging is None or leads(user, urging.item.department):
        return ""
    return _("Đôn đốc này gửi phụ trách %s.") % urging.item.department


APPRAISE = ("appraise", "appraise_above", "conclude")
# They send nothing out: papers and notices are not taken back.
UNDOABLE = (
    "forward", "propose", "propose_at_counter", "send_back", "send_back_to_previous", "return_to_step",
)  # fmt: skip
APPROVE = ("approve", "approve_above")
# Whoever has a step of dossiers may note, write to the applicant and label.
AT_WORK = ("flows.receive_dossier", "flows.approve_dossier", "flows.return_result")

ACTS = {
    act.name: act
    for act in (
        Act("receive", _("Tiếp nhận hồ sơ"), "flows.receive_dossier", (S.SUBMITTED,), ("intake",), "primary", may_be_received),
        Act("ask_completion", _("Yêu cầu hoàn thiện"), "flows.receive_dossier", (S.SUBMITTED,), ("intake",), "secondary", not_referred),
        Act("refer", _("Chuyển cơ quan có thẩm quyền"), "flows.receive_dossier", (S.SUBMITTED,), ("intake",), "secondary", not_referred),
        Act("confirm_referral", _("Xác nhận đã nhận hồ sơ chuyển đến"), "flows.receive_dossier", (S.SUBMITTED,), ("intake",), "primary", is_referred),
        Act("decline_referral", _("Không nhận, trả nơi chuyển"), "flows.receive_dossier", (S.SUBMITTED,), ("intake",), "secondary", is_referred),
        Act("refuse", _("Từ chối tiếp nhận"), "flows.receive_dossier", (S.SUBMITTED,), ("intake",), "warning", not_referred),
        Act("propose_at_counter", _("Trình ký ngay"), "flows.receive_dossier", (S.RECEIVED, S.PROCESSING), ("settle",), "primary", may_be_settled),
        Act("issue_at_counter", _("Cấp kết quả ngay"), "flows.receive_dossier", (S.RECEIVED, S.PROCESSING), ("issue",), "primary", may_be_settled),
        Act("give_opinion", _("Cho ý kiến phối hợp"), "flows.appraise_dossier", (S.PROCESSING,), ("consult",), "primary"),
        Act("forward", _("Chuyển bước tiếp theo"), "flows.appraise_dossier", (S.RECEIVED, S.PROCESSING), APPRAISE, "primary", has_next_turn),
        Act("propose", _("Trình kết quả"), "flows.appraise_dossier", (S.RECEIVED, S.PROCESSING), APPRAISE, "primary", may_be_proposed),
        Act("ask_supplement", _("Yêu cầu bổ sung"), "flows.ask_supplement", (S.RECEIVED, S.PROCESSING), APPRAISE, "secondary", one_supplement),
        Act("send_back_to_previous", _("Trả lại bước trước"), "flows.appraise_dossier", (S.RECEIVED, S.PROCESSING), APPRAISE, "secondary", has_previous_turn),
        Act("return_to_step", _("Trả về bước đã làm"), "flows.appraise_dossier", (S.RECEIVED, S.PROCESSING), (*APPRAISE, *APPROVE), "secondary", has_earlier_step, also=("flows.approve_dossier",)),
        Act("approve", _("Phê duyệt, ký kết quả"), "flows.approve_dossier", (S.PROCESSING,), APPROVE, "primary", personal=Decision.own_proposal),
        Act("send_back", _("Trả lại để xử lý lại"), "flows.approve_dossier", (S.PROCESSING,), APPROVE, personal=Decision.own_proposal),
        Act("undo_step", _("Hoàn tác bước vừa làm"), "flows.appraise_dossier", (S.RECEIVED, S.PROCESSING), guard=is_untouched, also=AT_WORK, personal=did_the_last_act),
        Act("hand_over", _("Trả kết quả tại quầy"), "flows.return_result", (S.RESULT_READY,), ("give_back",), "primary", may_be_given),
        Act("send_by_post", _("Gửi qua bưu chính"), "flows.return_result", (S.RESULT_READY,), ("give_back",), "secondary", may_be_posted),
        Act("confirm_post", _("Xác nhận bưu chính đã phát"), "flows.return_result", (S.RESULT_READY,), guard=in_the_post),
        Act("give_back_originals", _("Trả bản chính"), "flows.return_result", (S.REFUSED, S.WITHDRAWN, S.STOPPED, S.RESULT_READY, S.RETURNED), guard=keeps_originals),
        Act("ask_originals", _("Mời xuất trình bản chính"), "flows.appraise_dossier", (S.RECEIVED, S.PROCESSING), guard=no_originals_asked),
        Act("compare_originals", _("Đối chiếu bản chính"), "flows.appraise_dossier", (S.RECEIVED, S.PROCESSING, S.SUPPLEMENT_REQUESTED, S.RESULT_READY), tone="primary", guard=originals_asked, also=("flows.receive_dossier",)),
        Act("withdraw_originals", _("Thôi yêu cầu bản chính"), "flows.appraise_dossier", OPEN, guard=originals_asked),
        Act("answer_at_desk", _("Nhập bổ sung tại quầy, bưu chính"), "flows.file_for_person", (S.INTAKE_SUPPLEMENT, S.SUPPLEMENT_REQUESTED), tone="primary"),
        Act("stop", _("Dừng giải quyết"), "flows.ask_supplement", (S.SUPPLEMENT_REQUESTED,), tone="warning", guard=answer_is_late),
        Act("extend", _("Xin lỗi và hẹn lại"), "flows.extend_dossier", (S.RECEIVED, S.PROCESSING), guard=one_apology),
        Act("urge", _("Đôn đốc đơn vị giữ hồ sơ"), "flows.receive_dossier", (S.RECEIVED, S.PROCESSING), guard=may_be_urged),
        Act("answer_urging", _("Trả lời đôn đốc"), "flows.appraise_dossier", (S.RECEIVED, S.PROCESSING), tone="primary", guard=was_urged, also=AT_WORK, personal=heads_the_unit),
        Act("withdraw_confirm", _("Đồng ý cho rút hồ sơ"), "flows.receive_dossier", (S.WITHDRAW_REQUESTED,), tone="primary"),
        Act("withdraw_decline", _("Không đồng ý rút"), "flows.receive_dossier", (S.WITHDRAW_REQUESTED,)),
        Act("move_version", _("Chuyển sang phiên bản khác"), "catalog.approve_version", (S.SUBMITTED, S.RECEIVED, S.PROCESSING), guard=nothing_proposed),
        Act("replace_result", _("Thu hồi, thay thế kết quả"), "flows.appraise_dossier", (S.RESULT_READY, S.RETURNED), guard=has_result, also=("flows.approve_dossier",)),
        Act("confirm_replacement", _("Đồng ý thu hồi, thay thế"), "flows.approve_dossier", (S.RESULT_READY, S.RETURNED), tone="warning", guard=replacement_asked),
        Act("decline_replacement", _("Không đồng ý thu hồi"), "flows.approve_dossier", (S.RESULT_READY, S.RETURNED), guard=replacement_asked),
        Act("hand_over_replacement", _("Trả văn bản thay thế"), "flows.return_result", (S.RETURNED,), guard=replacement_waits),
        Act("collect_fee", _("Thu phí, lệ phí"), "flows.receive_dossier", OPEN, guard=owes_a_fee, also=("flows.return_result",)),
        Act("ask_refund", _("Đề nghị hoàn trả phí"), "flows.receive_dossier", tuple(S.values), guard=was_paid, also=("flows.return_result",)),
        Act("allow_refund", _("Đồng ý hoàn trả phí"), "flows.approve_dossier", tuple(S.values), guard=refund_asked, personal=asked_not_this_refund),
        Act("decline_refund", _("Không đồng ý hoàn trả"), "flows.approve_dossier", tuple(S.values), guard=refund_asked, personal=asked_not_this_refund),
        Act("note", _("Ghi chú nội bộ"), "flows.appraise_dossier", tuple(S.values), also=AT_WORK),
        Act("message", _("Nhắn người nộp"), "flows.appraise_dossier", tuple(S.values), guard=talk_is_open, also=AT_WORK),
        Act("control_sheet", _("Lập phiếu kiểm soát"), "flows.appraise_dossier", (S.RECEIVED, S.PROCESSING, S.SUPPLEMENT_REQUESTED, S.RESULT_READY, S.RETURNED, S.STOPPED), also=AT_WORK),
        Act("label", _("Gắn nhãn"), "flows.appraise_dossier", tuple(S.values), also=AT_WORK),
    )
}  # fmt: skip


def check(name: str, dossier: Dossier, *, by, item: WorkItem | None = None) -> Act:
    """The act, when this person may do it now; NotPermitted or DossierError with the reason if not."""
    act = ACTS[name]
    if not by.is_active or not act.is_open_to(by, dossier):
        raise NotPermitted(act.closed)
    if reason := act.refusal(dossier, item):
        raise DossierError(reason)
    if reason := act.forbids(dossier, by):
        raise NotPermitted(reason)
    return act


def available(subject: Dossier | WorkItem, user) -> list[Act]:
    """The acts that this person can do now: on a work item its steps' acts, on a dossier the others."""
    item = subject if isinstance(subject, WorkItem) else None
    dossier = item.dossier if item else subject
    if item and not item.is_open_to(user):
        return []
    return [
        act
        for act in ACTS.values()
        if bool(act.steps) == bool(item)
        and act.is_open_to(user, dossier)
        and not act.refusal(dossier, item)
        and not act.forbids(dossier, user)
    ]
