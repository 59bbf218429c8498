"""Which publication of the portal is the present one, and which answers are the same for everybody."""

import datetime
import uuid

from django.core.cache import caches
from django.db import transaction

_EDITION = "pages:edition"


def public(response, *, lifetime: datetime.timedelta | None = None):
    """Mark a response as the same for everybody, kept for a day or no longer than `lifetime`."""
    response.is_public_page = True
    response.page_lifetime = lifetime
    return response


def edition() -> str:
    """The mark of the present publication, shared by every process."""
    return caches["pages"].get_or_set(_EDITION, lambda: uuid.uuid4().hex, None)


def purge() -> None:
    """Begin a new edition when the transaction is through: nothing kept before is served again."""
    transaction.on_commit(lambda: caches["pages"].set(_EDITION, uuid.uuid4().hex, None))
