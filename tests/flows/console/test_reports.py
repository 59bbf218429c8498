"""Reports of heads and leaders: figures of their reach, and behind each number its dossiers."""

import pytest
from django.utils import timezone

from catalog.models import Component, ProcedureVersion
from flows.models import Dossier, SupplementRequest
from flows.reports.figures import by_agency, total
from flows.reports.index766 import measured
from flows.services import deciding, handling, intake, work
from tests import situations as given
from tests.flows.console.conftest import at_desk, working_year

REPORT, REGISTER, WORKLOAD = (
    "/quan-tri/bao-cao/", "/quan-tri/bao-cao/ho-so/", "/quan-tri/bao-cao/cong-viec/",
)  # fmt: skip


def test_every_number_of_a_report_opens_as_many_dossiers(offices):
    mine, _other = offices
    leader = at_desk(mine.leader)
    page = leader.get(REPORT, {"ky": working_year().key, "theo": "thu-tuc"})
    opened = 0
    for _name, number, address in page.context["total"]["cells"]:
        listed = leader.get(address)
        assert listed.context["page_obj"].paginator.count == number, address
        opened += number
    assert opened > 20


def test_a_leader_reads_the_own_agency_and_no_other(offices):
    mine, other = offices
    page = at_desk(mine.leader).get(REPORT, {"theo": "co-quan", "ky": working_year().key})
    assert {row["label"] for row in page.context["rows"]} == {mine.agency.name}
    foreign = at_desk(mine.leader).get(REPORT, {"co-quan": other.agency.office_code})
    assert foreign.status_code == 404


def test_an_inspector_reads_all_agencies(offices):
    mine, other = offices
    inspector = given.staff("Tôn Nữ Kiểm Tra", "inspector", mine.departments["legal"])
    page = at_desk(inspector).get(REPORT, {"theo": "co-quan", "ky": working_year().key})
    labels = {row["label"] for row in page.context["rows"]}
    assert {mine.agency.name, other.agency.name, mine.above.agency.name} <= labels


@pytest.mark.parametrize("address", [REPORT, REGISTER, WORKLOAD])
def test_officers_and_clerks_read_no_reports(offices, address):
    mine, _other = offices
    for user in (mine.officer, mine.clerk):
        client = at_desk(user)
        assert client.get(address).status_code == 403
        assert b"/quan-tri/bao-cao/" not in client.get("/quan-tri/").content
    assert b"/quan-tri/bao-cao/" in at_desk(mine.leader).get("/quan-tri/").content


def test_the_late_list_names_holder_and_days(offices):
    mine, _other = offices
    page = at_desk(mine.leader).get(REGISTER, {"so": "overdue"})
    rows = page.context["rows"]
    assert len(rows) == Dossier.objects.overdue().filter(agency=mine.agency).count()
    assert all(dossier.days_late >= 1 and dossier.step_title for dossier in rows)


def test_every_number_of_the_workload_opens_as_many_steps_of_officers_of_the_reach(offices):
    mine, other = offices
    work.claim(given.item(given.filed(ProcedureVersion.objects.get(), mine)), by=mine.clerk)
    leader, foreign = at_desk(mine.leader), at_desk(other.leader)
    rows = leader.get(WORKLOAD, {"ky": working_year().key}).context["rows"]
    assert mine.officer.full_name in {row["line"].name for row in rows}
    assert {row["line"].department for row in rows} <= {d.pk for d in mine.departments.values()}
    cells = [cell for row in rows for cell in row["cells"] if cell[1]]
    assert {"done", "done_late", "solved", "in_hand"} <= {name for name, _number, _address in cells}
    for _name, number, address in cells:
        page = leader.get(address)
        assert (page.context["page_obj"].paginator.count, page.context["unseen"]) == (number, 0)
        assert foreign.get(address).status_code == 404


@pytest.mark.parametrize("asked", [{"ky": "x"}, {"so": "khac"}, {"co-quan": "0"}])
def test_wrong_questions_are_not_found(offices, asked):
    assert at_desk(offices[0].leader).get(REGISTER, asked).status_code == 404


def test_lists_cost_the_same_however_long(offices, django_assert_max_num_queries):
    leader = at_desk(offices[0].leader)
    for address in (REPORT, REGISTER, WORKLOAD):
        leader.get(address)
        with django_assert_max_num_queries(15):
            leader.get(address, {"ky": working_year().key})


def test_the_index_says_honestly_what_it_does_not_measure(offices):
    line = total(by_agency(working_year()))
    parts = {part.group: part for part in measured(line)}
    assert sum(part.points is None for part in parts.values()) >= 2
    assert parts["Số hóa hồ sơ: giấy tờ được số hóa khi tiếp nhận"].points == 4
    assert 0 < parts["Tiến độ giải quyết"].points <= 20
    assert all(part.points is None or 0 <= part.points <= part.most for part in parts.values())


def test_21_4a_the_lists_of_those_who_control_procedures_open_what_they_count(office, version):
    """Refusals without a ground, supplements asked twice, papers that nobody has to give."""
    Component.objects.create(version=version, code="them", name="Giấy khác", is_required=False)
    bare, grounded, twice = (given.filed(version, office) for _number in range(3))
    intake.refuse(given.item(bare), by=office.clerk, reason="Không nhận hồ sơ này.")
    ground = "Điều 5 Quyết định 166/QĐ-BHXH"
    intake.refuse(
        given.item(grounded), by=office.clerk, reason="Sai thẩm quyền.", legal_ground=ground
    )
    denied, denied_by_law = (given.received(version, office) for _turn in range(2))
    for one, law in ((denied, ""), (denied_by_law, ground)):
        handling.propose(
            given.item(one), by=office.officer, outcome="negative", content="Không giải quyết.",
            reasons="Chưa đủ năm đóng.", legal_ground=law,
        )  # fmt: skip
        deciding.approve(given.item(one), by=office.leader)
    for _time in range(2):
        asked = SupplementRequest.objects.create(
            dossier=twice, phase="intake", reason="Thiếu", asked_by=office.clerk,
            answer_by=timezone.now(), closed_at=timezone.now(),
        )  # fmt: skip
    asked.items.create(component=Component.objects.get(code="them"), label="Giấy khác")
    inspector = given.staff("Tôn Nữ Kiểm Tra", "inspector", office.departments["legal"])
    page = at_desk(inspector).get(REPORT + "kiem-soat/")
    lists = {
        address.split("so=")[1].split("&")[0]: (number, address)
        for _label, number, address in page.context["lists"]
    }
    behind = {
        "refused_without_ground": bare, "asked_without_ground": twice, "asked_twice": twice,
        "asked_beyond": twice, "negative_without_ground": denied,
    }  # fmt: skip
    for name, dossier in behind.items():
        number, address = lists[name]
        rows = at_desk(inspector).get(address).context["rows"]
        assert ([row.code for row in rows], number) == ([dossier.code], 1), name
    assert page.context["unpublished"], "the decision stands on no site of a province yet"
    assert not at_desk(office.leader).get(REPORT + "kiem-soat/").context["unpublished"]
