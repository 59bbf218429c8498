"""A specialised system reports progress or the result (Article 8.1): the acts of a person, by its account.

The acts table and the services decide; what they forbid is refused with their reason.
"""

import datetime
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import Post
from flows.audit.journal import record
from flows.errors import DossierError, NotPermitted
from flows.models import ClientSystem, Decision, Document, Dossier, State, StoredFile, WorkItem
from flows.partners.filing import WrongFields, wrong
from flows.services import deciding, handling, intake, returning, withdrawing, work
from flows.services.acting import lock_dossier
from flows.status import public_status

User = get_user_model()
CLOCK_SKEW = datetime.timedelta(minutes=5)


class OutOfOrder(DossierError):
    """A later report of this system has been taken already."""

    code = "out_of_order"


@dataclass(frozen=True)
class Report:
    """What the system says: the status it has reached, since when, and with which result."""

    status: str
    department: str = ""
    note: str = ""
    legal_ground: str = ""  # of a refusal or a negative result
    at: datetime.datetime | None = None
    result: StoredFile | None = None


@transaction.atomic
def report(dossier: Dossier, said: Report, *, system: ClientSystem) -> bool:
    """Move the dossier to what the report says; False when it is there already.

    DossierError with the reason when the flow does not allow it: nothing is changed then.
    """
    dossier = lock_dossier(dossier.pk)
    _in_time(dossier, said, system)
    before = dossier.state, dossier.current_department_id, dossier.has_pending_decision
    if public_status(dossier).key != said.status or said.status == "processing":
        MOVES[said.status](dossier, said, system)
        dossier = lock_dossier(dossier.pk)
    after = dossier.state, dossier.current_department_id, dossier.has_pending_decision
    changed = before != after
    if changed or said.note:
        record(
            dossier, "partner_report", by=system.account,
            data={
                "system": system.code, "status": said.status, "note": said.note,
                "department": said.department, "at": said.at.isoformat() if said.at else "",
            },
        )  # fmt: skip
    return changed


def _in_time(dossier: Dossier, said: Report, system: ClientSystem) -> None:
    """A report from the future has a wrong clock; one older than the last taken comes too late."""
    if said.at is None:
        return
    if said.at > timezone.now() + CLOCK_SKEW:
        raise WrongFields([wrong("/at", "Thời điểm ở tương lai; hãy kiểm tra đồng hồ hệ thống.")])
    told = dossier.journal.filter(act="partner_report", data__system=system.code)
    last = max((entry.data.get("at") or "" for entry in told), default="")
    if last and said.at < datetime.datetime.fromisoformat(last):
        raise OutOfOrder(f"Đã nhận một báo cáo muộn hơn của hệ thống này (lúc {last}).")


def _item(dossier: Dossier, steps: tuple[str, ...]) -> WorkItem:
    """The open item at one of these steps."""
    item = dossier.work_items.open().select_related("process", "role", "department").first()
    if item is None or item.step not in steps:
        where = item.step_title if item else dossier.get_state_display()
        raise DossierError(
            f"Hồ sơ đang ở «{where}» nên chưa thể báo tình trạng này; còn bước phải làm trước."
        )
    return item


def _hand(system: ClientSystem, item: WorkItem, *, signs: bool = False):
    """The system's account with the post for this item, as its roles allow.

    Posts are made when first needed: a system that serves the nation would hold thousands.
    """
    if not system.roles.filter(pk=item.role_id).exists():
        raise NotPermitted(
            _("Hệ thống chưa được giao vai trò «%(role)s» nên không làm được bước «%(step)s».")
            % {"role": item.role, "step": item.step_title}
        )
    account = system.signer_id if signs else system.account_id
    held = Post.objects.active().filter(
        user=account, role=item.role_id, department=item.department_id
    )
    if not held.exists():
        Post.objects.create(user_id=account, role=item.role, department=item.department)
    return User.objects.get(pk=account)  # anew: rights are remembered on the object


def _receive(dossier: Dossier, said: Report, system: ClientSystem) -> None:
    """Taken in there: the papers were checked in that system."""
    item = _item(dossier, ("intake",))
    by = _hand(system, item)
    for document in dossier.documents.in_force().filter(verdict=Document.Verdict.PENDING):
        intake.check_document(
            document, by=by, verdict=Document.Verdict.ACCEPTED, note=f"Kiểm tra tại {system}"
        )
    intake.receive(item, by=by)


