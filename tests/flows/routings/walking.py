"""A dossier that wanders: at every moment one of the acts that the rules offer, chosen by lot."""

from contextlib import suppress
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import User
from catalog.models import ProcedureVersion
from flows import acts
from flows.deadlines import clock
from flows.errors import DossierError
from flows.models import Decision, Dossier, State, WorkItem
from flows.models.dossier import CLOSED_STATES as CLOSED
from flows.picture import flow_map
from flows.services import (
    consulting,
    deciding,
    handling,
    intake,
    referring,
    returning,
    settling,
    supplements,
    undoing,
    withdrawing,
)
from tests import situations as here

LONGEST = 45  # acts of one walk; then the applicant withdraws or the result is handed over
TOWARDS = {"refused": "refuse", "stopped": "ask_supplement"}  # the act that leads to a rare end


@dataclass
class World:
    """Two offices one above the other, the version, and everybody who may meet its dossiers."""

    office: here.Office
    version: ProcedureVersion
    applicant: User
    staff: dict[int, User]
    known: dict = field(default_factory=dict)  # (step, department) → who did it


def world(key: str) -> World:
    office = here.two_levels()
    version = here.procedure(f"9.10{len(key):04d}", routing=key)
    if key == "departments_in_turn":
        here.rule(version, "appraise", "books", turn=1)
        here.rule(version, "appraise", "collection", turn=2)
    staff = {
        person.pk: person
        for place in (office, office.above)
        for person in (
            place.clerk, place.officer, place.books, place.collector, place.leader, place.desk,
        )
    }  # fmt: skip
    return World(office, version, here.citizen(), staff)


def walk(world: World, lot, towards=frozenset()) -> Dossier:
    """From the filing to an end; what must always hold is asserted after every act.

    Acts that lead `towards` these ends are likelier: all are reached in few walks.
    """
    dossier = here.filed(
        world.version, world.office, world.applicant,
        result_channel=lot.choice(["online", "counter", "post"]), result_address="12 Lê Lợi",
    )  # fmt: skip
    for _act in range(LONGEST):
        _go_on(dossier, world, lot, towards)
        dossier = _anew(dossier)
        holds(dossier)
        if dossier.state in CLOSED:
            return dossier
    _end(dossier, world)
    return _anew(dossier)


def holds(dossier: Dossier) -> None:
    """Always true: open steps or one wait or the end; the public map says the same; the stored date
    is the one that the ledger gives."""
    open_items = list(dossier.work_items.open())
    waits = dossier.work_items.filter(flow_task_type="FUNCTION", status="NEW").count()
    assert len({item.step for item in open_items}) + waits == (0 if dossier.state in CLOSED else 1)
    running = [interval.kind for interval in dossier.clock.filter(closed_at=None)]
    assert len(running) <= 1
    # Paused or ended, the ledger gives the date that was promised, or none any more.
    promised = {dossier.due_at} if running == ["run"] else {dossier.due_at, None}
    assert clock.explain(dossier).due_at in promised
    stops = flow_map(dossier)
    current = [(stop.step, stop.department) for stop in stops if stop.state == "current"]
    assert sorted(current) == sorted((item.step, item.department.name) for item in open_items)
    asked = dossier.supplements.filter(closed_at=None).exists()
    waiting = [stop for stop in stops if stop.state == "waiting"]
    assert len(waiting) == (asked and dossier.state != State.WITHDRAW_REQUESTED)
    pending = Decision.objects.filter(dossier=dossier, approved_at=None, sent_back_at=None)
    assert pending.count() <= 1


def without_holder():
    """Open dossiers that neither a person's step nor a wait for somebody outside holds (15.2)."""
    held = WorkItem.objects.filter(dossier=OuterRef("pk"), status__in=["NEW", "ASSIGNED"])
    return Dossier.objects.open().exclude(Exists(held))


def _anew(dossier: Dossier) -> Dossier:
    """As the next page finds it."""
    found = Dossier.objects.select_related("version", "case", "agency", "current_agency")
    return found.get(pk=dossier.pk)


def _go_on(dossier: Dossier, world: World, lot, towards) -> None:
    if dossier.state == State.WITHDRAW_REQUESTED:
        withdrawing_answer = withdrawing.confirm if lot.random() < 0.6 else _decline
        withdrawing_answer(dossier, by=_clerk_of(dossier, world))
        return
    often = 0.2 if "withdrawn" in towards else 0.03
    if dossier.state in acts.BEFORE_RESULT and lot.random() < often:
        withdrawing.ask(dossier, by=world.applicant, reason="Không cần nữa")
        return
    items = list(dossier.work_items.open())
    if not items:
        _wake(dossier, world.applicant, lot, towards)
        return
    item = lot.choice(items)
    by = _who_may(item, world)
    offered = {act.name for act in acts.available(item, by)}
    assert offered, f"{item.step} in {dossier.state} offers nothing"
    others = sorted(acts.ACTS.keys() & ON_ITEMS.keys() - offered)
    _is_refused(lot.choice(others), dossier, item, by, lot)
    if lot.random() < 0.15 and (behind := _who_may_undo(dossier, world)):
        undoing.undo(dossier, by=behind, reason="Nhầm")
        return
    # The straight way is likelier: else most walks would circle at the intake.
    liked = [TOWARDS[end] for end in sorted(towards) if TOWARDS.get(end) in offered] or [
        name for name in sorted(offered) if acts.ACTS[name].tone == "primary"
    ]
    name = lot.choice(liked if liked and lot.random() < 0.5 else sorted(offered))
    _do(name, dossier, item, by, lot)


