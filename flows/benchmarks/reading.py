"""What is read: one dossier by its code, statistics and a queue over many."""

import time

from django.db import connection, transaction
from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth

from catalog.measuring import best
from catalog.models import Post
from flows import tracking
from flows.models import Dossier, WorkItem
from flows.reports import figures, fold
from flows.reports.period import last_months
from flows.synthesis import making

DOSSIERS = 5_000
PAGE = 50


def lookup() -> dict:
    """The public look-up of Article 12 by code, beside the lazily written one and bare SQL."""
    dossier = Dossier.objects.latest("pk")

    def peer():
        found = Dossier.objects.get(code=dossier.code)
        return found.current_agency.name, found.current_department.name, found.procedure.name

    def limit():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT d.code, a.name, d.received_at, d.due_at, d.state FROM flows_dossier d "
                "JOIN catalog_agency a ON a.id = d.current_agency_id WHERE d.code_folded = %s",
                [dossier.code_folded],
            )
            return cursor.fetchone()

    ours = best(lambda: tracking.lookup(dossier.code, dossier.check_code), 50)
    measured = {"ours": ours, "peer": best(peer, 50), "limit": best(limit, 50)}
    return {"unit": "ms CPU", **measured, "lower": True, "goal": 1}


def statistics() -> dict:
    """Figures of a year by agency from the summaries, beside a plain aggregate over the dossiers."""

    def peer():
        rows = Dossier.objects.filter(received_at__gte=last_months(12).begins).order_by()
        solved, late = Q(finished_at__isnull=False), Q(finished_at__gt=F("due_at"))
        grouped = rows.values("agency", month=TruncMonth("received_at"))
        return list(
            grouped.annotate(
                n=Count("pk"), solved=Count("pk", filter=solved), late=Count("pk", filter=late)
            )
        )

    return _beside(lambda: figures.by_agency(last_months(12)), peer, goal=2)


def queue() -> dict:
    """A page of an officer's queue, beside the list as written at first: counted, relations followed."""

    def ours():
        user = _busiest()
        items = WorkItem.objects.visible_to(user).open().with_list_data()
        return [item.dossier.procedure.name for item in items.order_by("due_at", "pk")[:PAGE]]

    def peer():
        user = _busiest()
        items = WorkItem.objects.visible_to(user).open().order_by("due_at")
        items.count()
        return [
            (item.dossier.procedure.name, item.dossier.case.name, item.department.name)
            for item in items[:PAGE]
        ]

    return _beside(ours, peer, goal=2)


def _busiest():
    """Whoever holds the post with the most open work, read anew as a request does."""
    rows = WorkItem.objects.open().order_by().values("department", "role")
    most = rows.annotate(n=Count("pk")).order_by("-n").first()
    posts = Post.objects.filter(department=most["department"], role=most["role"])
    return posts.select_related("user").first().user


def _beside(ours, peer, *, goal: float) -> dict:
    """Both over at least DOSSIERS; what was made for it is taken back with the transaction."""
    with transaction.atomic():
        missing = DOSSIERS - Dossier.objects.count()
        if missing > 0:
            list(making.generate(missing, days=360, seed=1))
        fold.catch_up()
        measured = {
            "ours": best(ours, clock=time.perf_counter),
            "peer": best(peer, clock=time.perf_counter),
        }
        transaction.set_rollback(True)
    return {"unit": "ms", **measured, "limit": None, "lower": True, "goal": goal}