def _process(dossier: Dossier, said: Report, system: ClientSystem) -> None:
    """Begun there, or passed on to the next department in turn when the report names it."""
    if dossier.state == State.RECEIVED:
        item = _item(dossier, ("appraise", "appraise_above"))
        work.claim(item, by=_hand(system, item))
        dossier.refresh_from_db()
    elif public_status(dossier).key != "processing":
        raise DossierError(
            f"Hồ sơ đang ở tình trạng «{public_status(dossier).label}» nên không chuyển về đang xử lý."
        )
    here = dossier.current_department
    if said.department and here and said.department not in (here.code, here.name):
        item = _item(dossier, ("appraise", "appraise_above"))
        there = handling.forward(item, by=_hand(system, item), note=said.note).current_department
        if said.department not in (there.code, there.name):
            raise DossierError(f"Bước kế tiếp của hồ sơ là «{there}», không phải nơi được báo.")


def _complete(dossier: Dossier, said: Report, system: ClientSystem) -> None:
    """The result was reached there: proposed, and approved where the system also signs."""
    if said.result is None and _waiting(dossier) is None:
        raise WrongFields([wrong("/result", "Hãy gửi tệp kết quả (PDF).", "missing")])
    _decide(dossier, said, system, Decision.Outcome.POSITIVE)


def _reject(dossier: Dossier, said: Report, system: ClientSystem) -> None:
    """Refused at intake, or a negative result; either way with its reasons."""
    if not said.note:
        raise WrongFields([wrong("/note", "Hãy ghi lý do từ chối, căn cứ.", "missing")])
    if dossier.state == State.SUBMITTED:
        item = _item(dossier, ("intake",))
        intake.refuse(
            item, by=_hand(system, item), reason=said.note, legal_ground=said.legal_ground
        )
    else:
        _decide(dossier, said, system, Decision.Outcome.NEGATIVE)


def _decide(dossier: Dossier, said: Report, system: ClientSystem, outcome: str) -> None:
    waiting = _waiting(dossier)
    if waiting is None:
        item = _item(dossier, ("appraise", "appraise_above"))
        waiting = handling.propose(
            item,
            by=_hand(system, item),
            outcome=outcome,
            content=said.note or f"Giải quyết tại {system}, theo tệp kết quả gửi kèm.",
            reasons=said.note if outcome == Decision.Outcome.NEGATIVE else "",
            legal_ground=said.legal_ground,
        )
    elif waiting.outcome != outcome:
        raise DossierError("Kết quả đã trình lãnh đạo khác với kết quả được báo.")
    if said.result is not None:
        waiting.file = said.result
        waiting.save(update_fields=["file"])
    item = _item(dossier, ("approve", "approve_above"))
    if system.roles.filter(pk=item.role_id).exists():
        deciding.approve(item, by=_hand(system, item, signs=True))


def _waiting(dossier: Dossier) -> Decision | None:
    return Decision.pending(dossier)


def _return(dossier: Dossier, said: Report, system: ClientSystem) -> None:
    """Given back by the desk of that system, to the applicant."""
    if dossier.is_in_the_post:
        returning.confirm_post(dossier, by=None, delivered=True)
        return
    item = _item(dossier, ("give_back",))
    returning.hand_over(
        item,
        by=_hand(system, item),
        recipient_name=dossier.applicant_name,
        recipient_identifier=dossier.applicant_identifier or dossier.applicant_phone,
    )


def _withdraw(dossier: Dossier, said: Report, system: ClientSystem) -> None:
    """Agreed to the applicant's own request; a system withdraws nothing by itself."""
    if dossier.state != State.WITHDRAW_REQUESTED:
        raise DossierError("Người nộp chưa xin rút hồ sơ này.")
    if not system.roles.filter(permissions__codename="receive_dossier").exists():
        raise NotPermitted("Hệ thống chưa được giao vai trò tiếp nhận nên không xác nhận rút được.")
    withdrawing.confirm(dossier, by=_hand(system, dossier.work_items.open().get()))


def _submit(dossier: Dossier, said: Report, system: ClientSystem) -> None:
    raise DossierError("Hồ sơ đã qua bước gửi; không quay lại được.")


MOVES = {
    "submitted": _submit,
    "received": _receive,
    "processing": _process,
    "completed": _complete,
    "rejected": _reject,
    "returned": _return,
    "withdrawn": _withdraw,
}
