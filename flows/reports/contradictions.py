"""Is the record true to itself (Article 20)? Paper against state, return against evidence, state against
the queue; one function for each kind, asked every night.
"""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from flows.acts import ACTS
from flows.models import (
    Beat,
    Contradiction,
    Delivery,
    Document,
    Dossier,
    PaperHandover,
    State,
    SupplementRequest,
    WorkItem,
)
from flows.models.states import CLOSED_STATES

Kind = Contradiction.Kind
NIGHT = "contradictions"
ASKED = [State.INTAKE_SUPPLEMENT, State.SUPPLEMENT_REQUESTED]
# In these a step is worked on; who has asked to withdraw leaves the steps as they were.
WORKED_ON = [State.SUBMITTED, State.RECEIVED, State.PROCESSING, State.RESULT_READY]
KINDS: dict[str, Callable[[], QuerySet[Dossier]]] = {}


def look_nightly() -> None:
    """Look once a day, soon after midnight; the worker asks more often than that."""
    if last_look() is None or timezone.localdate(last_look()) < timezone.localdate():
        look()


@transaction.atomic
def look() -> None:
    """What is found is written down, what no longer holds is forgotten."""
    for kind, ask in KINDS.items():
        found = set(ask().order_by().values_list("pk", flat=True))
        known = Contradiction.objects.filter(kind=kind)
        gone = [row.pk for row in known if row.dossier_id not in found]
        Contradiction.objects.filter(pk__in=gone).delete()
        Contradiction.objects.bulk_create(
            [Contradiction(dossier_id=pk, kind=kind) for pk in sorted(found)],
            ignore_conflicts=True,
        )
    Beat.objects.update_or_create(name=NIGHT, defaults={"at": timezone.now()})


def last_look():
    """When it was last looked; None before the first night."""
    return Beat.objects.filter(name=NIGHT).values_list("at", flat=True).first()


def of_kind(kind: str):
    """Registers the question of one kind: the dossiers of which it is true now."""

    def register(ask):
        KINDS[kind] = ask
        return ask

    return register


@of_kind(Kind.PAPER_ELSEWHERE)
def paper_elsewhere() -> QuerySet[Dossier]:
    """The last hand-over of the papers leads to another unit than the one that works.

    What lay in a unit that was closed went along with its work.
    """
    last = PaperHandover.objects.filter(dossier=OuterRef("pk"), called_off_at=None)
    last = last.order_by("-pk")
    kept = Document.objects.filter(dossier=OuterRef("pk"), originals_kept__gt=0)
    by_wire = [Dossier.Channel.ONLINE, Dossier.Channel.API]
    return (
        Dossier.objects.open()
        .alias(
            unit=Subquery(last.values("to_department")[:1]),
            unit_is_open=Subquery(last.values("to_department__is_active")[:1]),
        )
        .filter(~Q(channel__in=by_wire) | Exists(kept), unit_is_open=True)
        .exclude(unit=F("current_department"))
    )


@of_kind(Kind.ORIGINALS_KEPT)
def originals_kept() -> QuerySet[Dossier]:
    """Returned, with originals of the applicant still at the office."""
    kept = Document.objects.filter(dossier=OuterRef("pk"), originals_kept__gt=0)
    return Dossier.objects.filter(Exists(kept), state=State.RETURNED)


@of_kind(Kind.NO_EVIDENCE)
def no_evidence() -> QuerySet[Dossier]:
    """Returned, and no delivery says when and how."""
    delivered = Delivery.objects.filter(
        dossier=OuterRef("pk"), state=Delivery.State.DELIVERED, delivered_at__isnull=False
    )
    return Dossier.objects.filter(~Exists(delivered.exclude(evidence={})), state=State.RETURNED)


@of_kind(Kind.NOTHING_TO_GIVE)
def nothing_to_give() -> QuerySet[Dossier]:
    """A result waits to be given, and no delivery does."""
    under_way = [Delivery.State.WAITING, Delivery.State.SENT]
    waiting = Delivery.objects.filter(dossier=OuterRef("pk"), state__in=under_way)
    return Dossier.objects.filter(~Exists(waiting), state=State.RESULT_READY)


@of_kind(Kind.CLOSED_WITH_WORK)
def closed_with_work() -> QuerySet[Dossier]:
    """Closed, and a step or a wait is open."""
    return Dossier.objects.filter(Exists(_held()), state__in=CLOSED_STATES)


@of_kind(Kind.NOBODY_HOLDS)
def nobody_holds() -> QuerySet[Dossier]:
    """Open, and neither a person's step nor a wait for somebody outside holds it."""
    return Dossier.objects.open().filter(~Exists(_held()))


@of_kind(Kind.WRONG_STEP)
def wrong_step() -> QuerySet[Dossier]:
    """A step is open of which the table of moves allows no act in this state."""
    items = WorkItem.objects.open().filter(dossier=OuterRef("pk"))
    wrong = Q()
    for state in [*WORKED_ON, *ASKED]:
        steps = {step for act in ACTS.values() if state in act.sources for step in act.steps}
        wrong |= Q(Exists(items.exclude(step__in=steps)), state=state)
    return Dossier.objects.filter(wrong)


@of_kind(Kind.WAITS_FOR_NOTHING)
def waits_for_nothing() -> QuerySet[Dossier]:
    """Waiting for the applicant, who was asked for nothing."""
    return Dossier.objects.filter(~Exists(_asked()), state__in=ASKED)


@of_kind(Kind.STILL_ASKED)
def still_asked() -> QuerySet[Dossier]:
    """The applicant is asked for something, and nobody waits for it."""
    waiting = [*ASKED, State.WITHDRAW_REQUESTED]
    return Dossier.objects.filter(Exists(_asked())).exclude(state__in=waiting)


def _held() -> QuerySet[WorkItem]:
    return WorkItem.objects.filter(dossier=OuterRef("pk"), status__in=["NEW", "ASSIGNED"])


def _asked() -> QuerySet[SupplementRequest]:
    return SupplementRequest.objects.filter(dossier=OuterRef("pk"), closed_at=None)
