"""Where and by whom: procedures in force, offices that take them, the line of steps of each."""

import datetime
import hashlib
import io
import random
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from PIL import Image

from catalog import working_calendar
from catalog.models import Agency, Department, Post, ProcedureVersion, Role, StepRule
from catalog.permissions import posts_of
from flows.files.storing import keep_bytes
from flows.models import DossierProcess, StoredFile, WorkItem
from flows.routings import routing
from flows.routings.placement import department_for, freeze, turns_of
from flows.synthesis.offices import Answers, Codes, Slips, Times
from flows.synthesis.people import name

User = get_user_model()

# A straight line of steps; other routings are left to the services.
STRAIGHT = ("one_department", "departments_in_turn", "inter_agency")


@dataclass(frozen=True)
class Stop:
    """One step of a route: who does it, where, with how much of the term."""

    name: str
    turn: int
    title: str
    share: int
    permission: str
    agency: Agency
    department: Department
    role: int
    officer: object


class Route:
    """A case of a version at an office: its stops, papers, calendar and the engine's names."""

    def __init__(self, version, case, agency, calendar, stops: list[Stop], rules: list[dict]):
        self.version, self.case, self.agency = version, case, agency
        self.stops, self.rules = stops, rules
        self.flow = routing(version.routing)
        self.calendar, self.papers = calendar, case.scanned
        self.flow_class = DossierProcess._meta.get_field("flow_class").get_prep_value(self.flow)
        self._names: dict[str, str] = {}

    def task(self, node: str) -> str:
        """How the engine writes a node in its tables."""
        if node not in self._names:
            field = WorkItem._meta.get_field("flow_task")
            self._names[node] = field.get_prep_value(self.flow.instance.node(node))
        return self._names[node]


class Map:
    """All routes: every version in force at every office that offers it and has its departments."""

    def __init__(self, rng: random.Random):
        self.rng = rng
        self.paper = _paper()
        self.times, self.slips, self.answers = Times(), Slips(), Answers(rng)
        self.codes: Codes | None = None  # of the batch under way
        self._officers: dict[tuple[int, int], User] = {}
        self.routes = self._routes()

    def _routes(self) -> list[Route]:
        found: list[Route] = []
        versions = {}
        for version in ProcedureVersion.objects.in_force().select_related("procedure"):
            if version.routing in STRAIGHT and not version.procedure.repealed_on:
                versions.setdefault(version.procedure_id, version)
        agencies = list(
            Agency.objects.active()
            .filter(accepts_dossiers=True)
            .select_related("parent__parent")
            .prefetch_related("departments")
        )
        departments = Agency.objects.prefetch_related("departments").in_bulk()
        calendars = working_calendar.of_agencies(agencies)
        for version in versions.values():
            rules, cases = freeze(version), _cases(version)
            for agency in agencies:
                if agency.level not in version.competent_levels or not cases:
                    continue
                stops = self._stops(version, agency, rules, departments)
                for case in cases if stops else ():
                    calendar = calendars[agency.pk]
                    found.append(Route(version, case, agency, calendar, stops, rules))
        return found

    def _stops(self, version, agency, rules, departments) -> list[Stop]:
        """The line of steps; empty when the office lacks a department for one."""
        flow, stops = routing(version.routing), []
        for step in flow.PATH:
            node = flow.instance.node(step)
            for turn in turns_of(rules, step) if node.takes_turns else [None]:
                rule = next(
                    r for r in rules if r["step"] == step and (turn is None or r["turn"] == turn)
                )
                where = agency if rule["scope"] == "same" else _acting(agency, rule["scope"])
                department = department_for(departments[where.pk], rule["function"])
                if department is None or rule["role"] is None:
                    return []
                stops.append(
                    Stop(
                        step, turn or 0, rule["title"] or str(node.task_title), rule["share"],
                        node.permission, where, department, rule["role"],
                        self._officer(where, department, rule["role"]),
                    )
                )  # fmt: skip
        return stops

    def _officer(self, agency, department, role: int):
        """Whoever holds the post; an office without anybody gets an officer who cannot sign in."""
        key = department.pk, role
        if key not in self._officers:
            if not self._officers:
                posts = Post.objects.active().select_related("user").order_by("-pk")
                self._officers |= {(p.department_id, p.role_id): p.user for p in posts}
            if key not in self._officers:
                self._officers[key] = self._hired(agency, department, role)
            self._officers[key]._held_posts = posts_of(self._officers[key])
        return self._officers[key]

    def _hired(self, agency, department, role: int):
        user = User.objects.create(
            username=f"cb-{agency.office_code}-{department.code}-{role}"[:150],
            full_name=name(self.rng)[1], kind=User.Kind.STAFF, is_staff=True,
            password=make_password(None),
        )  # fmt: skip
        Post.objects.create(
            user=user, role=Role.objects.get(pk=role), department=department,
            valid_from=timezone.localdate() - datetime.timedelta(days=800),
        )  # fmt: skip
        return user


def _cases(version) -> list:
    """The version's cases with the papers that are handed in as files, three at most."""
    cases = list(version.cases.select_related("form"))
    for case in cases:
        case.version = version
        papers = [p for p in case.components() if not p.from_form and p.needs_scan]
        case.scanned = papers[:3]
    return cases


def _acting(agency, scope: str):
    return agency if scope == StepRule.Scope.SAME else agency.acting_for(scope)


def _paper() -> StoredFile:
    """One blank page that stands for every synthetic paper."""
    page = io.BytesIO()
    Image.new("L", (744, 1052), 255).save(page, "PNG")
    content = page.getvalue()
    kept = StoredFile.objects.filter(sha256=hashlib.sha256(content).hexdigest()).first()
    return kept or keep_bytes(content, "image/png")
