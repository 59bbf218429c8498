"""Figures for Prometheus. All are read from the database when asked, so every process answers alike."""

import hmac
import ipaddress

from django.conf import settings
from django.db.models import Count, Max, Min, Q
from django.http import HttpResponse, HttpResponseForbidden
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from flows import limits
from flows.models import (
    Beat,
    ClientSystem,
    Dossier,
    InboundMessage,
    JournalEntry,
    NationalMessage,
    Promise,
    WorkItem,
)
from flows.reports import condition, fold


@require_safe
@never_cache
def metrics(request):
    """To this machine itself, or to whoever shows METRICS_TOKEN; to nobody else."""
    if not (_shows_token(request) or _is_here(request)):
        return HttpResponseForbidden("METRICS_TOKEN\n", content_type="text/plain")
    return HttpResponse(generate_latest(_collected()), content_type=CONTENT_TYPE_LATEST)


def _shows_token(request) -> bool:
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token = settings.METRICS_TOKEN
    return bool(token) and hmac.compare_digest(shown.encode(), token.encode())


def _is_here(request) -> bool:
    """Asked on this machine, and not by a proxy for somebody else."""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ipaddress.ip_address(limits.client_address(request)).is_loopback
    except ValueError:
        return False


def _collected() -> CollectorRegistry:
    registry, now = CollectorRegistry(), timezone.now()
    _work(registry, now)
    _outbox(registry, now)
    _exchange(registry, now)
    _worker(registry, now)
    _upkeep(registry, now)
    return registry


def _work(registry, now) -> None:
    queue = Gauge("bhxh_work_items", "Open work items by step", ["step"], registry=registry)
    late = Gauge("bhxh_work_items_late", "Open work items past their due time", registry=registry)
    rows = WorkItem.objects.open().order_by().values("step")
    counted = rows.annotate(n=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now)))
    total = 0
    for row in counted:
        queue.labels(row["step"]).set(row["n"])
        total += row["late"]
    late.set(total)
    overdue = Gauge("bhxh_dossiers_overdue", "Dossiers past the promised date", registry=registry)
    overdue.set(Dossier.objects.overdue(now).count())


def _outbox(registry, now) -> None:
    waiting = Q(done_at__isnull=True, failed_at__isnull=True)
    owed = Promise.objects.filter(waiting).order_by().values("kind")
    depth = Gauge("bhxh_outbox_waiting", "Promises not yet kept", ["kind"], registry=registry)
    for row in owed.annotate(n=Count("pk")):
        depth.labels(row["kind"]).set(row["n"])
    oldest = Promise.objects.filter(waiting, next_at__lte=now).aggregate(at=Min("next_at"))["at"]
    _seconds(registry, "bhxh_outbox_age", "Age of the oldest due promise", oldest, now, none=0)
    failed = Gauge("bhxh_outbox_failed", "Promises given up", registry=registry)
    failed.set(Promise.objects.given_up().count())


def _exchange(registry, now) -> None:
    waiting = Gauge(
        "bhxh_exchange_oldest_seconds",
        "Age of the oldest waiting message",
        ["line"],
        registry=registry,
    )
    stuck = Gauge("bhxh_exchange_stuck", "Messages that need a person", ["line"], registry=registry)
    for line, model, moment, kept in (
        ("national", NationalMessage, "created_at", "refused"),
        ("in", InboundMessage, "received_at", "quarantine"),
    ):
        found = model.objects.filter(state__in=["waiting", kept]).aggregate(
            at=Min(moment, filter=Q(state="waiting")), n=Count("pk", filter=Q(state=kept))
        )
        waiting.labels(line).set((now - found["at"]).total_seconds() if found["at"] else 0)
        stuck.labels(line).set(found["n"])
    silent = Gauge(
        "bhxh_source_silent", "1 when a system has gone quiet", ["system"], registry=registry
    )
    for system in ClientSystem.objects.filter(is_active=True, silent_after__isnull=False):
        silent.labels(system.code).set(system.is_silent(now))


def _worker(registry, now) -> None:
    beat = Beat.objects.filter(name="worker").aggregate(at=Max("at"))["at"]
    _seconds(registry, "bhxh_worker_age", "Since the worker's last sign of life", beat, now)
    _seconds(registry, "bhxh_figures_age", "Since the summaries were folded", fold.as_of(), now)
    entries = Gauge(
        "bhxh_journal_last_entry", "Number of the newest journal entry", registry=registry
    )
    entries.set(JournalEntry.objects.aggregate(newest=Max("pk"))["newest"] or 0)


def _upkeep(registry, now) -> None:
    good, last = condition.backups()
    _seconds(registry, "bhxh_backup_age", "Since the last good backup", good and good.made_at, now)
    size = Gauge("bhxh_backup_bytes", "Size of the last good backup", registry=registry)
    size.set((good and good.size) or 0)
    failed = Gauge("bhxh_backup_failed", "1 when the last backup failed", registry=registry)
    failed.set(bool(last and last.problem))
    free = Gauge("bhxh_disk_free_bytes", "Free bytes by place", ["place"], registry=registry)
    total = Gauge("bhxh_disk_total_bytes", "All bytes by place", ["place"], registry=registry)
    for disk in condition.disks():
        if disk.free is not None:
            free.labels(disk.name).set(disk.free)
            total.labels(disk.name).set(disk.total)
    ended = Gauge(
        "bhxh_certificates_ended", "Used, and past their end", ["kind"], registry=registry
    )
    ending = Gauge("bhxh_certificates_ending", "Ending within 30 days", ["kind"], registry=registry)
    for kind, found in condition.endings(now).items():
        ended.labels(kind).set(found.ended)
        ending.labels(kind).set(found.soon)
    if seal := condition.seal_ends():
        left = Gauge(
            "bhxh_seal_certificate_left_seconds", "To the end of the seal", registry=registry
        )
        left.set((seal - now).total_seconds())


def _seconds(registry, name: str, told: str, since, now, *, none: float = -1) -> None:
    """An age in seconds; `none` when it never happened (-1) or nothing waits (0)."""
    gauge = Gauge(f"{name}_seconds", told, registry=registry)
    gauge.set(max(0.0, (now - since).total_seconds()) if since else none)
