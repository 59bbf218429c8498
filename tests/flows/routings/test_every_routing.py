"""What must hold of every routing: rights, reachability, and random walks that never get stuck."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from viewflow.workflow import nodes

from flows import acts
from flows.models import Decision, State
from flows.models.dossier import CLOSED_STATES as CLOSED
from flows.picture import flow_map
from flows.routings import choices, routing
from flows.services import deciding, handling, intake, returning, supplements, withdrawing
from tests import situations as here

KEYS = [key for key, _title in choices()]


@pytest.mark.parametrize("key", KEYS)
def test_t5_every_human_step_asks_for_a_right(key):
    flow = routing(key)
    steps = [node for node in flow.instance.nodes() if isinstance(node, nodes.View)]
    assert {step.name for step in steps} == set(flow.PATH)
    assert all(step._owner_permission for step in steps)


@pytest.mark.parametrize("key", KEYS)
def test_t2_every_routing_takes_a_real_lock(key):
    assert type(routing(key).lock_impl).__name__ == "SelectForUpdateLock"


@pytest.mark.parametrize("key", KEYS)
def test_every_node_can_be_reached_and_reaches_the_end(key):
    flow = routing(key).instance
    edges = {node.name: [edge.dst.name for edge in node._outgoing()] for node in flow.nodes()}
    assert _reach(edges, "start") == set(edges)
    assert all("end" in _reach(edges, name) for name in edges)


def _reach(edges, start):
    seen, todo = {start}, [start]
    while todo:
        for name in edges[todo.pop()]:
            if name not in seen:
                seen.add(name)
                todo.append(name)
    return seen


def test_names_stored_in_the_database_have_not_changed():
    assert {key: f"{routing(key).__module__}.{routing(key).__name__}" for key in KEYS} == {
        "departments_in_turn": "flows.routings.departments_in_turn.DepartmentsInTurn",
        "inter_agency": "flows.routings.inter_agency.InterAgency",
        "one_department": "flows.routings.one_department.OneDepartment",
    }


def people(office):
    """Everybody who may meet the dossier, in both agencies."""
    return [
        person
        for place in (office, office.above)
        for person in (
            place.clerk,
            place.officer,
            place.books,
            place.collector,
            place.leader,
            place.desk,
        )
    ]


def act(name, dossier, item, by, applicant):
    """One act as the screens do it."""
    if name == "receive":
        here.papers_checked(dossier, _Place(by))
        return intake.receive(item, by=by)
    paper = [{"component": dossier.case.components().first(), "note": "mờ"}]
    doing = {
        "ask_completion": lambda: intake.ask_completion(item, by=by, reason="Thiếu", items=paper),
        "refuse": lambda: intake.refuse(item, by=by, reason="Sai thẩm quyền"),
        "forward": lambda: handling.forward(item, by=by),
        "propose": lambda: handling.propose(item, by=by, outcome="positive", content="Cấp"),
        "ask_supplement": lambda: supplements.ask_supplement(
            item, by=by, reason="Thiếu", items=paper
        ),
        "send_back_to_previous": lambda: handling.send_back_to_previous(item, by=by, reason="Lại"),
        "approve": lambda: deciding.approve(item, by=by),
        "send_back": lambda: deciding.send_back(item, by=by, reason="Lại"),
        "hand_over": lambda: returning.hand_over(
            item, by=by, recipient_name="An", recipient_identifier="079"
        ),
        "send_by_post": lambda: returning.send_by_post(item, by=by, tracking_number="RR1"),
    }
    return doing[name]()


class _Place:
    def __init__(self, clerk):
        self.clerk = clerk


def wake(dossier, applicant, draw):
    """Somebody outside answers what the dossier waits for."""
    request = dossier.supplements.filter(closed_at=None).first()
    if request is None:
        returning.confirm_post(dossier, by=None, delivered=draw(st.booleans()))
    elif request.phase == "processing" and draw(st.integers(0, 4)) == 0:
        supplements.stop(request, by=None)
    else:
        component = request.items.get().component_id
        supplements.answer(
            request, by=applicant, answers={}, evidence=here.EVIDENCE,
            files={component: [(here.stored(), "moi.pdf")]},
        )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("key", KEYS)
@settings(
    max_examples=6, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(data=st.data())
def test_x1_a_random_walk_follows_the_table_and_always_arrives(key, data):
    with transaction.atomic():
        _walk(key, data.draw)
        transaction.set_rollback(True)


def _walk(key, draw):
    office = here.two_levels()
    applicant = here.citizen()
    version = here.procedure(f"9.{draw(st.integers(100, 999))}{key[:3]}", routing=key)
    if key == "departments_in_turn":
        here.rule(version, "appraise", "books", turn=1)
        here.rule(version, "appraise", "collection", turn=2)
    channel = draw(st.sampled_from(["online", "counter", "post"]))
    dossier = here.filed(
        version, office, applicant, result_channel=channel, result_address="12 Lê Lợi"
    )
    for _step in range(40):
        dossier.refresh_from_db()
        if dossier.state in CLOSED:
            break
        item = dossier.work_items.open().first()
        if item is None:
            wake(dossier, applicant, draw)
        else:
            by = next(
                person for person in people(office)
                if type(item).objects.visible_to(person).filter(pk=item.pk).exists()
            )  # fmt: skip
            by = type(by).objects.get(pk=by.pk)
            names = [each.name for each in acts.available(item, by)]
            assert names, f"{item.step} in {dossier.state} offers nothing"
            act(draw(st.sampled_from(names)), dossier, item, by, applicant)
        _holds(dossier)
    else:
        withdrawing_ends_it(dossier, applicant, office)
    dossier.refresh_from_db()
    assert dossier.state in CLOSED
    assert not dossier.work_items.open().exists()
    assert dossier.processes.get().finished


def withdrawing_ends_it(dossier, applicant, office):
    dossier.refresh_from_db()
    if dossier.state == State.RESULT_READY:
        returning.hand_over(
            here.item(dossier), by=office.desk, recipient_name="An", recipient_identifier="079"
        )
        return
    withdrawing.ask(dossier, by=applicant, reason="Không cần nữa")
    withdrawing.confirm(dossier, by=office.clerk)


def _holds(dossier):
    """Always true (security.md d.4): one open step or one wait or the end; the map says the same."""
    dossier.refresh_from_db()
    waits = dossier.work_items.filter(flow_task_type="FUNCTION", status="NEW").count()
    human = dossier.work_items.open().count()
    assert waits + human == (0 if dossier.state in CLOSED else 1)
    assert dossier.clock.filter(closed_at=None).count() <= 1
    stops = [stop.state for stop in flow_map(dossier)]
    assert stops.count("current") == human
    assert stops.count("waiting") == (
        1 if dossier.supplements.filter(closed_at=None).exists() else 0
    )
    assert (
        Decision.objects.filter(dossier=dossier, approved_at=None, sent_back_at=None).count() <= 1
    )
