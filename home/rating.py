"""Rating a dossier: by the applicant, after the result, once (đánh giá)."""

from django.db import IntegrityError, transaction

from flows.audit.journal import record
from flows.models import Dossier, State
from flows.services.acting import lock_dossier
from home.models import Rating

RATEABLE = (State.RETURNED, State.REFUSED, State.STOPPED)


def may_rate(dossier: Dossier, user) -> bool:
    """After the end only, and never a member of staff."""
    return dossier.state in RATEABLE and not user.is_staff


def rate(dossier: Dossier, *, by, score: int, ease: str, comment: str = "") -> Rating | None:
    """Keep the rating; None when the dossier has one already, which stays."""
    try:
        with transaction.atomic():
            locked = lock_dossier(dossier.pk)
            kept = Rating.objects.create(
                dossier=dossier, by=by, score=score, ease=ease, comment=comment
            )
            record(locked, "rate", by=by, data={"score": score})
            return kept
    except IntegrityError:
        return None
