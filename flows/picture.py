"""The picture of a routing: for a dossier with what is done, for a version with what will be."""

import datetime
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from viewflow.workflow.status import STATUS

from catalog.models import Department, StepRule
from flows.models import Dossier, State
from flows.routings import routing
from flows.routings.placement import agency_for, asked_once, department_for, freeze

DONE, CURRENT, WAITING, COMING, SKIPPED = "done", "current", "waiting", "coming", "skipped"


@dataclass
class Stop:
    """A station of the dossier's way, as the applicant sees it: no officer's name."""

    step: str
    title: str
    agency: str
    department: str
    state: str = COMING
    at: datetime.datetime | None = None
    note: str = ""
    turn: int = field(default=0, repr=False)

    @property
    def state_label(self) -> str:
        return {
            DONE: _("Đã xong"),
            CURRENT: _("Đang thực hiện"),
            WAITING: _("Chờ người nộp"),
            COMING: _("Chưa tới"),
            SKIPPED: _("Không thực hiện"),
        }[self.state]


def stops_of(version, rules: list[dict], dossier: Dossier | None = None) -> list[Stop]:
    """Every station of the way in order; places are named when the dossier's agency is known."""
    flow = routing(version.routing)
    stops = []
    if dossier is not None:
        places = {id(found): found for found in (agency_for(dossier, rule) for rule in rules)}
        prefetch_related_objects([*places.values()], "departments")
    for step in flow.PATH:
        node = flow.instance.node(step)
        named = [row for row in rules if row["step"] == step]
        if node.at_once and dossier is not None:
            named = asked_once(dossier, rules, step)
        for rule in named:
            agency, department = _where(rule, dossier)
            title = _own_title(rule) or str(node.task_title)
            note = _asked_how(rule, len(named)) if node.at_once else ""
            stops.append(Stop(step, title, agency, department, note=note, turn=rule["turn"]))
            if not (node.takes_turns or node.at_once):
                break
    return stops


def _asked_how(rule: dict, units: int) -> str:
    """That several are asked in the same time, and what no answer of this one means."""
    # A process that began under an earlier release has no word on silence in its rules.
    silence = StepRule.Silence(rule.get("silence", StepRule.Silence.ESCALATE)).label.lower()
    if units > 1:
        return _("lấy ý kiến cùng lúc; không trả lời trong hạn: %s") % silence
    return _("không trả lời trong hạn: %s") % silence


def _own_title(rule: dict) -> str:
    """What the version calls the step, in the language of the page where it is translated."""
    # A process that began under an earlier release has no English in its rules.
    english = rule.get("title_en", "") if get_language() == "en" else ""
    return english or rule["title"]


def _where(rule: dict, dossier: Dossier | None) -> tuple[str, str]:
    if dossier is None:
        return str(StepRule.Scope(rule["scope"]).label), str(
            Department.Function(rule["function"]).label
        )
    agency = agency_for(dossier, rule)
    department = department_for(agency, rule["function"])
    return agency.name, department.name if department else ""


def version_map(version) -> list[Stop]:
    """The way that a dossier of this version will go."""
    return stops_of(version, freeze(version))


def flow_map(dossier: Dossier) -> list[Stop]:
    """The dossier's way: what is done and when, where it is, what comes (the engine's own rows)."""
    process = dossier.processes.order_by("-pk").first()
    stops = stops_of(dossier.version, process.data["rules"] if process else [], dossier)
    latest = {}
    items = process.task_set.filter(flow_task_type="HUMAN").order_by("pk") if process else []
    for item in items.select_related("department", "agency") if process else []:
        latest[item.step, item.turn] = item
    found = [
        (stop, latest.get((stop.step, stop.turn)) or latest.get((stop.step, 0))) for stop in stops
    ]
    here = _reached(found)
    for place, (stop, item) in enumerate(found):
        if item is None:
            continue
        stop.agency, stop.department = item.agency.name, item.department.name
        if item.status in _OPEN:
            stop.state, stop.at = CURRENT, item.created
        # Units asked at once answer in any order; what lies behind an earlier step is to be done anew.
        elif item.status == STATUS.DONE and (
            place <= here or (stop.step == stops[here].step and item.flow_task.at_once)
        ):
            stop.state, stop.at = DONE, item.finished
    _mark_waiting(dossier, stops)
    if dossier.is_closed:
        for stop in stops:
            if stop.state in (COMING, CURRENT):
                stop.state = SKIPPED
    return stops


_OPEN = (STATUS.NEW, STATUS.ASSIGNED)


def _reached(found: list[tuple]) -> int:
    """How far the dossier is: its first open stop, or the newest one while nobody works on it."""
    items = [(item, place) for place, (_stop, item) in enumerate(found) if item]
    opened = [place for item, place in items if item.status in _OPEN]
    if opened:
        return min(opened)
    done = [(item.pk, place) for item, place in items if item.status == STATUS.DONE]
    return max(done, default=(0, 0))[1]


def _mark_waiting(dossier: Dossier, stops: list[Stop]) -> None:
    """The step that asked for completion or supplement waits for the applicant."""
    if dossier.state not in (State.INTAKE_SUPPLEMENT, State.SUPPLEMENT_REQUESTED):
        return
    done = [stop for stop in stops if stop.state == DONE]
    if done:
        done[-1].state = WAITING
