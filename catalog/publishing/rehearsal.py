"""Scenarios are run before publication: what comes out beside what the manager expects.

How a dossier goes is known above this room: who knows it is told here with `rehearsed_by`.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from catalog.models import Scenario
from catalog.text import fold

from .findings import Finding, at, check


@dataclass
class Outcome:
    """What becomes of a scenario: the steps in order, the due day, what went wrong."""

    scenario: Scenario
    steps: list[str] = field(default_factory=list)
    due_on: datetime.date | None = None
    faults: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return not self.faults

    def compare(self) -> "Outcome":
        """Add a sentence for each expectation that was not met."""
        expected = [line.strip() for line in self.scenario.expected_steps.splitlines()]
        expected = [line for line in expected if line]
        if expected and [fold(step) for step in expected] != [fold(step) for step in self.steps]:
            self.faults.append(
                _("Các bước mong đợi: %(expected)s; thực tế: %(found)s.")
                % {"expected": " → ".join(expected), "found": " → ".join(self.steps)}
            )
        wanted = self.scenario.expected_due
        if wanted and wanted != self.due_on:
            found = f"{self.due_on:%d/%m/%Y}" if self.due_on else _("không tính được")
            self.faults.append(
                _("Hạn trả mong đợi %(expected)s, tính ra %(found)s.")
                % {"expected": f"{wanted:%d/%m/%Y}", "found": found}
            )
        return self


RUNNERS: list[Callable[[Scenario], Outcome]] = []


def rehearsed_by(function: Callable[[Scenario], Outcome]) -> Callable[[Scenario], Outcome]:
    """Register who knows how a dossier would go."""
    RUNNERS.append(function)
    return function


def rehearse(version) -> list[Outcome]:
    """Every scenario of the version run now, its expectations compared."""
    scenarios = version.scenarios.select_related("case__form", "agency")
    return [RUNNERS[0](scenario).compare() for scenario in scenarios if RUNNERS]


@check
def scenarios(version) -> Iterator[Finding]:
    """A scenario that does not come out as expected keeps the version out of force."""
    for outcome in rehearse(version):
        if outcome.faults:
            first, more = outcome.faults[0], len(outcome.faults) > 1
            yield Finding(
                _("Tình huống thử «%(name)s» không như mong đợi: %(fault)s")
                % {"name": outcome.scenario, "fault": f"{first} …" if more else first},
                _("Sửa phiên bản, hoặc sửa điều mong đợi của tình huống."),
                at(version, "scenarios"),
                places=tuple(outcome.faults),
            )
