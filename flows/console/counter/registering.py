"""Registering at the counter, and accepting in the same sitting: all of it or nothing."""

from django.db import transaction

from flows.console.counter.attaching import papers_of
from flows.models import Document, Dossier, Draft
from flows.services import filing, intake, originals


@transaction.atomic
def register(draft: Draft, ticked, *, by, accept: bool) -> Dossier:
    """The draft becomes a dossier with the papers handed in; with `accept` it is received too.

    `ticked` is what the review page posts: seen_<paper> (compared with the original), taken_<paper>
    (handed in without a scan), originals_<paper>, copies_<paper> and note_<paper>. DossierError: nothing at all is written.
    Registering again gives the same dossier.
    """
    locked = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if locked.is_filed:
        return locked.dossier
    papers = papers_of(draft)
    dossier = filing.register_at_counter(draft, by=by)
    for paper in papers:
        if paper.component and not paper.files and f"taken_{paper.key}" in ticked:
            originals.take_original(
                dossier,
                paper.component,
                by=by,
                originals=_count(ticked, paper.key),
                note=ticked.get(f"note_{paper.key}", "")[:500],
            )
    if accept:
        _check(dossier, papers, ticked, by)
        intake.receive(dossier.work_items.open().get(step="intake"), by=by)
    return dossier


def _check(dossier: Dossier, papers: list, ticked, by) -> None:
    """Files of papers ticked as seen are marked accepted; originals count once per paper."""
    documents = list(dossier.documents.filter(file__isnull=False))
    for paper in papers:
        kept = _count(ticked, paper.key)
        for document in documents:
            component = paper.component.pk if paper.component else None
            place = (document.component_id, document.question_key)
            if place == (component, paper.question_key) and f"seen_{paper.key}" in ticked:
                intake.check_document(
                    document,
                    by=by,
                    verdict=Document.Verdict.ACCEPTED,
                    originals_kept=kept,
                    original_seen=True,
                    copies_received=_copies(ticked, "copies", paper.key),
                    copies_certified=_copies(ticked, "certified", paper.key) or 0,
                    note=ticked.get(f"note_{paper.key}", "")[:500],
                )
                kept = 0


def _count(ticked, key: str) -> int:
    typed = ticked.get(f"originals_{key}", "")
    return min(int(typed), 99) if typed.isdigit() else 0


def _copies(ticked, name: str, key: str) -> int | None:
    typed = ticked.get(f"{name}_{key}", "")
    return min(int(typed), 999) if typed.isdigit() else None
