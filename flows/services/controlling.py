"""The control sheet (phiếu kiểm soát quá trình giải quyết hồ sơ): who handed the dossier to whom, when."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from viewflow.workflow.status import STATUS

from flows.audit.journal import record
from flows.models import Dossier, IssuedDocument
from flows.papers.issuing import issue, revoke
from flows.services.acting import opened_dossier

KIND = "06"


@transaction.atomic
def issue_sheet(dossier: Dossier, *, by) -> IssuedDocument:
    """Issue the sheet as the dossier's steps stand now; an earlier one is replaced by it."""
    dossier = opened_dossier(dossier, "control_sheet", by=by)
    for earlier in dossier.issued.filter(kind=KIND, revoked_at=None):
        revoke(earlier, reason=_("Đã lập phiếu mới hơn."))
    with override("vi"):
        given, back = _hands(dossier)
        sheet = issue(dossier, KIND, by=by, rows=given, results=back, papers=_papers(dossier))
    record(dossier, "control_sheet", by=by, data={"issued": sheet.pk})
    return sheet


def _hands(dossier: Dossier) -> tuple[list[dict], list[dict]]:
    """Each step taken over is one hand-over: (on the way in, results back at the desk)."""
    steps = (
        dossier.work_items.filter(flow_task_type="HUMAN", owner__isnull=False)
        .exclude(status=STATUS.CANCELED)
        .select_related("owner", "department")
        .order_by("pk")
    )
    given, back = [], []
    giver = f"{dossier.submitter_name or dossier.applicant_name}"
    for item in steps:
        receiver = f"{item.department or item.agency} – {item.owner}"
        row = {
            "giver": giver,
            "receiver": receiver,
            "time": _written(item.assigned or item.created),
            "confirmed": "Đã nhận trên hệ thống",
            "result": _in_time(item),
            "note": item.step_title,
        }
        (back if item.step == "give_back" else given).append(row)
        giver = receiver
    return given, back


def _papers(dossier: Dossier) -> list[dict]:
    """Each hand-over of the paper itself, with who confirmed it."""
    rows = dossier.paper_handovers.filter(called_off_at=None).select_related(
        "from_department", "to_department", "sheet__made_by", "confirmed_by"
    )
    return [
        {
            "giver": _unit(row.from_department, row.sheet and row.sheet.made_by),
            "receiver": _unit(row.to_department, row.confirmed_by),
            "time": _written(row.confirmed_at) if row.confirmed_at else "",
            "confirmed": "Đã nhận giấy" if row.confirmed_at else "Chưa xác nhận",
            "result": "Quá hạn" if row.is_late() else "Đúng hạn" if row.confirmed_at else "",
            "note": _remark(row),
        }
        for row in rows.order_by("pk")
    ]


def _remark(row) -> str:
    told = [row.sheet.code] if row.sheet else []
    return "; ".join([*told, f"thiếu: {row.note}"] if row.note else told)


def _unit(department, person) -> str:
    return f"{department} – {person}" if person else str(department)


def _written(moment) -> str:
    local = timezone.localtime(moment)
    return f"{local:%H} giờ {local:%M}, ngày {local:%d/%m/%Y}"


def _in_time(item) -> str:
    """Before, on or after the step's date; empty while the step is under way."""
    if not item.finished or not item.due_at:
        return ""
    if item.finished > item.due_at:
        return "Quá hạn"
    same_day = timezone.localdate(item.finished) == timezone.localdate(item.due_at)
    return "Đúng hạn" if same_day else "Trước hạn"
