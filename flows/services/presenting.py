"""Originals shown for comparison (xuất trình bản chính, Article 11.2): asked for, compared, done without.

The term of the dossier goes on: nothing is missing from it, only looked at.
"""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from flows.audit.journal import record
from flows.effects.notices import notify
from flows.errors import DossierError
from flows.models import Document, Dossier, OriginalsItem, OriginalsRequest
from flows.services.acting import opened_dossier

Found = OriginalsItem.Found


@transaction.atomic
def ask(
    dossier: Dossier, *, by, documents: Iterable[Document], agency, present_by: datetime.date,
    reason: str,
) -> OriginalsRequest:  # fmt: skip
    """Ask the applicant to show the originals of these papers at the office until the day.

    DossierError for a paper that is not of the dossier's own list (nothing is asked beyond it).
    """
    dossier = opened_dossier(dossier, "ask_originals", by=by)
    documents = list(documents)
    listed = {document.pk: document for document in presentable(dossier)}
    if not documents:
        raise DossierError(_("Hãy chọn giấy tờ cần xuất trình bản chính."))
    if any(document.pk not in listed for document in documents):
        raise DossierError(
            _("Chỉ được yêu cầu bản chính của giấy tờ đã nộp trong thành phần hồ sơ.")
        )
    if agency.pk not in {dossier.agency_id, dossier.current_agency_id}:
        raise DossierError(
            _("Nơi xuất trình phải là cơ quan tiếp nhận hoặc đang giải quyết hồ sơ.")
        )
    if present_by <= timezone.localdate():
        raise DossierError(_("Hạn xuất trình phải sau hôm nay."))
    if not reason.strip():
        raise DossierError(_("Hãy ghi rõ lý do."))
    request = OriginalsRequest.objects.create(
        dossier=dossier, agency=agency, present_by=present_by, reason=reason.strip(), asked_by=by
    )
    OriginalsItem.objects.bulk_create(
        OriginalsItem(request=request, document=listed[document.pk]) for document in documents
    )
    names = [name_of(listed[document.pk]) for document in documents]
    record(
        dossier, "ask_originals", by=by,
        public_text=f"Mời xuất trình bản chính để đối chiếu đến hết ngày {present_by:%d/%m/%Y}.",
        data={"request": request.pk, "papers": names, "agency": agency.office_code},
    )  # fmt: skip
    where = f"{agency.name}, {agency.address}" if agency.address else agency.name
    notify(
        dossier, "originals_asked",
        items=names, where=where, present_by=present_by, reason=request.reason,
    )  # fmt: skip
    return request


@transaction.atomic
def compare(dossier: Dossier, *, by, results: dict[int, tuple[str, str]]) -> OriginalsRequest:
    """What the comparison found, {item: (alike or differs, note)}; each paper keeps who and when.

    Papers may come one after the other: the request closes with the last one.
    """
    dossier = opened_dossier(dossier, "compare_originals", by=by)
    request = dossier.originals_requests.select_for_update().get(closed_at=None)
    items = {item.pk: item for item in request.items.select_related("document__component")}
    open_items = {pk for pk, item in items.items() if not item.found}
    if not results or not set(results) <= open_items:
        raise DossierError(_("Hãy ghi kết quả đối chiếu của giấy tờ đang chờ."))
    now, told = timezone.now(), []
    for pk, (found, note) in results.items():
        item = items[pk]
        if found not in Found.values:
            raise DossierError(_("Hãy chọn kết quả đối chiếu."))
        if found == Found.DIFFERS and not note.strip():
            raise DossierError(_("Hãy ghi rõ bản chính khác ở điểm nào."))
        item.found, item.note = found, note.strip()
        item.compared_by, item.compared_at = by, now
        item.save(update_fields=["found", "note", "compared_by", "compared_at"])
        mark_compared(item.document, by=by, alike=found == Found.ALIKE)
        told.append(f"{name_of(item.document)}: {Found(found).label}")
    if open_items == set(results):
        request.closed_at = now
        request.save(update_fields=["closed_at"])
    record(
        dossier, "compare_originals", by=by,
        public_text="Đã đối chiếu với bản chính: " + "; ".join(told)[:400],
        data={"request": request.pk, "results": told},
    )  # fmt: skip
    notify(dossier, "originals_compared", items=told)
    return request


@transaction.atomic
def withdraw(dossier: Dossier, *, by, reason: str) -> OriginalsRequest:
    """The originals are not needed any more: what was compared stays, the applicant is told."""
    dossier = opened_dossier(dossier, "withdraw_originals", by=by)
    if not reason.strip():
        raise DossierError(_("Hãy ghi rõ lý do."))
    request = dossier.originals_requests.select_for_update().get(closed_at=None)
    request.closed_at, request.withdrawn_by = timezone.now(), by
    request.save(update_fields=["closed_at", "withdrawn_by"])
    record(
        dossier, "withdraw_originals", by=by,
        public_text="Thôi yêu cầu xuất trình bản chính.",
        data={"request": request.pk, "reason": reason.strip()},
    )  # fmt: skip
    notify(dossier, "originals_withdrawn", reason=reason.strip())
    return request


def presentable(dossier: Dossier):
    """The papers whose originals may be asked for: filed in the dossier, of the list of its case."""
    components = [component.pk for component in dossier.case.components()]
    return (
        dossier.documents.in_force()
        .attached()
        .filter(component__in=components)
        .select_related("component")
    )


def mark_compared(document: Document, *, by, alike: bool = True) -> None:
    """«Đã đối chiếu với bản chính», with who and when; what differs bears no such mark."""
    document.original_seen = alike
    document.compared_by, document.compared_at = (by, timezone.now()) if alike else (None, None)
    document.save(update_fields=["original_seen", "compared_by", "compared_at"])


def name_of(document: Document) -> str:
    return document.component.name if document.component else document.name
