"""Writing the journal: called inside the act's transaction, under the dossier's lock."""

import datetime

from django.utils import timezone

from catalog.permissions import posts_of
from flows.audit.chain import hash_of
from flows.models import Change, Dossier, JournalEntry
from flows.status import key_of, national_code

READ_AGAIN_AFTER = datetime.timedelta(hours=1)


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
    citizens by the mandate. The unit is that of this post, or `department`; without one where the
    dossier is.
    `before` is the state the act found; without it the state has not changed. `is_new_due`: the
    promised day has, and whoever follows the dossier is told although it stays in its state.
    """
    last, post = _head(dossier), getattr(dossier, "acting_post", None)
    if by and post:
        department = department or post.department
    agency = department.agency if department else dossier.current_agency
    department = department or dossier.current_department
    entry = JournalEntry(
        dossier=dossier,
        seq=last.seq + 1 if last else 1,
        at=timezone.now(),
        act=act,
        actor=by,
        actor_name=str(by) if by else "",
        on_behalf_of=post.on_behalf_of() if by and post else dossier.behalf_of(by),
        agency_name=agency.name,
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


def was_read(dossier_id: int, act: str, *, by, **data) -> bool:
    """Whether this reading by the person is written down already, within the hour: a page that is opened
    again, or shows a paper beside the form, is one reading."""
    said = {f"data__{name}": value for name, value in data.items()}
    mine = JournalEntry.objects.filter(dossier=dossier_id, act=act, actor=by, **said)
    return mine.filter(at__gte=timezone.now() - READ_AGAIN_AFTER).exists()


def record_reading(dossier: Dossier, act: str, *, by, data: dict | None = None) -> JournalEntry:
    """Add that somebody of the staff looked at or printed something, in the unit where they work: the
    dossier itself may be in another one."""
    posts = posts_of(by)
    here = [post for post in posts if post.department.agency_id == dossier.current_agency_id]
    unit = next((post.department for post in here or posts), None)
    return record(dossier, act, by=by, department=unit, data=data)


def _announce(dossier: Dossier, entry: JournalEntry) -> None:
    """For whoever follows the dossier from another system: where it is. Its place in the feed comes
    later."""
    department = dossier.current_department
    Change.objects.create(
        dossier=dossier,
        state=dossier.state,
        status=key_of(dossier.state, dossier.outcome_positive, dossier.received_at is not None),
        national_code=national_code(dossier),
        agency_name=dossier.current_agency.name,
        department_name=department.name if department else "",
        due_at=dossier.due_at,
        at=entry.at,
    )


def _head(dossier: Dossier) -> JournalEntry | None:
    """The last entry; remembered only under the dossier's lock, when nobody else can add one."""
    if getattr(dossier, "is_locked", False) and hasattr(dossier, "journal_head"):
        return dossier.journal_head
    return JournalEntry.objects.filter(dossier=dossier).only("seq", "hash").order_by("-seq").first()
