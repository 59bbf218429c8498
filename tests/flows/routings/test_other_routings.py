"""Several departments in turn, and the agency above: each step lands where its rule says."""

import pytest

from flows.errors import DossierError
from flows.models import State
from flows.picture import flow_map
from flows.reports import figures, fold
from flows.reports.period import choices
from flows.services import deciding, handling, returning, supplements
from tests import situations as given

pytestmark = pytest.mark.django_db


def test_departments_appraise_one_after_another_and_the_last_proposes():
    office = given.office()
    version = given.procedure(routing="departments_in_turn")
    given.rule(version, "appraise", "books", turn=1, share=30)
    given.rule(version, "appraise", "collection", turn=2, share=30)
    dossier = given.received(version, office)
    first = given.item(dossier)
    assert first.department == office.departments["books"]
    assert first.due_at < dossier.due_at

    with pytest.raises(DossierError, match="phòng kế tiếp"):
        handling.propose(first, by=office.books, outcome="positive", content="Cấp")
    handling.forward(first, by=office.books, note="Đã đối chiếu sổ")
    second = given.item(dossier)
    assert second.department == office.departments["collection"]

    handling.send_back_to_previous(second, by=office.collector, reason="Thiếu mã đơn vị")
    assert given.item(dossier).department == office.departments["books"]
    assert given.item(dossier).owner == office.books, "it goes back to who did the step"
    handling.forward(given.item(dossier), by=office.books)
    assert given.item(dossier).owner == office.collector, "and on to who gave it back"
    handling.propose(given.item(dossier), by=office.collector, outcome="positive", content="Cấp")
    deciding.approve(given.item(dossier), by=office.leader)
    dossier.refresh_from_db()
    assert dossier.state == State.RESULT_READY
    assert [stop.state for stop in flow_map(dossier)] == ["done"] * 4 + ["current"]


def test_7_3_the_agency_above_decides_and_the_result_comes_back_to_the_first():
    office = given.two_levels()
    province = office.above
    version = given.procedure(routing="inter_agency")
    dossier = given.received(version, office)
    handling.forward(given.item(dossier), by=office.officer)

    above = given.item(dossier)
    assert (above.agency, above.department) == (province.agency, province.departments["policy"])
    dossier.refresh_from_db()
    assert dossier.agency == office.agency
    assert dossier.current_agency == province.agency
    assert above.due_at < dossier.due_at
    handed = {"recipient_name": "An", "recipient_identifier": "079190001234"}
    with pytest.raises(DossierError):  # nothing is returned while the step above is open
        returning.hand_over(above, by=office.desk, **handed)
    handling.propose(above, by=province.officer, outcome="positive", content="Hưởng lương hưu")
    deciding.approve(given.item(dossier), by=province.leader)

    back = given.item(dossier)
    assert (back.step, back.agency) == ("give_back", office.agency)
    returning.hand_over(back, by=office.desk, **handed)
    dossier.refresh_from_db()
    assert dossier.state == State.RETURNED
    fold.catch_up()
    lines = figures.by_agency(choices()[0])
    assert [(line.key, line.received, line.returned) for line in lines] == [
        (office.agency.pk, 1, 1)
    ]  # the first counts it, once


def test_a_supplement_asked_above_goes_on_above():
    office = given.two_levels()
    version = given.procedure(routing="inter_agency")
    person = given.citizen()
    dossier = given.received(version, office, person)
    handling.forward(given.item(dossier), by=office.officer)
    request = supplements.ask_supplement(
        given.item(dossier), by=office.above.officer, reason="Thiếu quyết định nghỉ việc",
        items=[{"question_key": "noi_dung", "note": "Ghi ngày nghỉ việc"}],
    )  # fmt: skip
    supplements.answer(
        request, by=person, answers={"noi_dung": "Nghỉ từ 01/10/2026"}, files={},
        evidence=given.EVIDENCE,
    )  # fmt: skip
    assert given.item(dossier).step == "appraise_above"
    assert dossier.current_submission.answers["noi_dung"] == "Nghỉ từ 01/10/2026"


def test_the_agency_above_may_give_back_to_the_first():
    office = given.two_levels()
    dossier = given.received(given.procedure(routing="inter_agency"), office)
    handling.forward(given.item(dossier), by=office.officer)
    handling.send_back_to_previous(
        given.item(dossier), by=office.above.officer, reason="Chưa đối chiếu bản chính"
    )
    item = given.item(dossier)
    assert (item.step, item.agency) == ("appraise", office.agency)
