"""Writing the journal: called inside the act's transaction, under the dossier's lock."""

from django.utils import timezone

from flows.audit.chain import hash_of
from flows.models import Change, Dossier, JournalEntry
from flows.status import key_of, national_code


def record(
    dossier: Dossier,
    act: str,
    *,
    by=None,
    public_text: str = "",
    before: str = "",
    department=None,
    data: dict | None = None,
    is_new_due: bool = False,
) -> JournalEntry:
    """Add one entry to the dossier's chain. `public_text` is what the applicant reads of it, kept in
    Vietnamese whatever language the screen of the person who acts is in.

    Whom the person stands in for is known by the post in which they act (`dossier.acting_post`), of
    citizens by the mandate.
    `before` is the state the act found; without it the state has not changed. `is_new_due`: the
    promised day has, and whoever follows the dossier is told although it stays in its state.
    """
    last, post = _head(dossier), getattr(dossier, "acting_post", None)
    department = department or dossier.current_department
    entry = JournalEntry(
        dossier=dossier,
        seq=last.seq + 1 if last else 1,
        at=timezone.now(),
        act=act,
        actor=by,
        actor_name=str(by) if by else "",
        on_behalf_of=post.on_behalf_of() if by and post else dossier.behalf_of(by),
        agency_name=dossier.current_agency.name,
        department_name=department.name if department else "",
        state_before=before or dossier.state,
        state_after=dossier.state,
        public_text=public_text,
        data=data or {},
        previous_hash=last.hash if last else "",
    )
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)
    if entry.state_before != entry.state_after or is_new_due:
        _announce(dossier, entry)
    dossier.journal_head = entry
    return entry


def _announce(dossier: Dossier, entry: JournalEntry) -> None:
    """For whoever follows the dossier from another system; its place in the feed comes later."""
    Change.objects.create(
        dossier=dossier,
        state=dossier.state,
        status=key_of(dossier.state, dossier.outcome_positive, dossier.received_at is not None),
        national_code=national_code(dossier),
        agency_name=entry.agency_name,
        department_name=entry.department_name,
        due_at=dossier.due_at,
        at=entry.at,
    )


def _head(dossier: Dossier) -> JournalEntry | None:
    """The last entry; remembered only under the dossier's lock, when nobody else can add one."""
    if getattr(dossier, "is_locked", False) and hasattr(dossier, "journal_head"):
        return dossier.journal_head
    return JournalEntry.objects.filter(dossier=dossier).only("seq", "hash").order_by("-seq").first()
