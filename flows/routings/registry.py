"""Routings by key: what a procedure version's `routing` names."""

from catalog import routings
from catalog.routings import Rule

__all__ = ["Rule", "choices", "default_rules", "register", "routing"]

ROUTINGS: dict[str, type] = {}


def register(key: str):
    """Make a flow class known under a lasting key, to the engine's side and to the catalogue."""

    def keep(flow_class):
        ROUTINGS[key] = flow_class
        flow_class.key = key
        nodes = [flow_class.instance.node(name) for name in flow_class.PATH]
        steps = [routings.Step(n.name, n.task_title, n.takes_turns, n.at_once) for n in nodes]
        routings.tell(
            routings.Routing(key, flow_class.process_title, tuple(steps), flow_class.DEFAULTS)
        )
        return flow_class

    return keep


def routing(key: str) -> type:
    """The flow class of a key; KeyError when a release has lost it."""
    return ROUTINGS[key]


def choices() -> list[tuple[str, str]]:
    return [(key, str(flow.process_title)) for key, flow in ROUTINGS.items()]


def default_rules(key: str) -> tuple[Rule, ...]:
    return ROUTINGS[key].DEFAULTS
