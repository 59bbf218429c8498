"""Results issued before, used again as papers of a new dossier (Decree 107/2021: indicator 3)."""

from django.utils.translation import gettext as _

from catalog.text import fold
from flows import acts
from flows.errors import DossierError
from flows.models import Document, Dossier, DraftFile, IssuedDocument, State
from flows.services import drafting

MOST = 50  # results that are looked through, the newest first


def fitting(draft, components, *, by) -> dict[int, list[IssuedDocument]]:
    """By component: the results that may stand for it, the newest first, three at most.

    They are positive, in force, returned to the applicant of the draft, and `by` may see them.
    The catalogue says with the component which results fit. No query where it names none.
    """
    wanted = {one.pk: {fold(word) for word in one.result_list} for one in components}
    identifier = draft.applicant.get("identifier")
    if not identifier or not any(wanted.values()):
        return {}
    mine = Dossier.objects.visible_to(by).filter(
        applicant_identifier=identifier, state=State.RETURNED, outcome_positive=True
    )
    results = (
        IssuedDocument.objects.filter(
            kind="result", revoked_at=None, file__isnull=False, dossier__in=mine.order_by()
        )
        .select_related("dossier", "file")
        .prefetch_related("dossier__version__result_kinds")
        .order_by("-issued_at", "-pk")[:MOST]
    )
    words = [(result, _words_of(result)) for result in results]
    return {
        pk: [result for result, named in words if named & asked][:3] for pk, asked in wanted.items()
    }


def reuse(draft, component, result_id: int, *, by) -> DraftFile:
    """Attach a result that fits; DossierError when it does not, any more or at all."""
    offered = fitting(draft, [component], by=by).get(component.pk, [])
    result = next((one for one in offered if one.pk == result_id), None)
    if result is None or acts.withheld(result):
        raise DossierError(_("Kết quả này không dùng lại được cho giấy tờ này."))
    name = " ".join(filter(None, [result.title[:120], result.number.replace("/", "-")]))
    return drafting.attach(
        draft, result.file, name=f"{name}.pdf", component=component, source=Document.RESULT
    )


def results_of(documents) -> dict[int, IssuedDocument]:
    """The issued results behind papers that were taken over from them, by the paper's key."""
    taken = [one for one in documents if one.source == Document.RESULT]
    if not taken:
        return {}
    by_file = {
        issued.file_id: issued
        for issued in IssuedDocument.objects.filter(
            file__in=[one.file_id for one in taken], kind="result"
        ).select_related("dossier")
    }
    return {one.pk: by_file[one.file_id] for one in taken if one.file_id in by_file}


def is_revoked(document: Document) -> bool:
    """Whether the paper is a result that has been taken back since it was attached."""
    issued = results_of([document]).get(document.pk)
    return issued is not None and not issued.is_valid


def _words_of(result: IssuedDocument) -> set[str]:
    """The codes and names of what the result's case yields."""
    kinds = [
        kind
        for kind in result.dossier.version.result_kinds.all()
        if kind.case_id in (None, result.dossier.case_id)
    ]
    return {fold(word) for kind in kinds for word in (kind.code, kind.name) if word}
