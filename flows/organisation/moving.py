"""The moves of one change: departments, posts, work, dossiers, desks; every write is remembered."""

import datetime

from django.utils import timezone
from viewflow.workflow.status import STATUS

from catalog.models import Department, Post, Territory
from catalog.permissions import post_with
from flows.audit.journal import record
from flows.deadlines import working_time
from flows.models import AgencyMove, Dossier, Label, ReservedNumber, Token
from flows.organisation.memory import Memory
from flows.organisation.plan import DAY, RIGHT, Kind, Plan
from flows.services import work
from flows.services.acting import lock_dossier


def carry_out(plan: Plan, memory: Memory) -> dict:
    """Write the change; what was moved, with the last number of each series that ends."""
    change = plan.change
    if change.kind == Kind.RENAME:
        new = {"name": change.name.strip()}
        if change.address.strip():
            new["address"] = change.address.strip()
        old = change.agency.name
        memory.set(change.agency, **new)
        return {"name": old}
    moved = {"counts": plan.counts(), "series": plan.series()}
    # Locked first, as every act does; what is open was asked under no lock and is asked again.
    dossiers = [lock_dossier(pk) for pk in plan.dossiers().values_list("pk", flat=True)]
    _departments(plan, memory)
    _posts(plan, memory)
    _items(plan, memory)
    _papers(plan, memory)
    if change.kind == Kind.MERGE:
        _desks(plan, memory)
    elif change.kind == Kind.TERRITORY:
        _referrals(plan, memory)
        _places(plan, memory)
        memory.set_all(plan.employers(), agency=plan.target)
    moved["dossiers"] = [_dossier(plan, memory, dossier) for dossier in dossiers]
    if change.kind == Kind.MERGE:
        _labels(plan, memory, moved["dossiers"])
        _agency(plan, memory)
    elif change.kind in (Kind.SPLIT, Kind.TERRITORY):
        _labels(plan, memory, moved["dossiers"])
        _receiver(plan, memory)
    for department in plan.departments:
        memory.set(department, is_active=False)
    return moved


def _departments(plan: Plan, memory: Memory) -> None:
    """Where a function has no place at the receiving side, one is made or widened."""
    if plan.change.kind == Kind.CLOSE:
        receiver = plan.change.to_department
        added = {function for department in plan.departments for function in department.functions}
        memory.set(receiver, functions=sorted({*receiver.functions, *added}))
        return
    for department in plan.missing():
        lacking = [one for one in department.functions if plan.heir(department, one) is None]
        code = department.code
        if plan.target.departments.filter(code=code).exists():
            code = f"{plan.change.agency.office_code}-{code}"[:40]
        new = Department.objects.create(
            agency=plan.target, code=code, name=department.name, functions=lacking,
            shares_out=department.shares_out,
        )  # fmt: skip
        memory.made(new)
        plan.places |= {(department.pk, function): new for function in lacking}


def _posts(plan: Plan, memory: Memory) -> None:
    """Everybody holds the same role where the work goes; the old post ends the day before."""
    last_day = plan.change.effective_on - DAY
    for post in plan.posts():
        heirs = {plan.heir(post.department, function) for function in post.department.functions}
        for heir in sorted(heirs - {None}, key=lambda one: one.pk):
            begins = max(post.valid_from, plan.change.effective_on)
            same = {"user": post.user, "role": post.role, "department": heir}
            if Post.objects.active(begins).filter(**same).exists():
                continue
            new, is_new = Post.objects.get_or_create(
                **same, valid_from=begins, defaults={"title": post.title, "valid_to": post.valid_to}
            )
            if is_new:
                memory.made(new)
                _delegations(post, new, memory)
        memory.set(post, valid_to=max(last_day, post.valid_from))


def _delegations(post: Post, new: Post, memory: Memory) -> None:
    """Who stands in for the holder goes on doing so until the same day."""
    for old in post.delegations.filter(revoked_at=None, valid_to__gte=new.valid_from):
        procedures = list(old.procedures.all())
        old.pk, old._state.adding = None, True
        old.post, old.valid_from = new, max(old.valid_from, new.valid_from)
        old.save(force_insert=True)
        old.procedures.set(procedures)
        memory.made(old)


def _items(plan: Plan, memory: Memory) -> None:
    places: dict[int, list] = {}
    for item in plan.items():
        heir = plan.heir(item.department, plan.function_of(item))
        places.setdefault(heir.pk, [heir, []])[1].append(item)
    for heir, items in places.values():
        memory.set_all(items, department=heir, agency=heir.agency)
    # Whoever stays behind holds it no longer: it is free for those of the receiving side.
    moved = [item.pk for _heir, items in places.values() for item in items]
    left = list(work.unheld().filter(pk__in=moved))
    memory.set_all(left, owner=None, assigned=None, status=STATUS.NEW, on_behalf_of="")


