"""The lists by which papers and results go from hand to hand (phiếu bàn giao), as both sides sign them."""

from collections.abc import Iterable

from django.db.models import Prefetch, prefetch_related_objects

from catalog.models import SlipTemplate
from flows.models import (
    Delivery,
    Document,
    Dossier,
    HandoverList,
    IssuedDocument,
    PaperHandover,
    PostBatch,
    State,
)
from flows.papers.office_papers import issue_alone

Kind = SlipTemplate.Kind


def issue_handover(sheet: HandoverList, lines: Iterable[PaperHandover], *, by) -> IssuedDocument:
    """The slip of one list between units: of results when every dossier in it has its result."""
    dossiers = _known([line.dossier for line in lines])
    ready = all(dossier.state == State.RESULT_READY for dossier in dossiers)
    receiver = sheet.to_department
    sheet.issued = issue_alone(
        Kind.RESULTS if ready else Kind.CARRY,
        agency=sheet.from_department.agency,
        by=by,
        number=sheet.code,
        at=sheet.made_at,
        giver=sheet.from_department.name,
        receiver=f"{receiver.name}, {receiver.agency.name}",
        lines=[_line(dossier) for dossier in dossiers],
    )
    sheet.save(update_fields=["issued"])
    return sheet.issued


def issue_batch(batch: PostBatch, parcels: Iterable[Delivery], *, by) -> IssuedDocument:
    """The slip of one list for the postal carrier."""
    parcels = list(parcels)
    _known([parcel.dossier for parcel in parcels])
    carriers = {parcel.carrier for parcel in parcels} - {""}
    batch.issued = issue_alone(
        Kind.RESULTS,
        agency=batch.agency,
        by=by,
        number=f"BK-{batch.code}",
        at=batch.made_at,
        giver="",
        receiver=", ".join(sorted(carriers)) or "Doanh nghiệp bưu chính",
        by_carrier=True,
        lines=[_line(parcel.dossier) | {"parcel": parcel.tracking_number} for parcel in parcels],
    )
    batch.save(update_fields=["issued"])
    return batch.issued


def _known(dossiers: list[Dossier]) -> list[Dossier]:
    """With what the lines say of them: a fixed number of queries, however many they are."""
    results = IssuedDocument.objects.filter(kind="result", revoked_at__isnull=True)
    papers = Document.objects.in_force().select_related("component")
    prefetch_related_objects(
        dossiers,
        "procedure",
        Prefetch("issued", results, to_attr="standing_results"),
        Prefetch("documents", papers, to_attr="papers"),
    )
    return dossiers


def _line(dossier: Dossier) -> dict:
    """What a list says of one dossier."""
    results = [
        f"{paper.title} số {paper.number}" if paper.number else paper.title
        for paper in dossier.standing_results
    ]
    return {
        "code": dossier.code,
        "content": dossier.procedure.name,
        "result": "; ".join(results),
        "owner": dossier.applicant_name,
        "address": dossier.result_address or dossier.applicant_address,
        "has_fee": bool(dossier.fee_state),
        "by_post": dossier.result_channel == Dossier.ResultChannel.POST,
        "papers": _papers_of(dossier),
        "parcel": "",
    }


def _papers_of(dossier: Dossier) -> str:
    """Each paper that is there on paper, with how many originals and copies."""
    told = []
    for paper in dossier.papers:
        parts = []
        if paper.originals_kept:
            parts.append(f"{paper.originals_kept} bản chính")
        if paper.copies_received:
            parts.append(f"{paper.copies_received} bản sao")
        if parts:
            name = paper.component.name if paper.component else paper.name
            told.append(f"{name}: {', '.join(parts)}")
    return "; ".join(told) or "Theo giấy tiếp nhận hồ sơ"
