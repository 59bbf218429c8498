"""What operators ask: is the process alive, can it serve, does the worker keep up."""

import functools
import logging

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from flows.effects.sweeps import last_beat
from flows.models import Promise

log = logging.getLogger(__name__)


@require_safe
@never_cache
def alive(request):
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def ready(request):
    """503 when pages cannot be served. The worker's ages are told, but portal and filing go on
    without it: what it owes waits in the outbox."""
    parts = {
        "database": _works(_database),
        "migrations": _works(_migrations),
        "storage": _works(_storage),
    }
    serving = all(parts.values())
    ages = _ages() if parts["database"] and parts["migrations"] else {}
    return JsonResponse({"ready": serving, **parts, **ages}, status=200 if serving else 503)


def _works(check) -> bool:
    try:
        check()
    except Exception:
        log.exception("readiness: %s", check.__name__)
        return False
    return True


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@functools.cache  # a success; a failure is raised and asked again
def _migrations() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise RuntimeError("migrations are missing")


def _storage() -> None:
    default_storage.delete(default_storage.save("readyz/probe", ContentFile(b"ok")))


def _ages() -> dict:
    """Seconds since the worker's last sign of life, and that its oldest due promise waits."""
    now = timezone.now()
    beat = last_beat()
    due = (
        Promise.objects.filter(done_at=None, failed_at=None, next_at__lte=now)
        .order_by("next_at")
        .values_list("next_at", flat=True)
        .first()
    )
    return {
        "worker_age": round((now - beat).total_seconds()) if beat else None,
        "outbox_age": round((now - due).total_seconds()) if due else 0,
    }
