"""What the catalogue knows of the routings (luồng xử lý): their names, steps and who does them.

The flows live above this room and say it here when they are loaded.
"""

from dataclasses import dataclass, replace

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Step:
    """A step that a person does; with `takes_turns` departments do it one after another, with
    `at_once` all of them in the same time."""

    key: str
    title: Words
    takes_turns: bool = False
    at_once: bool = False


@dataclass(frozen=True)
class Rule:
    """Who does a step: role and function of the department by code, share of the term in percent.

    `silence`: what no answer in time means; `like`: done where a version puts that other step.
    """

    step: str
    role: str
    function: str
    scope: str = "same"
    turn: int = 0
    share: int = 0
    title: str = ""
    silence: str = "escalate"
    like: str = ""


@dataclass(frozen=True)
class Routing:
    """A routing by its lasting key: the way in order, and the rules where a version has none."""

    key: str
    title: Words
    steps: tuple[Step, ...]
    defaults: tuple[Rule, ...]

    def step(self, key: str) -> Step | None:
        return next((step for step in self.steps if step.key == key), None)


KNOWN: dict[str, Routing] = {}


def tell(routing: Routing) -> None:
    """Make a routing known to the catalogue; said again, it is the newer word."""
    KNOWN[routing.key] = routing


def choices() -> list[tuple[str, Words]]:
    """(key, name) of every routing, for a list to pick from."""
    return [(routing.key, routing.title) for routing in KNOWN.values()]


def title_of(key: str) -> str:
    """The routing's name; its key when this release does not know it."""
    return str(KNOWN[key].title) if key in KNOWN else key


def step_title(routing_key: str, step_key: str) -> str:
    """What a step is called in a routing, or in any other that has it; else its key."""
    first = [KNOWN[routing_key]] if routing_key in KNOWN else []
    for routing in [*first, *KNOWN.values()]:
        if step := routing.step(step_key):
            return str(step.title)
    return step_key


def step_choices(routing_key: str | None = None) -> list:
    """(key, title) of the steps of one routing; of all, under their names, when none is named."""
    if routing_key in KNOWN:
        return [(step.key, step.title) for step in KNOWN[routing_key].steps]
    return [(routing.title, step_choices(routing.key)) for routing in KNOWN.values()]


def share_of(version) -> int:
    """Per cent of the term that the steps take together; those done at once count by the longest."""
    routing, total, longest = KNOWN.get(version.routing), 0, {}
    for rule in rules_of(version):
        step = routing.step(rule.step) if routing else None
        if step and step.at_once:
            longest[rule.step] = max(longest.get(rule.step, 0), rule.share)
        else:
            total += rule.share
    return total + sum(longest.values())


def rules_of(version) -> list[Rule]:
    """The rules of a version in the order of its way, with the routing's own where it has none."""
    routing = KNOWN.get(version.routing)
    own = [
        Rule(
            rule.step,
            rule.role.code,
            rule.department_function,
            rule.agency_scope,
            rule.order,
            rule.share_percent,
            rule.title,
            rule.silence,
        )
        for rule in version.step_rules.select_related("role")
    ]
    if routing is None:
        return own
    ruled = {rule.step for rule in own}
    order = [step.key for step in routing.steps]
    known = [rule for rule in own if rule.step in order]
    like = {rule.step: rule for rule in reversed(own)}
    known += [
        replace(like[rule.like], step=rule.step, turn=rule.turn, share=rule.share, title="")
        if rule.like in like
        else rule
        for rule in routing.defaults
        if rule.step not in ruled
    ]
    return sorted(known, key=lambda rule: (order.index(rule.step), rule.turn))
