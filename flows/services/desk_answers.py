"""A supplement that comes over the counter or by post: entered by the intake clerk for the applicant."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from flows.errors import DossierError
from flows.models import IssuedDocument, SupplementRequest
from flows.papers.issuing import issue
from flows.routings.carrying import carry
from flows.services import supplements
from flows.services.acting import lock_dossier

KIND = "papers"
WAYS = {"counter": "nộp tại quầy", "post": "qua bưu chính"}


@transaction.atomic
def enter(
    request: SupplementRequest, *, by, channel: str, giver: str, answers: dict, files: dict,
    originals: dict[int, int], tracking_number: str = "", arrived_on: datetime.date | None = None,
) -> IssuedDocument:  # fmt: skip
    """The answer as the citizen's own, with the slip of the papers handed in. Entered twice it is once.

    `channel` is "counter" or "post", `giver` who brought or sent it; `originals` says how many are
    kept, by component. They go on to the unit that asked. By post the term goes on from the day of the
    arrival postmark (`arrived_on`), as it begins for a dossier by post.
    """
    dossier = lock_dossier(request.dossier_id)
    request.refresh_from_db()
    if request.answered_at:
        return dossier.issued.filter(kind=KIND).latest("pk")
    at = arrived_at(request, arrived_on) if channel == "post" else None
    evidence = {
        "method": channel,
        "clerk": str(by),
        "giver": giver,
        "tracking_number": tracking_number,
        "at": timezone.now().isoformat(),
    }
    if at:
        evidence["arrived_on"] = f"{arrived_on:%Y-%m-%d}"
    dossier = supplements.answer(
        request, by=by, answers=answers, files=files, evidence=evidence, at=at
    )
    submission = dossier.current_submission
    for component, kept in originals.items():
        paper = submission.documents.filter(component=component).order_by("pk").first()
        if paper and kept:
            paper.originals_kept = kept
            paper.save(update_fields=["originals_kept"])
    post = getattr(dossier, "acting_post", None)
    if post and dossier.current_department and any(originals.values()):
        carry(dossier, post.department, dossier.current_department)
    processing = request.phase == SupplementRequest.Phase.PROCESSING
    with override("vi"):
        return issue(
            dossier,
            KIND,
            by=by,
            subject=f"Bổ sung hồ sơ theo yêu cầu ngày {timezone.localdate(request.asked_at):%d/%m/%Y}",
            giver=giver,
            channel=_way(channel, tracking_number, arrived_on if at else None),
            items=_items(request, files, originals),
            new_due=dossier.due_at if processing else None,
        )


def arrived_at(request: SupplementRequest, arrived_on: datetime.date | None) -> datetime.datetime:
    """The opening of the day of the arrival postmark, or the request itself when it is of that day.

    DossierError when there is none, or it cannot be.
    """
    if arrived_on is None:
        raise DossierError(_("Hãy ghi ngày của dấu bưu điện nơi đến."))
    if arrived_on > timezone.localdate():
        raise DossierError(_("Ngày đến không thể ở tương lai."))
    if arrived_on < timezone.localdate(request.asked_at):
        raise DossierError(_("Ngày đến không thể trước ngày yêu cầu bổ sung."))
    opening = timezone.make_aware(datetime.datetime.combine(arrived_on, datetime.time.min))
    return max(opening, request.asked_at)


def _way(channel: str, tracking_number: str, arrived_on: datetime.date | None) -> str:
    """How it came, as the slip says it."""
    told = [WAYS[channel]]
    if tracking_number:
        told.append(f"số bưu gửi {tracking_number}")
    if arrived_on:
        told.append(f"dấu nơi đến {arrived_on:%d/%m/%Y}")
    return ", ".join(told)


def _items(request: SupplementRequest, files: dict, originals: dict[int, int]) -> list[dict]:
    """A line for each thing that was asked: a paper with how many, or an answer of the form."""
    rows = []
    for item in request.items.select_related("component"):
        if item.component_id is None:
            rows.append({"label": item.label, "note": "Sửa trong tờ khai", "quantity": 1})
            continue
        kept, scans = originals.get(item.component_id, 0), files.get(item.component_id, [])
        scanned = sum(1 for file, _name in scans if file)
        told = [f"giữ {kept} bản chính"] if kept else []
        told += [f"{scanned} tệp quét"] if scanned else []
        rows.append(
            {"label": item.label, "note": ", ".join(told), "quantity": max(kept, len(scans))}
        )
    return rows
