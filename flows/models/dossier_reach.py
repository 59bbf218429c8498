"""Who sees which dossiers: persons, officers by their posts, systems by their tokens."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from catalog.models import Role
from catalog.permissions import is_technician, lines_of, posts_of
from flows.models.states import CLOSED_STATES, State


class DossierQuerySet(models.QuerySet):
    def open(self):
        return self.exclude(state__in=CLOSED_STATES)

    def overdue(self, now=None):
        return self.filter(
            state__in=[State.RECEIVED, State.PROCESSING], due_at__lt=now or timezone.now()
        )

    def of_person(self, user):
        """The dossiers that this citizen or organisation owns, has filed, or sees by a mandate.

        What was filed under a mandate is seen while that is in force, and no day longer.
        """
        from flows.models.mandate import Mandate

        seen = Q(applicant=user) | Q(submitter=user, mandate__isnull=True)
        for mandate in Mandate.objects.held_by(user).prefetch_related("procedures", "branches"):
            member = mandate.kind == Mandate.Kind.MEMBER
            reach = Q(applicant=mandate.principal_id) if member else Q(mandate=mandate.pk)
            if scope := [procedure.pk for procedure in mandate.procedures.all()]:
                reach &= Q(procedure__in=scope)
            if named := [branch.pk for branch in mandate.branches.all()]:
                reach &= Q(branch__in=named)
            seen |= reach
        return self.filter(seen)

    @staticmethod
    def reached_by_mandate(dossier) -> Q:
        """Which mandates open this dossier: its own, and those of the organisation's people."""
        of_it = Q(branches=None) | Q(branches=dossier.branch_id)
        return Q(pk=dossier.mandate_id) | Q(kind="member", principal=dossier.applicant_id) & of_it

    def visible_to(self, user):
        """The one place that says which dossiers somebody may see.

        A citizen: the own ones. Staff: by the reach of the roles of their posts, with what was merged
        into their agency; inter-agency work opens a dossier to the agency or department that holds or
        held a step of it. Technical administrators: what they have opened for a reason, for minutes.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if not user.is_staff:
            return self.of_person(user)
        if user.is_superuser:
            return self
        from flows.models.work import WorkItem

        seen = Q()
        held = Q()
        for post in posts_of(user):
            limits = post.limits()
            if post.role.reach == Role.Reach.MASKED:
                continue  # opens what `sampled_by` says, with personal data masked
            if post.role.reach == Role.Reach.NATION:
                if not limits:
                    return self
                seen |= limits
                continue
            if post.role.reach == Role.Reach.DEPARTMENT:
                held |= Q(department=post.department_id) & post.limits("dossier__")
                continue
            line = lines_of(user)[post.department.agency_id]
            reached = Q(agency__in=line)
            held |= reached & post.limits("dossier__")
            if post.role.reach == Role.Reach.BRANCH:
                reached |= Q(agency__parent__in=line)
            seen |= reached & limits
        if is_technician(user):
            from flows.models.sight import Sight

            opened = Sight.objects.open().filter(person=user).order_by()
            seen |= Q(pk__in=opened.values("dossier"))
        if not held:
            return self.filter(seen) if seen else self.none()
        work = WorkItem.objects.filter(held, dossier=OuterRef("pk"))
        return self.filter(seen | Exists(work)) if seen else self.filter(Exists(work))

    def sampled_by(self, user):
        """The dossiers that somebody who controls procedures reads with personal data masked (Article 21.4a)."""
        seen = Q(pk__in=())
        for post in posts_of(user):
            if post.role.reach == Role.Reach.MASKED:
                seen |= post.limits() or Q(pk__isnull=False)
        return self.filter(seen)

    def within(self, token):
        """The one place that says which dossiers a system's token reaches: by agency, by procedure,
        and by who filed them."""
        found = self
        if token.only_own:
            found = found.filter(system=token.system_id)
        if not token.every_agency:
            named = token.agencies.order_by().values("pk")
            found = found.filter(
                Q(agency__in=named)
                | Q(agency__parent__in=named)
                | Q(current_agency__in=named)
                | Q(current_agency__parent__in=named)
            )
        if not token.every_procedure:
            found = found.filter(procedure__in=token.procedures.order_by().values("pk"))
        return found

    def with_list_data(self):
        return self.select_related(
            "procedure", "version", "case", "agency", "current_agency", "current_department",
            "batch_row__batch",
        )  # fmt: skip

    def with_tracking_data(self):
        """Only what the public look-up checks and shows."""
        return self.select_related("current_agency", "current_department").only(
            "code", "check_code", "state", "outcome_positive", "applicant_phone",
            "applicant_identifier", "received_at", "due_at", "first_due_at", "returned_at",
            "current_agency__name", "current_agency__successor", "current_agency__valid_from",
            "current_agency__valid_to", "current_department__name",
        )  # fmt: skip
