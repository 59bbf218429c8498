"""A territory goes over to another agency: its dossiers, the people named, and the way back."""

import random

import pytest

from catalog import competence
from catalog.models import Agency, CompetenceRule, Department, Employer, Post, Territory
from flows.audit.verify import everything
from flows.errors import DossierError
from flows.models import CodeCounter, Dossier, Label, WorkItem
from flows.organisation.plan import Plan
from flows.services import handling, intake, reorganising, work
from tests import situations as given
from tests.flows.routings.walking import without_holder
from tests.flows.services.changing import THE_DAY, agreed, anew, day_comes, manager, on_the_day

pytestmark = pytest.mark.django_db
WARDS = {"26929": "Phường Bình Thạnh", "26944": "Phường Gia Định", "26956": "Phường Thạnh Mỹ Tây"}


@pytest.fixture
def office():
    """A base office in Ho Chi Minh City that manages three wards."""
    made = given.two_levels()
    made.wards = [given.manages(made, code, name) for code, name in WARDS.items()]
    return made


@pytest.fixture
def people(office):
    return manager("Chu Đề Nghị", office.above), manager("Lâm Duyệt", office.above)


def new_office(office, name: str = "BHXH cơ sở Gia Định") -> Agency:
    """Decided upon, with no department and nobody in it yet."""
    return Agency.objects.create(
        code="000.88.79.G24", office_code="07988", name=name, level="base", parent=office.above.agency,
        province=office.agency.province, valid_from=THE_DAY, accepts_dossiers=False,
    )  # fmt: skip


def lives(dossier: Dossier, ward) -> Dossier:
    dossier.draft.applicant |= {competence.RESIDENCE: ward.code}
    dossier.draft.save()
    return dossier


def picture(office) -> tuple:
    rows = (
        Agency.objects.values("pk", "accepts_dossiers", "calendar", "valid_to"),
        Department.objects.values("pk", "agency", "functions", "is_active"),
        Post.objects.values("pk", "department", "valid_to"),
        Territory.objects.values("agency", "unit", "valid_from", "valid_to"),
        Dossier.objects.values("agency", "current_agency", "current_department"),
        WorkItem.objects.values("agency", "department", "owner", "status"),
        Label.objects.values("agency", "name", "dossiers"),
    )
    return tuple(list(found.order_by("pk")) for found in rows)


def test_a_territory_goes_over_with_its_dossiers_and_the_people_named(office, people):
    version, (stays, goes, also) = given.procedure(), office.wards
    here = lives(given.received(version, office), stays)
    there, filed = (
        lives(given.received(version, office), goes),
        lives(given.filed(version, office), also),
    )
    unknown = given.filed(version, office)
    for dossier, by in ((here, office.officer), (there, office.officer), (filed, office.clerk)):
        work.claim(given.item(dossier), by=by)
    label = Label.objects.create(agency=office.agency, name="Ưu tiên")
    label.dossiers.add(here, there)
    target, due, number = new_office(office), there.due_at, there.office_number
    asked = {"units": [goes, also], "target": target}
    with pytest.raises(DossierError, match="Chưa có ai giữ vai trò «case_officer»"):
        agreed(people, "territory", office.agency, posts=[office.clerk.posts.get()], **asked)
    # The clerk goes; the officer stays, and another one goes in that role.
    other = given.staff("Phan Thụ Lý", "case_officer", office.departments["policy"])
    posts = [office.clerk.posts.get(), other.posts.get()]
    change = agreed(people, "territory", office.agency, posts=posts, **asked)
    told = {"items": 2, "dossiers": 2, "posts": 2, "territories": 2, "unknown": 1}
    assert told.items() <= Plan(change).counts().items()
    assert any("(lập mới)" in heir for _department, heir, _number in Plan(change).queues())
    before = picture(office)

    change = day_comes(change)
    assert change.state == "applied", change.note
    for dossier in (here, there, filed, unknown):
        dossier.refresh_from_db()
    assert [one.agency for one in (here, unknown)] == [office.agency] * 2
    assert [one.agency for one in (there, filed)] == [target] * 2
    assert (there.due_at, there.office_number) == (due, number)
    # Work stays in the hands of who went along, and is free where its holder stayed.
    assert given.item(filed).owner == office.clerk
    assert given.item(there).owner is None
    assert given.item(here).owner == office.officer
    assert target in {one.agency for one in there.labels.filter(name="Ưu tiên")}
    with on_the_day(9):
        assert not without_holder().exists()
        assert competence.office_of(goes) == target
        assert competence.office_of(stays) == office.agency
        handling.propose(given.item(there), by=anew(other), outcome="positive", content="Cấp")
    with pytest.raises(DossierError, match="đã được xử lý tiếp"):
        reorganising.reverse(change, by=people[0], reason="Muộn")
    assert before != picture(office)