def _do(name, dossier, item, by, lot) -> None:
    if name == "receive":
        for document in dossier.documents.in_force():
            intake.check_document(document, by=by, verdict="accepted")
    elif name == "propose":
        for document in dossier.documents.in_force().filter(verdict="pending"):
            intake.check_document(document, by=by, verdict="accepted")
    ON_ITEMS[name](item, by, lot)


def _is_refused(name, dossier, item, by, lot) -> None:
    """What the screen does not offer, the service refuses and nothing changes."""
    before = dossier.journal.count()
    try:
        with transaction.atomic():
            ON_ITEMS[name](item, by, lot)
    except (DossierError, IndexError):
        assert dossier.journal.count() == before
    else:
        raise AssertionError(f"{name} at {item.step} in {dossier.state} was not refused")


def _paper(item) -> list[dict]:
    return [{"component": item.dossier.case.components().first(), "note": "mờ"}]


ON_ITEMS = {
    "receive": lambda item, by, lot: intake.receive(item, by=by),
    "ask_completion": lambda item, by, lot: intake.ask_completion(
        item, by=by, reason="Thiếu", items=_paper(item)
    ),
    "refuse": lambda item, by, lot: intake.refuse(item, by=by, reason="Sai thẩm quyền"),
    "refer": lambda item, by, lot: referring.refer(
        item, by=by, to=referring.places(item.dossier)[0], reason="Nhầm nơi"
    ),
    "confirm_referral": lambda item, by, lot: referring.confirm(item, by=by),
    "decline_referral": lambda item, by, lot: referring.decline(item, by=by, reason="Không phải"),
    "forward": lambda item, by, lot: handling.forward(item, by=by),
    "propose": lambda item, by, lot: handling.propose(
        item, by=by, outcome="positive", content="Cấp"
    ),
    "propose_at_counter": lambda item, by, lot: settling.propose_at_counter(
        item, by=by, outcome="positive", content="Cấp"
    ),
    "issue_at_counter": lambda item, by, lot: settling.issue_at_counter(
        item, by=by, outcome="positive", content="Cấp"
    ),
    "give_opinion": lambda item, by, lot: consulting.give_opinion(
        item, by=by, opinion=lot.choice(["agree", "disagree", "remarks"]), content="Ý kiến"
    ),
    "ask_supplement": lambda item, by, lot: supplements.ask_supplement(
        item, by=by, reason="Thiếu", items=_paper(item)
    ),
    "send_back_to_previous": lambda item, by, lot: handling.send_back_to_previous(
        item, by=by, reason="Lại"
    ),
    "return_to_step": lambda item, by, lot: handling.return_to_step(
        item, by=by, to=lot.choice(item.earlier), reason="Lại từ đầu"
    ),
    "approve": lambda item, by, lot: deciding.approve(item, by=by),
    "send_back": lambda item, by, lot: deciding.send_back(item, by=by, reason="Lại"),
    "hand_over": lambda item, by, lot: returning.hand_over(
        item, by=by, recipient_name="An", recipient_identifier="079"
    ),
    "send_by_post": lambda item, by, lot: returning.send_by_post(
        item, by=by, tracking_number=f"RR{lot.random()}", address="12 Lê Lợi"
    ),
}


def _who_may(item, world: World) -> User:
    """Somebody whose queue the item is in; who did this step at this place before is asked first."""
    place = item.step, item.department_id
    for person in [*filter(None, [world.known.get(place)]), *world.staff.values()]:
        mine = WorkItem.objects.visible_to(person).filter(pk=item.pk)
        if mine.exists() and item.is_open_to(person):
            world.known[place] = person
            return person
    raise AssertionError(f"nobody may do {item.step} at {item.department}")


def _who_may_undo(dossier, world: World) -> User | None:
    """Who took the last step, when it may be taken back now."""
    last = dossier.last_act
    person = last and world.staff.get(last.actor_id)
    with suppress(DossierError):
        if person and acts.check("undo_step", dossier, by=person):
            return person
    return None


def _decline(dossier, *, by) -> None:
    withdrawing.decline(dossier, by=by, reason="Đang giải quyết")


def _wake(dossier, applicant, lot, towards) -> None:
    """Somebody outside answers what the dossier waits for."""
    request = dossier.supplements.filter(closed_at=None).first()
    if request is None:
        returning.confirm_post(dossier, by=None, delivered=lot.random() < 0.6)
    elif request.phase == "processing" and lot.random() < (0.8 if "stopped" in towards else 0.3):
        supplements.stop(request, by=None)
    else:
        component = request.items.get().component_id
        supplements.answer(
            request, by=applicant, answers={}, evidence=here.EVIDENCE,
            files={component: [(here.stored(), "moi.pdf")]},
        )  # fmt: skip


def _end(dossier, world: World) -> None:
    if dossier.is_closed:
        return
    if dossier.state == State.RESULT_READY:
        if dossier.is_in_the_post:
            returning.confirm_post(dossier, by=None, delivered=True)
            return
        item = dossier.work_items.open().get()
        returning.hand_over(
            item, by=_who_may(item, world), recipient_name="An", recipient_identifier="079"
        )
        return
    withdrawing.ask(dossier, by=world.applicant, reason="Không cần nữa")
    withdrawing.confirm(dossier, by=_clerk_of(dossier, world))


def _clerk_of(dossier, world: World) -> User:
    above = world.office.above
    return above.clerk if dossier.agency_id == above.agency.pk else world.office.clerk
