"""Routings by key: what a procedure version's `routing` names."""

from dataclasses import dataclass

ROUTINGS: dict[str, type] = {}


@dataclass(frozen=True)
class Rule:
    """Who does a step when the version has no rule of its own."""

    step: str
    role: str
    function: str
    scope: str = "same"
    turn: int = 0
    share: int = 0


def register(key: str):
    """Make a flow class known under a lasting key."""

    def keep(flow_class):
        ROUTINGS[key] = flow_class
        flow_class.key = key
        return flow_class

    return keep


def routing(key: str) -> type:
    """The flow class of a key; KeyError when a release has lost it."""
    return ROUTINGS[key]


def choices() -> list[tuple[str, str]]:
    return [(key, str(flow.process_title)) for key, flow in ROUTINGS.items()]


def default_rules(key: str) -> tuple[Rule, ...]:
    return ROUTINGS[key].DEFAULTS