def test_taken_back_the_territory_is_as_it_was(office, people):
    dossier = lives(given.received(given.procedure(), office), office.wards[0])
    work.claim(given.item(dossier), by=office.officer)
    target = new_office(office)
    other = given.staff("Phan Thụ Lý", "case_officer", office.departments["policy"])
    asked = {"units": office.wards[:2], "target": target}
    change = agreed(people, "territory", office.agency, posts=[other.posts.get()], **asked)
    before = picture(office)
    change = day_comes(change)
    assert change.state == "applied", change.note
    assert picture(office) != before
    reorganising.reverse(change, by=people[0], reason="Quyết định bị thu hồi")
    assert picture(office) == before
    assert everything()[1] is None


def test_the_employers_of_a_territory_go_over_with_their_dossiers_and_come_back(office, people):
    goes, stays = office.wards[:2]
    firms = [
        Employer.objects.create(code=code, name=code, agency=office.agency, unit=unit)
        for code, unit in (("TA0001A", goes), ("TA0002A", stays), ("TA0003A", None))
    ]
    version = given.procedure()
    for order, basis in enumerate(("employer", "place"), start=1):
        CompetenceRule.objects.create(version=version, order=order, basis=basis)
    dossiers = [filed_by(firm, version, office) for firm in firms]
    target = new_office(office)
    asked = {"units": [goes], "target": target, "posts": [office.clerk.posts.get()]}
    change = agreed(people, "territory", office.agency, **asked)
    told = {"employers": 1, "unplaced": 1, "dossiers": 1, "unknown": 0}
    assert told.items() <= Plan(change).counts().items()

    change = day_comes(change)
    assert change.state == "applied", change.note
    there, here = target.pk, office.agency.pk
    assert where(Employer, firms) == where(Dossier, dossiers) == [there, here, here]
    reorganising.reverse(change, by=people[0], reason="Quyết định bị thu hồi")
    assert where(Employer, firms) == where(Dossier, dossiers) == [here, here, here]


def filed_by(employer: Employer, version, office) -> Dossier:
    dossier = given.filed(version, office)
    facts = {"applicant_kind": "organisation", "applicant_insurance_number": employer.code}
    Dossier.objects.filter(pk=dossier.pk).update(**facts)
    return dossier


def where(model, rows) -> list[int]:
    """The agencies of these rows, in their order."""
    found = model.objects.in_bulk([row.pk for row in rows])
    return [found[row.pk].agency_id for row in rows]


def test_only_what_the_agency_manages_goes_over(office, people):
    elsewhere = given.office("BHXH cơ sở Tân Sơn Hòa")
    strange = given.manages(elsewhere, "26977", "Phường Tân Sơn Hòa")
    asked = {"target": elsewhere.agency, "units": [strange]}
    with pytest.raises(DossierError, match="không quản lý Phường Tân Sơn Hòa"):
        agreed(people, "territory", office.agency, **asked)
    asked = {"target": elsewhere.agency, "posts": [elsewhere.clerk.posts.get()]}
    with pytest.raises(DossierError, match="thuộc cơ quan khác"):
        agreed(people, "territory", office.agency, units=office.wards, **asked)
    with pytest.raises(DossierError, match="ít nhất một địa bàn"):
        agreed(people, "territory", office.agency, target=elsewhere.agency)


def test_p15_as_in_2025_a_province_divides_into_base_offices_and_every_dossier_is_with_its_commune(
    office, people
):
    """From 01/07/2025 communes of a province go over to its base offices, in several decisions."""
    lot = random.Random(2025)
    province = office.above
    city = office.wards[0].parent
    Territory.objects.all().delete()
    Territory.objects.create(agency=province.agency, unit=city)  # no commune has a row of its own
    offices = [office, given.office("BHXH cơ sở Thủ Đức", above=province)]
    version = given.procedure()
    dossiers = {}
    for _round in range(6):
        ward = lot.choice(office.wards)
        dossier = lives(given.filed(version, province), ward)
        dossiers[dossier.pk] = ward
        if lot.random() < 0.5:
            given.papers_checked(dossier, province)
            intake.receive(given.item(dossier), by=province.clerk)
    where = dict.fromkeys(office.wards, province)
    for ward in lot.sample(office.wards, 2):
        where[ward] = lot.choice(offices)
        target = where[ward].agency
        agreed(people, "territory", province.agency, units=[ward], target=target)
    with on_the_day(0):
        assert reorganising.apply_due() == 2
        for pk, ward in dossiers.items():
            dossier = Dossier.objects.get(pk=pk)
            assert dossier.agency == where[ward].agency == competence.office_of(ward)
            assert given.item(dossier).agency == dossier.agency
        assert not without_holder().exists()
        assert not work.unmanned().exists()
        assert not work.unheld().exists()
    for place in offices:  # each goes on with a number series of its own
        with on_the_day(9):
            given.received(version, place)
        series = f"office:{place.agency.office_code}:{THE_DAY:%Y}"
        assert CodeCounter.objects.get(series=series).last == 1
    assert everything()[1] is None
