"""Where a step is done: the agency, department and role that its rule names, frozen at the start."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import working_calendar
from catalog.models import Agency, Department, Role, StepRule
from flows.deadlines import working_time
from flows.errors import DossierError
from flows.models import Dossier
from flows.routings.registry import default_rules

HOURS_A_DAY = 8
# Done where the dossier was filed, whichever office is competent.
AT_THE_DESK = {"intake", "settle", "issue", "give_back"}


def freeze(version) -> list[dict]:
    """The rules of a version as plain data, with the routing's defaults where it has none."""
    rows = [
        {
            "step": rule.step,
            "turn": rule.order,
            "role": rule.role_id,
            "function": rule.department_function,
            "scope": rule.agency_scope,
            "share": rule.share_percent,
            "title": rule.title,
            "title_en": rule.title_en,
            "silence": rule.silence,
        }
        for rule in version.step_rules.order_by("order", "pk")
    ]
    ruled = {row["step"]: row for row in reversed(rows)}
    missing = [rule for rule in default_rules(version.routing) if rule.step not in ruled]
    roles = dict(
        Role.objects.filter(code__in={rule.role for rule in missing}).values_list("code", "pk")
        if missing
        else []
    )
    rows += [
        {
            "role": roles.get(rule.role),
            "function": rule.function,
            "scope": rule.scope,
            **ruled.get(rule.like, {}),
            "step": rule.step,
            "turn": rule.turn,
            "share": rule.share,
            "silence": rule.silence,
            "title": "",
            "title_en": "",
        }
        for rule in missing
    ]
    return sorted(rows, key=lambda row: row["turn"])


@dataclass(frozen=True)
class Place:
    """Who is asked to do a step."""

    agency: Agency
    department: Department
    role_id: int
    title: str
    due_at: datetime.datetime | None
    silence: str = ""


def turns_of(rules: list[dict], step: str) -> list[int]:
    """The turns that a repeated step has, in order."""
    return sorted(rule["turn"] for rule in rules if rule["step"] == step)


def asked_once(dossier: Dossier, rules: list[dict], step: str) -> list[dict]:
    """The rules of a step that all do at once, each unit named once.

    A small office's department may have the functions of several rules; the rule holds whose silence
    agrees to nothing.
    """
    asked: dict[tuple, dict] = {}
    for rule in sorted((row for row in rules if row["step"] == step), key=lambda row: row["turn"]):
        department = department_for(agency_for(dossier, rule), rule["function"])
        # Without a department its place names what is missing.
        unit = (department.pk, rule["role"]) if department else (None, rule["turn"])
        known = asked.setdefault(unit, rule)
        if known.get("silence") == StepRule.Silence.AGREED != rule.get("silence"):
            asked[unit] = rule
    return list(asked.values())


def place(dossier: Dossier, rules: list[dict], step: str, turn: int | None = None) -> Place:
    """The place of a step. DossierError when the agency has nobody for it: it names what is missing."""
    rule = next(
        row for row in rules if row["step"] == step and (turn is None or row["turn"] == turn)
    )
    agency = agency_for(dossier, rule)
    department = department_for(agency, rule["function"])
    if department is None or rule["role"] is None:
        raise DossierError(
            _("%(agency)s chưa có phòng ban làm việc «%(function)s». Hãy báo quản trị danh mục.")
            % {"agency": agency, "function": Department.Function(rule["function"]).label}
        )
    due_at = step_due(dossier, rule["share"])
    # A process that began under an earlier release has no word on silence in its rules.
    silence = rule.get("silence", StepRule.Silence.ESCALATE)
    return Place(agency, department, rule["role"], rule["title"], due_at, silence)


def agency_for(dossier: Dossier, rule: dict) -> Agency:
    """The desk's steps at the office that took the dossier in, the others at the competent one."""
    at_the_desk = rule["step"] in AT_THE_DESK
    here = dossier.agency if at_the_desk else dossier.competent_agency or dossier.agency
    return here if rule["scope"] == StepRule.Scope.SAME else here.acting_for(rule["scope"])


def department_for(agency: Agency, function: str) -> Department | None:
    """The first active department with the function (a small office's may hold several)."""
    return next(
        (
            department
            for department in agency.departments.all()
            if department.is_active and function in department.functions
        ),
        None,
    )


def step_due(dossier: Dossier, share: int) -> datetime.datetime | None:
    """The step's share of the term in working hours from now, never beyond the dossier's due date."""
    if dossier.due_at is None:
        return dossier.answer_due_at
    case = dossier.case
    if not share or case.limit_unit in {"same_day", "hour_working"}:
        return dossier.due_at
    hours = max(1, round(case.limit_value * HOURS_A_DAY * share / 100))
    due = working_time.due(
        timezone.now(), hours, "hour_working", working_calendar.for_agency(dossier.agency)
    )
    return min(due, dossier.due_at)
