"""A supplement that comes over the counter or by post: entered by the intake clerk for the applicant."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

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
    originals: dict[int, int], tracking_number: str = "",
) -> IssuedDocument:  # fmt: skip
    """The answer as the citizen's own, with the slip of the papers handed in. Entered twice it is once.

    `channel` is "counter" or "post", `giver` who brought or sent it; `originals` says how many are
    kept, by component. They go on to the unit that asked.
    """
    dossier = lock_dossier(request.dossier_id)
    request.refresh_from_db()
    if request.answered_at:
        return dossier.issued.filter(kind=KIND).latest("pk")
    evidence = {
        "method": channel,
        "clerk": str(by),
        "giver": giver,
        "tracking_number": tracking_number,
        "at": timezone.now().isoformat(),
    }
    dossier = supplements.answer(request, by=by, answers=answers, files=files, evidence=evidence)
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
            channel=f"{WAYS[channel]}{f', số bưu gửi {tracking_number}' if tracking_number else ''}",
            items=_items(request, files, originals),
            new_due=dossier.due_at if processing else None,
        )


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
