"""What stands in the way of a change of the organisation, said before it is approved or applied."""

from django.utils.translation import gettext as _

from catalog.competence import units_of
from catalog.models import Department, Post
from flows.organisation.plan import DAY, Kind, Plan


def problems(plan: Plan) -> list[str]:
    """What stands in the way, as sentences; nothing when it may be applied."""
    change, day = plan.change, plan.change.effective_on
    found = []
    if not change.agency.is_active(day - DAY):
        found.append(_("%s không còn hoạt động vào ngày trước đó.") % change.agency)
    if change.kind == Kind.RENAME:
        if change.name.strip() in ("", change.agency.name):
            found.append(_("Hãy ghi tên mới, khác tên hiện nay."))
        return found
    if change.kind == Kind.CLOSE:
        return found + _closing_problems(plan)
    if plan.target is None:
        return [*found, _("Hãy chọn cơ quan nhận.")]
    if not plan.target.is_active(day):
        found.append(_("%s không hoạt động vào ngày có hiệu lực.") % plan.target)
    if change.kind == Kind.SPLIT and not plan.departments:
        found.append(_("Hãy chọn ít nhất một phòng ban chuyển đi."))
    if change.kind == Kind.TERRITORY:
        found += _territory_problems(plan)
    return found + _lacking_functions(plan)


def _territory_problems(plan: Plan) -> list[str]:
    """Places and people that are not the agency's to give, and work that nobody could go on with."""
    change = plan.change
    units = list(change.units.all())
    if not units:
        return [_("Hãy chọn ít nhất một địa bàn chuyển đi.")]
    known = set(units_of(change.agency).values_list("pk", flat=True))
    found = [
        _("%(agency)s không quản lý %(unit)s.") % {"agency": change.agency, "unit": unit}
        for unit in units
        if unit.pk not in known
    ]
    if strange := change.posts.exclude(department__agency=change.agency).first():
        found.append(_("Vị trí «%s» thuộc cơ quan khác.") % strange)
    going = [(post.role_id, {*post.department.functions}) for post in plan.posts()]
    lacking = {}
    for item in plan.items():
        function = plan.function_of(item)
        if any(item.role_id == role and function in functions for role, functions in going):
            continue
        heir = plan.heir(item.department, function)
        there = Post.objects.active(change.effective_on).filter(role=item.role_id)
        if (item.role_id, function) not in lacking:
            manned = heir is not None and there.filter(department=heir).exists()
            lacking[item.role_id, function] = None if manned else item
    return found + [
        _(
            "Chưa có ai giữ vai trò «%(role)s» tại %(department)s của cơ quan nhận; hãy chọn vị trí công tác chuyển theo."
        )
        % {"role": item.role, "department": item.department.name}
        for item in lacking.values()
        if item is not None
    ]


def _closing_problems(plan: Plan) -> list[str]:
    receiver = plan.change.to_department
    if not plan.departments:
        return [_("Hãy chọn ít nhất một phòng ban giải thể.")]
    if receiver is None or not receiver.is_active or receiver in plan.departments:
        return [_("Hãy chọn phòng ban còn hoạt động để nhận việc.")]
    return []


def _lacking_functions(plan: Plan) -> list[str]:
    """Steps to come that nobody at the receiving agency could do."""
    moving = {function for department in plan.sources for function in department.functions}
    there = {
        function
        for department in plan.target.departments.filter(is_active=True)
        for function in department.functions
    }
    return [
        _("%(agency)s chưa có phòng ban làm việc «%(function)s» mà hồ sơ chuyển sang cần.")
        % {"agency": plan.target, "function": Department.Function(function).label}
        for function in sorted(plan.functions_needed - moving - there)
    ]
