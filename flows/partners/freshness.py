"""As of when a dossier is shown (cập nhật lúc): what other systems report on it is as fresh as they are."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from flows.models import ClientSystem, JournalEntry


@dataclass(frozen=True)
class Source:
    """A system that has reported on the dossier, when it spoke last, and whether it has gone quiet."""

    name: str
    at: datetime
    is_silent: bool


def sources_of(code: str) -> list[Source]:
    """The systems whose reports the dossier of this code rests on; none when all was done with us."""
    theirs = Q(actor=OuterRef("account")) | Q(actor=OuterRef("signer"))
    reported = JournalEntry.objects.filter(theirs, dossier__code=code).exclude(
        act__in=("read", "read_document", "download")
    )
    found = ClientSystem.objects.filter(Exists(reported.order_by()), heard_at__isnull=False)
    return [Source(one.name, one.heard_at, one.is_silent()) for one in found]