def _dossier(plan: Plan, memory: Memory, dossier: Dossier) -> int:
    """The dossier goes on at the receiving side, and its journal says so."""
    change, values = plan.change, {}
    if change.kind != Kind.CLOSE:
        values = {
            name: plan.target
            for name in ("agency", "current_agency", "competent_agency")
            if getattr(dossier, name) == change.agency
        }
    here = dossier.current_department
    if here and plan.leaves(here):
        item = dossier.work_items.open().select_related("department").first()
        function = here.functions[0] if here.functions else ""
        values["current_department"] = item.department if item else plan.heir(here, function)
    if values:
        memory.set(dossier, **values)
    if "agency" in values:
        at = working_time.at(change.effective_on, datetime.time())
        move = AgencyMove(dossier=dossier, from_agency=change.agency, to_agency=plan.target, at=at)
        move.save()
        memory.made(move)
    dossier.acting_post = post_with(change.decided_by, RIGHT, dossier)
    # A chain of records outlives the change and its taking back: nothing of it is remembered.
    record(
        dossier,
        "reorganise",
        by=change.decided_by,
        public_text=_told(plan, dossier),
        data={"reorganisation": change.pk, "decision": change.decision_number},
    )
    return dossier.pk


def _told(plan: Plan, dossier: Dossier) -> str:
    goes_on = dossier.current_department if plan.change.kind == Kind.CLOSE else plan.target
    return (
        f"Từ {plan.change.effective_on:%d/%m/%Y}, theo {plan.change.decision_number}, "
        f"{goes_on} tiếp tục giải quyết hồ sơ. Mã số và ngày hẹn trả không đổi."
    )[:500]


def _papers(plan: Plan, memory: Memory) -> None:
    """Paper under way comes from, and goes to, where the work goes on; within one unit it is there."""
    for one in plan.handovers():
        ends = {
            name: plan.heir(unit, (unit.functions or [""])[0]) or unit
            for name in ("from_department", "to_department")
            if plan.leaves(unit := getattr(one, name))
        }
        there = {"from_department": one.from_department, "to_department": one.to_department} | ends
        if there["from_department"] == there["to_department"]:
            memory.set(one, called_off_at=timezone.now())
        else:
            memory.set(one, **ends)


def _desks(plan: Plan, memory: Memory) -> None:
    change = plan.change
    memory.set_all(
        plan.numbers_ahead(), state=ReservedNumber.State.VOID, voided_by=change.decided_by,
        voided_at=timezone.now(), void_reason=f"Cơ quan kết thúc theo {change.decision_number}"[:255],
    )  # fmt: skip
    for rows in plan.desk().values():
        memory.set_all(rows, agency=plan.target)
    _referrals(plan, memory)
    _places(plan, memory)
    memory.set_all(plan.employers(), agency=plan.target)
    for token in plan.tokens():
        memory.made(Token.agencies.through.objects.create(token=token, agency=plan.target))


def _referrals(plan: Plan, memory: Memory) -> None:
    for referral in plan.referrals():
        for name in ("from_agency", "to_agency"):
            if getattr(referral, name) == plan.change.agency:
                memory.set(referral, **{name: plan.target})


def _places(plan: Plan, memory: Memory) -> None:
    """The receiving agency manages these places from the day; what was until then stays written.

    A commune that fell to the office of its province gets a row of its own.
    """
    begins = plan.change.effective_on
    rows = list(plan.territories())
    for unit in plan.change.units.exclude(pk__in=[row.unit_id for row in rows]):
        memory.made(Territory.objects.create(agency=plan.target, unit=unit, valid_from=begins))
    for row in rows:
        later = row.valid_from is not None and row.valid_from >= begins
        if later:
            memory.set(row, agency=plan.target)
            continue
        ends = row.valid_to
        memory.set(row, valid_to=begins - DAY)
        memory.made(
            Territory.objects.create(
                agency=plan.target, unit=row.unit, valid_from=begins, valid_to=ends
            )
        )


def _labels(plan: Plan, memory: Memory, moved: list[int]) -> None:
    """The labels of dossiers that go over are found under the same word."""
    there = {label.name: label for label in Label.objects.filter(agency=plan.target)}
    for label in Label.objects.filter(agency=plan.change.agency, dossiers__in=moved).distinct():
        if label.name not in there and plan.change.kind == Kind.MERGE:
            memory.set(label, agency=plan.target)
            continue
        if label.name not in there:
            new = Label.objects.create(agency=plan.target, name=label.name)
            there[label.name] = memory.made(new)
        links = Label.dossiers.through.objects
        for link in links.filter(label=label, dossier__in=moved):
            memory.made(links.create(label=there[label.name], dossier_id=link.dossier_id))


def _receiver(plan: Plan, memory: Memory) -> None:
    """A new agency works by the calendar of the one it comes from, and takes dossiers in as that does."""
    old, new = plan.change.agency, plan.target
    if new.calendar_id is None:
        memory.set(new, calendar=old.calendar)
    if plan.change.kind == Kind.TERRITORY and old.accepts_dossiers and not new.accepts_dossiers:
        memory.set(new, accepts_dossiers=True)


def _agency(plan: Plan, memory: Memory) -> None:
    """The merged agency ends; those below it hang on its heir; the heir takes dossiers in."""
    change, target = plan.change, plan.target
    if target.parent_id == change.agency_id:
        memory.set(target, parent=change.agency.parent)
    for child in plan.children():
        memory.set(child, parent=target)
    if change.agency.accepts_dossiers and not target.accepts_dossiers:
        memory.set(target, accepts_dossiers=True)
    memory.set(change.agency, valid_to=change.effective_on - DAY, successor=target)
