"""Papers follow the dossier from unit to unit (Decree 61/2018, Article 18).

The data are there at once; the papers the same day or, after the calendar's hour, the next working
morning.
"""

from django.utils import timezone

from catalog import working_calendar
from catalog.models import Department
from flows.deadlines import working_time
from flows.models import Dossier, PaperHandover


def follow(dossier: Dossier, to: Department) -> None:
    """The dossier leaves its unit for another one: its papers are to be handed over there."""
    here = dossier.current_department
    if here and has_paper(dossier):
        carry(dossier, here, to)


def carry(dossier: Dossier, here: Department, to: Department) -> None:
    """Papers of the dossier that lie in one unit are to be handed to another one."""
    if here.pk == to.pk:
        return
    now = timezone.now()
    # Straight back before the papers had left: they lie where they are wanted.
    back = PaperHandover.objects.open().filter(
        dossier=dossier, sheet=None, from_department=to, to_department=here
    )
    if back.update(called_off_at=now):
        return
    PaperHandover.objects.create(
        dossier=dossier,
        from_department=here,
        to_department=to,
        asked_at=now,
        due_at=working_time.paper_due(now, working_calendar.for_agency(dossier.current_agency)),
    )


def has_paper(dossier: Dossier) -> bool:
    """Taken in on paper, or with originals kept at the office."""
    # A dossier just filed is under no lock and has nothing yet.
    return not dossier.is_electronic or getattr(dossier, "keeps_originals", False)
