"""The organisation changes by decision: what moves, what stays as it was, and how it is taken back."""

import csv
import datetime
import random
from collections import Counter
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from catalog.models import Agency, Delegation, Post, Reorganisation
from flows.audit.verify import everything
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.models import CodeCounter, Dossier, ReservedNumber, WorkItem
from flows.organisation.plan import Plan
from flows.services import deciding, handling, intake, reorganising, reserving, work
from tests import situations as given
from tests.flows.routings.walking import without_holder
from tests.flows.services.changing import (
    THE_DAY,
    agreed,
    anew,
    day_comes,
    manager,
    on_the_day,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return given.office("BHXH Việt Nam", level="central")


@pytest.fixture
def people(centre):
    return manager("Chu Đề Nghị", centre), manager("Lâm Duyệt", centre)


@pytest.fixture
def pair(centre):
    return (
        given.office("BHXH tỉnh Hà Giang", level="province", above=centre),
        given.office("BHXH tỉnh Tuyên Quang", level="province", above=centre),
    )


def test_a_merged_agency_hands_over_all_it_has_and_its_people_go_on_working(pair, people):
    old, new = pair
    version = given.procedure()
    appraised, filed, done = (
        given.received(version, old), given.filed(version, old), given.finished(version, old)
    )  # fmt: skip
    work.claim(given.item(appraised), by=old.officer)
    slip = appraised.issued.get(kind="01")
    printed, number, due = dict(slip.data), appraised.office_number, appraised.due_at
    change = agreed(people, "merge", old.agency, target=new.agency)
    plan = Plan(change)
    assert plan.counts()["items"] == 2
    assert plan.counts()["dossiers"] == 2
    reorganising.apply_due()  # not before its day
    appraised.refresh_from_db()
    assert appraised.agency == old.agency

    change = day_comes(change)
    assert change.state == "applied", change.note
    old.agency.refresh_from_db()
    assert old.agency.valid_to == THE_DAY - datetime.timedelta(days=1)
    assert old.agency.successor == new.agency
    for dossier in (appraised, filed):
        dossier.refresh_from_db()
        assert dossier.agency == dossier.current_agency == new.agency
        assert given.item(dossier).department.agency == new.agency
    assert given.item(appraised).owner == old.officer  # the work stays in the hands that hold it
    told = appraised.journal.get(act="reorganise")
    assert told.department_name == str(people[1].posts.get().department)
    assert told.agency_name == "BHXH Việt Nam"
    # History is as it was: codes, numbers, dates, slips; the closed dossier is where it was closed.
    done.refresh_from_db(), slip.refresh_from_db()
    assert done.agency == old.agency
    assert (appraised.office_number, appraised.due_at, slip.data) == (number, due, printed)
    assert slip.data["agency"]["name"] == "BHXH tỉnh Hà Giang"
    assert everything()[1] is None
    with on_the_day(9):
        handling.propose(
            given.item(appraised), by=anew(old.officer), outcome="positive", content="Cấp sổ."
        )
        deciding.approve(given.item(appraised), by=anew(new.leader))
        seen = Dossier.objects.visible_to(anew(new.clerk))
        assert {appraised, filed, done} <= set(seen)  # the heir keeps what was closed, too
    result = appraised.issued.get(kind="result")
    assert result.data["agency"]["name"] == "BHXH tỉnh Tuyên Quang"


def test_paper_under_way_and_numbers_given_ahead_go_over_with_their_office(pair, people):
    old, new = pair
    handover = given.on_paper(given.procedure(), old).paper_handovers.get()
    blocks = [
        reserving.issue_block(old.agency, by=old.clerk, device="Quầy 1", day=day, size=2)
        for day in (THE_DAY - datetime.timedelta(days=1), THE_DAY)
    ]
    before = [handover.to_department, *(block.agency for block in blocks)]
    change = agreed(people, "merge", old.agency, target=new.agency)
    assert Plan(change).counts() | {"handovers": 1, "blocks": 2} == Plan(change).counts()
    change = day_comes(change)
    assert change.state == "applied", change.note
    handover.refresh_from_db()
    assert {handover.from_department.agency, handover.to_department.agency} == {new.agency}
    # A slip of the day before may still be entered, by the heir; the series itself has ended.
    told = [(one.state, one.block.agency) for one in ReservedNumber.objects.order_by("pk")]
    assert told == [("unused", new.agency)] * 2 + [("void", old.agency)] * 2
    reorganising.reverse(change, by=people[0], reason="Quyết định bị thu hồi")
    for row in (handover, *blocks):
        row.refresh_from_db()
    assert [handover.to_department, *(block.agency for block in blocks)] == before
    assert set(ReservedNumber.objects.values_list("state", flat=True)) == {"unused"}


def test_it_takes_two_people_a_decision_and_a_day_to_come(pair, people):
    old, new = pair
    one, other = people
    facts = {"kind": "merge", "agency": old.agency, "target": new.agency}
    change = Reorganisation(**facts, decision_number="QĐ 1", effective_on=timezone.localdate())
    with pytest.raises(DossierError, match="sau hôm nay"):
        reorganising.propose(change, by=one)
    change = Reorganisation(**facts, decision_number="QĐ 1", effective_on=THE_DAY)
    with pytest.raises(NotPermitted):
        reorganising.propose(change, by=old.clerk)
    reorganising.propose(change, by=one)
    with pytest.raises(NotPermitted, match="khác người đề nghị"):
        reorganising.approve(change, by=one)
    reorganising.approve(change, by=other)
    with pytest.raises(AlreadyDone):
        reorganising.approve(change, by=other)
    # What was agreed to is looked at again on its day: the receiving agency ended meanwhile.
    Agency.objects.filter(pk=new.agency.pk).update(valid_to=timezone.localdate())
    change = day_comes(change)
    assert change.state == "failed"
    assert "không hoạt động" in change.note


def test_taken_back_everything_is_as_it_was_until_somebody_builds_on_it(pair, people):
    old, new = pair
    version = given.procedure()
    dossier = given.received(version, old)
    colleague = given.staff("Thay Mặt", "case_officer", old.departments["books"])
    Delegation.objects.create(
        post=old.officer.posts.get(), delegate=colleague, number="05/UQ",
        valid_from=timezone.localdate(), valid_to=THE_DAY + datetime.timedelta(days=5),
    )  # fmt: skip
    new.departments["policy"].is_active = False
    new.departments["policy"].save()  # the function has no place there: one is made

    def picture():
        return (
            list(Agency.objects.order_by("pk").values("pk", "parent", "valid_to", "successor")),
            list(Post.objects.order_by("pk").values("pk", "department", "valid_to")),
            list(Delegation.objects.order_by("pk").values("pk", "post", "delegate")),
            list(WorkItem.objects.order_by("pk").values("pk", "agency", "department", "owner")),
            list(Dossier.objects.values("agency", "current_agency", "current_department")),
            list(old.agency.departments.order_by("pk").values("pk", "is_active", "functions")),
            new.agency.departments.count(),
        )

    before = picture()
    change = day_comes(agreed(people, "merge", old.agency, target=new.agency))
    assert change.state == "applied", change.note
    made = given.item(Dossier.objects.get(pk=dossier.pk)).department
    assert (made.agency, made.functions) == (new.agency, ["policy"])
    assert Delegation.objects.filter(post__department=made, number="05/UQ").exists()
    reorganising.reverse(change, by=people[0], reason="Quyết định bị thu hồi")
    assert picture() == before
    told = dossier.journal.get(act="undo_reorganisation")
    assert told.department_name == str(people[0].posts.get().department)
    assert everything()[1] is None

    again = day_comes(agreed(people, "merge", old.agency, target=new.agency))
    with on_the_day(9):
        handling.note(Dossier.objects.get(pk=dossier.pk), by=anew(old.officer), text="Đã xem")
    with pytest.raises(DossierError, match="đã được xử lý tiếp"):
        reorganising.reverse(again, by=people[0], reason="Muộn")


def test_a_department_with_open_work_is_closed_in_one_way_only(pair, people):
    office, _other = pair
    dossier = given.received(given.procedure(), office)
    policy, books = office.departments["policy"], office.departments["books"]
    policy.is_active = False
    with pytest.raises(ValidationError, match="giải thể phòng ban"):
        policy.full_clean()
    ended = Agency.objects.get(pk=office.agency.pk)
    ended.valid_to = timezone.localdate() - datetime.timedelta(days=1)
    with pytest.raises(ValidationError, match="đề nghị sáp nhập"):
        ended.full_clean()
    with pytest.raises(DossierError, match="để nhận việc"):
        agreed(people, "close", office.agency, [policy], to_department=policy)
    change = day_comes(agreed(people, "close", office.agency, [policy], to_department=books))
    assert change.state == "applied", change.note
    item = given.item(Dossier.objects.get(pk=dossier.pk))
    assert item.department == books
    assert item.agency == office.agency
    books.refresh_from_db()
    assert {"books", "policy"} <= set(books.functions)
    with on_the_day(9):
        handling.propose(item, by=anew(office.officer), outcome="positive", content="Cấp")
        next_one = given.received(given.procedure("1.001193"), office)
        assert given.item(next_one).department == books


def test_departments_go_over_to_another_agency_with_their_dossiers(pair, people):
    old, new = pair
    moves = given.received(given.procedure(), old)
    stays = given.filed(given.procedure("1.001193"), old)
    change = agreed(people, "split", old.agency, [old.departments["policy"]], target=new.agency)
    assert day_comes(change).state == "applied"
    moves.refresh_from_db(), stays.refresh_from_db()
    assert (moves.agency, stays.agency) == (new.agency, old.agency)
    assert given.item(moves).department == new.departments["policy"]
    assert old.agency.departments.get(code="policy").is_active is False


def test_a_renamed_agency_prints_its_new_name_and_its_old_slips_keep_theirs(pair, people):
    office, _other = pair
    before = given.received(given.procedure(), office)
    change = agreed(people, "rename", office.agency, name="BHXH thành phố Huế")
    assert day_comes(change).moved == {"name": "BHXH tỉnh Hà Giang"}
    office.agency.refresh_from_db()
    change.refresh_from_db()
    assert "BHXH tỉnh Hà Giang" in str(change), "a change is told by the name of its day"
    after = given.received(given.procedure("1.001193"), office)
    names = [one.issued.get(kind="01").data["agency"]["name"] for one in (before, after)]
    assert names == ["BHXH tỉnh Hà Giang", "BHXH thành phố Huế"]


@pytest.mark.parametrize("seed", range(2))
def test_p15_whatever_is_merged_nothing_is_without_an_owner_and_no_number_repeats_or_skips(
    seed, centre, people
):
    lot = random.Random(seed)
    offices = [given.office(f"BHXH tỉnh {n}", level="province", above=centre) for n in range(4)]
    version = given.procedure()
    for _round in range(6):
        where = lot.choice(offices)
        dossier = given.filed(version, where)
        if lot.random() < 0.6:
            given.papers_checked(dossier, where)
            intake.receive(given.item(dossier), by=where.clerk)
    alive = list(offices)
    for _merger in range(2):
        gone = alive.pop(lot.randrange(len(alive)))
        heir = lot.choice(alive)
        change = agreed(people, "merge", gone.agency, target=heir.agency)
        assert day_comes(change).state == "applied", change.note
        if lot.random() < 0.4:
            reorganising.reverse(change, by=people[0], reason="Lại")
            alive.append(gone)
    with on_the_day(9):
        for where in alive:
            given.received(version, where)
        assert not without_holder().exists()
        assert not work.unmanned().exists()
        assert not work.unheld().exists()
    for item in WorkItem.objects.open().select_related("department", "dossier"):
        assert item.department.is_active
        assert item.department.agency.is_active(THE_DAY)
        assert item.dossier.current_agency == item.agency
    numbers = [one.office_number.split("/") for one in Dossier.objects.exclude(office_number=None)]
    given_out = Counter((office, year) for _number, year, office in numbers)
    for (office, year), count in given_out.items():
        found = sorted(int(number) for number, *one in numbers if one == [year, office])
        assert found == list(range(1, count + 1))
        assert CodeCounter.objects.get(series=f"office:{office}:{year}").last == count
    assert everything()[1] is None


def test_the_reorganisation_of_2025_leaves_34_provincial_offices_and_every_dossier_in_one(
    centre, people
):
    path = Path(__file__).parent / "provinces_2025.csv"
    rows = list(csv.DictReader(path.open(encoding="utf-8")))
    made = {
        row["old"]: Agency.objects.create(
            code=f"000.00.{row['code']}.G24", office_code=f"{row['code']}000"[:5],
            name=f"BHXH tỉnh {row['old']}", level="province", parent=centre.agency,
        )
        for row in rows
    }  # fmt: skip
    changes = [
        agreed(people, "merge", made[row["old"]], target=made[row["new"]])
        for row in rows
        if row["old"] != row["new"]
    ]
    assert (len(rows), len(changes)) == (63, 29)
    with on_the_day(0):
        assert reorganising.apply_due() == 29
        alive = Agency.objects.active().filter(parent=centre.agency)
        assert alive.count() == 34
        ended = Agency.objects.filter(parent=centre.agency).exclude(pk__in=alive)
        assert all(one.successor in alive for one in ended)
