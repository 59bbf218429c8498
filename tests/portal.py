"""The portal as the demo builds it, made once for many tests, each of which is a savepoint in it."""

from django.db import transaction

from accounts.models import User
from catalog.models import ProcedureVersion
from cms import demo
from tests import situations


def built(blocker):
    """Yields the key of the one version, which `version` reads, while the portal stands."""
    with blocker.unblock(), transaction.atomic():
        situations.office()
        made = situations.procedure()
        by = User.objects.create(username="quan-tri-trang", kind=User.Kind.STAFF, is_superuser=True)
        demo.build(by)
        yield made.pk
        transaction.set_rollback(True)


def version(key: int) -> ProcedureVersion:
    return ProcedureVersion.objects.select_related("procedure").get(pk=key)
