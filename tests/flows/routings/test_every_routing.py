"""What must hold of every routing: rights, reachability, and random walks that never get stuck."""

import os
import random

import pytest
from django.db import transaction
from viewflow.workflow import nodes

from flows.models import WorkItem
from flows.models.dossier import CLOSED_STATES as CLOSED
from flows.routings import choices, routing
from tests.flows.routings import walking

KEYS = [key for key, _title in choices()]
# A nightly run walks 500 times over every routing: WALKS=500.
WALKS = int(os.environ.get("WALKS", "4"))
MORE = 120  # walks at most until every end and step has been reached


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
        "consultation": "flows.routings.consultation.ParallelConsultation",
        "counter_issue": "flows.routings.counter_issue.IssuedAtTheCounter",
        "departments_in_turn": "flows.routings.departments_in_turn.DepartmentsInTurn",
        "immediate": "flows.routings.immediate.Immediate",
        "inter_agency": "flows.routings.inter_agency.InterAgency",
        "one_department": "flows.routings.one_department.OneDepartment",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("key", KEYS)
def test_x1_random_walks_follow_the_table_and_always_arrive(key):
    """Map and engine agree at every moment, buttons are what the services allow, nobody is stuck."""
    world = walking.world(key)
    ends, seen, path = set(), set(), set(routing(key).PATH)
    wanted = {"returned", "refused", "withdrawn"}
    if any(node.name == "await_supplement" for node in routing(key).instance.nodes()):
        wanted.add("stopped")  # a supplement that never comes ends the dossier
    for seed in range(WALKS + MORE):
        if seed >= WALKS and wanted <= ends and seen == path:
            break
        with transaction.atomic():
            dossier = walking.walk(world, random.Random(f"{key}{seed}"), wanted - ends)
            assert dossier.state in CLOSED, seed
            assert dossier.processes.get().finished, seed
            assert not walking.without_holder().exists(), seed
            ends.add(dossier.state)
            done = WorkItem.objects.filter(dossier=dossier, status="DONE", flow_task_type="HUMAN")
            seen |= set(done.values_list("step", flat=True))
            transaction.set_rollback(True)
    assert wanted <= ends
    assert seen == path
