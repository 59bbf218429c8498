"""What a change of the organisation moves: counted and listed before anything is written."""

import datetime
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q, prefetch_related_objects
from django.utils.translation import gettext as _

from catalog.models import Agency, Department, Employer, Post, Reorganisation, Territory
from flows.models import (
    CodeCounter,
    Dossier,
    Draft,
    Envelope,
    Feedback,
    NumberBlock,
    PaperHandover,
    Proposal,
    Referral,
    ReservedNumber,
    Token,
    WorkItem,
)
from flows.organisation.places import Area, belonging
from flows.routings.placement import department_for

DAY = datetime.timedelta(days=1)
Kind = Reorganisation.Kind
RIGHT = "catalog.change_agency"  # of whoever keeps the list of agencies


@dataclass
class Plan:
    """One change, asked what it would move. Dossiers are named by code alone."""

    change: Reorganisation
    places: dict[tuple[int, str], Department] = field(default_factory=dict)

    @cached_property
    def target(self) -> Agency | None:
        if self.change.kind == Kind.CLOSE:
            return self.change.agency
        if self.change.target is not None:
            prefetch_related_objects([self.change.target], "departments")
        return self.change.target

    @cached_property
    def departments(self) -> list[Department]:
        """The departments that end: all of an agency that is merged, else those named."""
        change = self.change
        if change.kind in (Kind.RENAME, Kind.TERRITORY):
            return []
        if change.kind == Kind.MERGE:
            return list(change.agency.departments.filter(is_active=True))
        return list(change.departments.all())

    @cached_property
    def sources(self) -> list[Department]:
        """The departments from which something goes: those that end; of a territory those with work,
        people or steps to come of it."""
        if self.change.kind != Kind.TERRITORY:
            return self.departments
        busy = {
            *self.items().values_list("department", flat=True),
            *self.dossiers().values_list("current_department", flat=True),
            *self.posts().values_list("department", flat=True),
        }
        return [
            department
            for department in self.change.agency.departments.filter(is_active=True)
            if department.pk in busy or self.functions_needed & {*department.functions}
        ]

    def leaves(self, department: Department) -> bool:
        """Whether what goes over leaves this department."""
        if self.change.kind == Kind.TERRITORY:
            return department.agency_id == self.change.agency_id
        return department in self.departments

    @cached_property
    def _of_the_territory(self) -> tuple[list[int], int]:
        """The dossiers of the people and employers of the places that go over; of how many nobody
        knows."""
        communes = {unit.code for unit in self.change.units.all()}
        employers = set(self.employers().values_list("code", flat=True))
        return belonging(self._of_the_agency(), Area(communes, employers))

    def _of_the_agency(self):
        here = self.change.agency
        return Dossier.objects.open().filter(
            Q(agency=here) | Q(current_agency=here) | Q(competent_agency=here)
        )

    def items(self):
        """Open work of those departments; of a merged agency all there is; of a territory's dossiers."""
        open_items = WorkItem.objects.open().select_related("process", "department", "role")
        if self.change.kind == Kind.MERGE:
            return open_items.filter(agency=self.change.agency)
        if self.change.kind == Kind.TERRITORY:
            return open_items.filter(agency=self.change.agency, dossier__in=self.dossiers())
        return open_items.filter(department__in=self.departments)

    def dossiers(self):
        """Open dossiers that the receiving side answers for from then on, in locking order."""
        if self.change.kind == Kind.MERGE:
            return self._of_the_agency().order_by("pk")
        open_ones = Dossier.objects.open().order_by("pk")
        if self.change.kind == Kind.TERRITORY:
            return open_ones.filter(pk__in=self._of_the_territory[0])
        worked = WorkItem.objects.open().filter(department__in=self.departments)
        return open_ones.filter(
            Q(current_department__in=self.departments) | Q(pk__in=worked.values("dossier"))
        )

    def posts(self):
        """Posts of those departments, or those named, that are held on the day or begin later."""
        named = self.change.kind == Kind.TERRITORY
        found = self.change.posts.all() if named else Post.objects
        return (
            (found if named else found.filter(department__in=self.departments))
            .exclude(valid_to__lt=self.change.effective_on)
            .select_related("user", "role", "department")
        )

    def children(self):
        return Agency.objects.filter(parent=self.change.agency).exclude(pk=self.target.pk)

    def desk(self) -> dict:
        """What lies at the desks of a merged agency: each a query of rows with `agency`."""
        here = {"agency": self.change.agency}
        return {
            "drafts": Draft.objects.filter(dossier=None, cleared_at=None, **here),
            "envelopes": Envelope.objects.filter(state=Envelope.State.WAITING, **here),
            "feedback": Feedback.objects.filter(answered_at=None, **here),
            "proposals": Proposal.objects.filter(**here).exclude(state=Proposal.State.CLOSED),
            "blocks": NumberBlock.objects.filter(
                pk__in=ReservedNumber.objects.unused().values("block"), **here
            ),
        }

    def numbers_ahead(self):
        """Numbers that the merged agency was given for the day or later: its series has ended."""
        ahead = {"block__agency": self.change.agency, "block__day__gte": self.change.effective_on}
        return ReservedNumber.objects.unused().filter(**ahead)

    def handovers(self):
        """Paper under way from or to the departments that end; of a territory that of its dossiers."""
        under_way = PaperHandover.objects.open().with_list_data()
        if self.change.kind == Kind.TERRITORY:
            return under_way.filter(dossier__in=self.dossiers())
        ending = Q(from_department__in=self.departments) | Q(to_department__in=self.departments)
        return under_way.filter(ending)

    def referrals(self):
        here = self.change.agency
        found = Referral.objects.filter(answered_at=None).filter(
            Q(from_agency=here) | Q(to_agency=here)
        )
        if self.change.kind == Kind.TERRITORY:
            return found.filter(dossier__in=self.dossiers())
        return found

    def territories(self):
        """The places that go over, as the agency manages them on the day or later."""
        found = Territory.objects.filter(agency=self.change.agency).exclude(
            valid_to__lt=self.change.effective_on
        )
        if self.change.kind == Kind.TERRITORY:
            return found.filter(unit__in=self.change.units.all())
        return found

    def employers(self):
        """The employers that the agency manages; of a territory those that lie there."""
        found = Employer.objects.filter(agency=self.change.agency)
        if self.change.kind == Kind.TERRITORY:
            return found.filter(unit__in=self.change.units.all())
        return found

    def unplaced(self):
        """Employers of which nobody has written where they lie: they stay."""
        return Employer.objects.filter(agency=self.change.agency, unit=None)

    def tokens(self):
        """Partners' scopes that name the merged agency and not yet its heir."""
        return Token.objects.filter(agencies=self.change.agency).exclude(agencies=self.target)

    def heir(self, department: Department, function: str) -> Department | None:
        """Where a function of the department goes on; None: the receiving agency has no place yet."""
        if self.change.kind == Kind.CLOSE:
            return self.change.to_department
        return self.places.get((department.pk, function)) or department_for(self.target, function)

    def function_of(self, item: WorkItem) -> str:
        """The function that the step's rule names, when the department has it; else its first."""
        functions = item.department.functions
        named = next(
            (
                rule["function"]
                for rule in item.process.data.get("rules", [])
                if rule["step"] == item.step and rule["turn"] == item.turn
            ),
            "",
        )
        return named if named in functions or not functions else functions[0]

    def missing(self) -> list[Department]:
        """Departments of which the receiving agency has no counterpart: they are made there."""
        if self.change.kind not in (Kind.MERGE, Kind.SPLIT, Kind.TERRITORY):
            return []
        return [
            department
            for department in self.sources
            if any(self.heir(department, function) is None for function in department.functions)
        ]

    def counts(self) -> dict[str, int]:
        """Every kind of thing that goes over, by name; nothing for what is none."""
        if self.change.kind == Kind.RENAME:
            return {}
        found = {
            "items": self.items().count(),
            "dossiers": self.dossiers().count(),
            "posts": self.posts().count(),
            "departments": len(self.departments),
            "handovers": self.handovers().count(),
        }
        if self.change.kind == Kind.TERRITORY:
            found |= {
                "territories": self.change.units.count(),
                "employers": self.employers().count(),
                "unknown": self._of_the_territory[1],
                "unplaced": self.unplaced().count(),
            }
        if self.change.kind == Kind.MERGE:
            found |= {name: rows.count() for name, rows in self.desk().items()}
            found |= {
                name: getattr(self, name)().count()
                for name in ("children", "tokens", "territories", "employers")
            }
        return found

    def queues(self) -> list[tuple[str, str, int]]:
        """Per department: where its work goes, and how much it is."""
        waiting = Counter(self.items().values_list("department", flat=True))
        rows = []
        for department in self.sources:
            heirs = {
                str(self.heir(department, function) or _("%s (lập mới)") % department)
                for function in department.functions
            }
            rows.append((str(department), ", ".join(sorted(heirs)) or "—", waiting[department.pk]))
        return rows

    def series(self) -> list[tuple[str, int]]:
        """Number series that end with the agency, and their last numbers."""
        if self.change.kind != Kind.MERGE:
            return []
        office, year = self.change.agency.office_code, self.change.effective_on - DAY
        names = {
            f"office:{office}:{year:%Y}": _("Số hồ sơ năm %d") % year.year,
            f"result:{office}:{year:%Y}": _("Số văn bản kết quả năm %d") % year.year,
        }
        last = dict(CodeCounter.objects.filter(series__in=names).values_list("series", "last"))
        return [(label, last[name]) for name, label in names.items() if name in last]

    @cached_property
    def functions_needed(self) -> set[str]:
        """What the rules of the dossiers that go over ask of their agency, now or later."""
        needed: set[str] = set()
        for rules in self.dossiers().values_list("processes__data__rules", flat=True):
            needed |= {rule["function"] for rule in rules or [] if rule["scope"] == "same"}
        return needed
