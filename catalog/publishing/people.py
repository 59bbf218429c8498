"""Checks of the way a dossier goes: known steps, shares of the term, somebody for each step."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog import routings
from catalog.models import Agency, Department, Post, ProcedureVersion, Role

from .findings import Finding, at, check

_AT_THE_DESK = {"intake", "give_back"}
_NAMED = 5  # agencies that a finding names; the others are counted
Found = Iterator[Finding]


@check
def steps(version: ProcedureVersion) -> Found:
    """Rules speak of steps that the routing has, and of no more than the whole term."""
    routing = routings.KNOWN.get(version.routing)
    if routing is None:
        yield Finding(
            _("Không có luồng xử lý «%s».") % version.routing,
            _("Chọn luồng xử lý trong danh sách."),
            at(version),
        )
        return
    for rule in version.step_rules.all():
        if routing.step(rule.step) is None:
            yield Finding(
                _("Luồng «%(routing)s» không có bước «%(step)s».")
                % {"routing": routing.title, "step": rule},
                _("Xóa dòng phân công này hoặc chọn bước của luồng."),
                at(version, "step_rules"),
            )
    share = routings.share_of(version)
    if share > 100:
        yield Finding(
            _("Các bước cộng lại chiếm %d phần trăm thời hạn, quá thời hạn theo quy định.") % share,
            _("Giảm phần thời hạn của các bước để tổng không quá 100 phần trăm."),
            at(version, "step_rules"),
        )


@check
def people(version: ProcedureVersion) -> Found:
    """Every step has somebody in each agency that offers the procedure, and above it.

    An office at work that nobody takes dossiers in at, or hands results out at, keeps the version
    out of force: people would file there in vain. So does a step that nobody does anywhere. An
    office that has nobody at all yet is named, and holds up no other.
    """
    offering = list(Agency.objects.offering(version))
    if not offering:
        if version.competent_levels:
            yield Finding(
                _("Không có cơ quan nào thuộc các cấp đã chọn đang nhận hồ sơ."),
                _("Chọn cấp giải quyết khác, hoặc mở Bộ phận Một cửa cho cơ quan."),
                at(version),
            )
        return
    office = _Offices(offering)
    for rule in routings.rules_of(version):
        lacking = [agency for agency in offering if not office.can_do(rule, agency)]
        if len(lacking) == len(offering):
            yield _nobody(version, rule, lacking, blocks=True)
            continue
        open_ones = [agency for agency in lacking if agency.pk in office.at_work]
        if rule.step in _AT_THE_DESK and open_ones:
            yield _nobody(version, rule, open_ones, blocks=True)
            lacking = [agency for agency in lacking if agency.pk not in office.at_work]
        if lacking:
            yield _nobody(version, rule, lacking, blocks=False)


class _Offices:
    """Agencies, departments and posts of today, read once."""

    def __init__(self, offering: list[Agency]):
        self.agencies = {agency.pk: agency for agency in Agency.objects.all()}
        for agency in [*self.agencies.values(), *offering]:
            if agency.parent_id:
                agency.parent = self.agencies[agency.parent_id]
        self.departments: dict[int, list[Department]] = {}
        for department in Department.objects.filter(is_active=True).order_by("code"):
            self.departments.setdefault(department.agency_id, []).append(department)
        posts = Post.objects.active().values_list("department", "role__code", "department__agency")
        self.held = {(department, role) for department, role, _agency in posts}
        self.at_work = {agency for _department, _role, agency in posts}

    def can_do(self, rule: routings.Rule, agency: Agency) -> bool:
        place = agency.acting_for(rule.scope)
        found = self.departments.get(place.pk, [])
        department = next((each for each in found if rule.function in each.functions), None)
        return department is not None and (department.pk, rule.role) in self.held


def _nobody(version, rule: routings.Rule, lacking: list[Agency], *, blocks: bool) -> Finding:
    names = ", ".join(agency.name for agency in lacking[:_NAMED])
    if len(lacking) > _NAMED:
        names = _("%(names)s và %(more)d cơ quan khác") % {
            "names": names,
            "more": len(lacking) - _NAMED,
        }
    role = Role.objects.filter(code=rule.role).values_list("name", flat=True).first()
    place = Department.Function(rule.function).label
    step = rule.title or routings.step_title(version.routing, rule.step)
    text = _("Bước «%(step)s» chưa có ai làm ở: %(names)s.")
    return Finding(
        text % {"step": step, "names": names},
        _("Cần một «%(role)s» tại phòng ban phụ trách «%(place)s»; thêm vị trí công tác.")
        % {"role": role or rule.role, "place": place},
        reverse("admin:catalog_post_changelist"),
        blocks=blocks,
        places=tuple(agency.name for agency in lacking),
    )
