"""Periodic works of this application; the worker finds them here."""

from django.utils import timezone

from flows import limits
from flows.audit.verify import fold_day
from flows.effects.sweeps import every
from flows.files.orphans import drop_orphans
from flows.models import Draft
from flows.services import watching

every(3600)(limits.forget_old)
every(3600)(drop_orphans)
every(60, name="check_deadlines")(watching.sweep)
every(600)(fold_day)


@every(3600)
def drop_expired_drafts() -> None:
    """What nobody filed within its term is personal data without a purpose: it goes, with its files."""
    Draft.objects.filter(dossier__isnull=True, expires_at__lte=timezone.now()).delete()
