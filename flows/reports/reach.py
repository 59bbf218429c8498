"""Who may read reports, and of which agencies: heads, leaders and inspectors, as far as they see; and
those who control procedures, whose dossiers behind the numbers are masked."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from catalog.models import Agency, Role
from catalog.permissions import posts_of

RIGHTS = ("extend_dossier", "approve_dossier", "inspect_dossier")
WIDE = {Role.Reach.AGENCY, Role.Reach.BRANCH, Role.Reach.NATION}


def may_report(user) -> bool:
    """A post that sees a whole agency, and a right to answer for it or to inspect it; or masked samples."""
    if user.is_superuser or samples(user):
        return True
    sees = any(post.role.reach in WIDE for post in posts_of(user))
    return sees and any(user.has_perm(f"flows.{right}") for right in RIGHTS)


def samples(user) -> bool:
    """Whether the person has a post that reads every figure, and dossiers only masked."""
    return any(post.role.reach == Role.Reach.MASKED for post in posts_of(user))


def agencies_of(user) -> list[Agency]:
    """The agencies whose figures this person may read, by code; PermissionDenied for all others."""
    if not may_report(user):
        raise PermissionDenied(_("Báo cáo dành cho phụ trách, lãnh đạo và cán bộ kiểm soát."))
    within = Q()
    for post in posts_of(user):
        agency = post.department.agency_id
        if post.role.reach in (Role.Reach.NATION, Role.Reach.MASKED):
            return _all()
        if post.role.reach == Role.Reach.BRANCH:
            within |= Q(pk=agency) | Q(parent=agency)
        elif post.role.reach == Role.Reach.AGENCY:
            within |= Q(pk=agency)
    if user.is_superuser:
        return _all()
    return list(Agency.objects.filter(within).order_by("office_code"))


def scope_of(agency: Agency) -> list[Agency]:
    """The agency and those under it; the one above all has everybody."""
    if agency.parent_id is None:
        return _all()
    below = Agency.objects.filter(parent=agency).order_by("office_code")
    return [agency, *below]


def _all() -> list[Agency]:
    return list(Agency.objects.order_by("office_code"))
