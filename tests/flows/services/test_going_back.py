"""Steps taken back, returned further back, and dossiers passed on to the right office."""

import pytest

from accounts.models import User
from flows import acts
from flows.errors import DossierError, NotPermitted
from flows.models import Dossier, WorkItem
from flows.picture import flow_map
from flows.services import (
    consulting,
    deciding,
    handling,
    intake,
    referring,
    settling,
    undoing,
    work,
)
from tests import situations as given

pytestmark = pytest.mark.django_db


def names(subject, user) -> set[str]:
    return {act.name for act in acts.available(subject, User.objects.get(pk=user.pk))}


def test_a_proposal_is_taken_back_while_the_leader_has_not_taken_it_up(office):
    dossier = given.proposed(given.procedure(), office)
    before = dossier.work_items.get(step="appraise").due_at
    assert "undo_step" in names(dossier, office.officer)
    assert "undo_step" not in names(dossier, office.leader)
    with pytest.raises(NotPermitted):
        undoing.undo(dossier, by=office.leader, reason="Thử")
    with pytest.raises(DossierError, match="lý do"):
        undoing.undo(dossier, by=office.officer, reason=" ")
    again = undoing.undo(dossier, by=office.officer, reason="Quên một giấy tờ")
    assert (again.step, again.owner, again.due_at) == ("appraise", office.officer, before)
    assert not dossier.has_pending_decision
    assert [stop.state for stop in flow_map(dossier)][:3] == ["done", "current", "coming"]
    assert dossier.journal.last().data["reason"] == "Quên một giấy tờ"
    handling.propose(given.item(dossier), by=office.officer, outcome="positive", content="Cấp lại")
    deciding.approve(given.item(dossier), by=office.leader)


def test_nothing_is_taken_back_once_somebody_went_on_or_a_paper_is_out(office):
    version = given.procedure()
    taken = given.proposed(version, office)
    work.claim(given.item(taken), by=office.leader)
    with pytest.raises(DossierError, match="làm tiếp"):
        undoing.undo(taken, by=office.officer, reason="Muộn")
    received = given.received(version, office)
    with pytest.raises(DossierError, match="ra giấy"):
        undoing.undo(received, by=office.clerk, reason="Mẫu 01 đã in")


def test_sending_back_is_taken_back_and_the_proposal_lies_before_the_leader_again(office):
    dossier = given.proposed(given.procedure(), office)
    deciding.send_back(given.item(dossier), by=office.leader, reason="Nhầm")
    undoing.undo(dossier, by=office.leader, reason="Bấm nhầm hồ sơ")
    assert given.item(dossier).step == "approve"
    deciding.approve(given.item(dossier), by=office.leader)


def test_forwarding_in_turn_and_asking_for_opinions_are_taken_back(office):
    turns = given.procedure(routing="departments_in_turn")
    given.rule(turns, "appraise", "books", turn=1)
    given.rule(turns, "appraise", "collection", turn=2)
    dossier = given.received(turns, office)
    handling.forward(given.item(dossier), by=office.books)
    undoing.undo(dossier, by=office.books, reason="Chưa xong")
    item = given.item(dossier)
    assert (item.turn, item.owner, item.department) == (
        1,
        office.books,
        office.departments["books"],
    )
    handling.forward(item, by=office.books)
    assert given.item(dossier).turn == 2

    asked = given.received(given.procedure("1.001193", routing="consultation"), office)
    handling.forward(given.item(asked), by=office.officer)
    undoing.undo(asked, by=office.officer, reason="Hỏi nhầm đơn vị")
    assert given.item(asked).step == "appraise"
    handling.forward(given.item(asked), by=office.officer)
    for item, by in zip(asked.work_items.open(), (office.books, office.collector), strict=True):
        consulting.give_opinion(item, by=by, opinion="agree")
    assert given.item(asked).step == "conclude"


def test_the_counter_takes_its_proposal_back(office):
    dossier = given.received(given.procedure(routing="immediate"), office)
    settling.propose_at_counter(
        given.item(dossier), by=office.clerk, outcome="positive", content="Xác nhận"
    )
    undoing.undo(dossier, by=office.clerk, reason="Sai tên")
    assert given.item(dossier).step == "settle"


def test_the_leader_returns_it_to_the_first_department_not_just_the_last(office):
    version = given.procedure(routing="departments_in_turn")
    for turn, function in enumerate(("books", "collection", "policy"), start=1):
        given.rule(version, "appraise", function, turn=turn)
    dossier = given.received(version, office)
    for by in (office.books, office.collector):
        handling.forward(given.item(dossier), by=by)
    handling.propose(given.item(dossier), by=office.officer, outcome="positive", content="Cấp")
    item = given.item(dossier)
    assert [earlier.turn for earlier in item.earlier] == [1, 2, 3]
    assert "return_to_step" in names(item, office.leader)
    first = item.earlier[0]
    with pytest.raises(DossierError, match="lý do"):
        handling.return_to_step(item, by=office.leader, to=first, reason="")
    handling.return_to_step(item, by=office.leader, to=first, reason="Sổ chưa đối chiếu")
    item = given.item(dossier)
    assert (item.step, item.turn, item.department) == ("appraise", 1, office.departments["books"])
    assert item.owner == office.books, "it goes back to who did the step"
    assert not dossier.has_pending_decision
    states = [stop.state for stop in flow_map(Dossier.objects.get(pk=dossier.pk))]
    assert states == ["done", "current", "coming", "coming", "coming", "coming"]
    handling.forward(item, by=office.books)
    assert given.item(dossier).turn == 2


def test_the_agency_above_returns_it_to_the_first_agency():
    office = given.two_levels()
    dossier = given.received(given.procedure(routing="inter_agency"), office)
    handling.forward(given.item(dossier), by=office.officer)
    handling.propose(
        given.item(dossier), by=office.above.officer, outcome="positive", content="Hưởng"
    )
    item = given.item(dossier)
    handling.return_to_step(
        item, by=office.above.leader, to=item.earlier[0], reason="Thiếu bản chính"
    )
    assert given.item(dossier).agency == office.agency


def test_a_step_that_was_not_done_is_no_place_to_return_to(office):
    dossier = given.proposed(given.procedure(), office)
    other = given.proposed(given.procedure("1.001193"), office)
    item = given.item(dossier)
    assert "return_to_step" not in names(item, office.leader)
    with pytest.raises(DossierError):
        handling.return_to_step(
            item, by=office.leader, to=other.work_items.get(step="appraise"), reason="Sai"
        )


def test_17_a_dossier_filed_with_the_wrong_office_goes_to_the_right_one_under_its_code(office):
    right = given.office("BHXH cơ sở Thủ Đức")
    person = given.citizen()
    dossier = given.filed(given.procedure(), office, person)
    code, deadline = dossier.code, dossier.answer_due_at
    referring.refer(
        given.item(dossier), by=office.clerk, to=right.agency, reason="Cư trú tại Thủ Đức"
    )
    # In both offices' lists until it is confirmed.
    assert Dossier.objects.visible_to(office.clerk).filter(pk=dossier.pk).exists()
    item = given.item(dossier)
    assert item.department == right.departments["intake"]
    assert names(item, right.clerk) == {"confirm_referral", "decline_referral"}
    with pytest.raises(DossierError, match="xác nhận"):
        given.papers_checked(dossier, right)
    referring.confirm(item, by=right.clerk)
    dossier.refresh_from_db()
    assert (dossier.code, dossier.agency, dossier.answer_due_at) == (code, right.agency, deadline)
    assert dossier.notices.filter(subject__contains="được chuyển đến").exists()
    given.papers_checked(dossier, right)
    intake.receive(given.item(dossier), by=right.clerk)
    handling.propose(given.item(dossier), by=right.officer, outcome="positive", content="Cấp")
    assert Dossier.objects.count() == 1
    told = [entry.public_text for entry in dossier.journal.order_by("seq") if entry.public_text]
    assert any("chuyển hồ sơ đến BHXH cơ sở Thủ Đức" in text for text in told)


def test_an_office_that_is_not_competent_gives_it_back(office):
    wrong = given.office("BHXH cơ sở Thủ Đức")
    dossier = given.filed(given.procedure(), office)
    referring.refer(given.item(dossier), by=office.clerk, to=wrong.agency, reason="Nhầm")
    referring.decline(given.item(dossier), by=wrong.clerk, reason="Cư trú tại Bình Thạnh")
    dossier.refresh_from_db()
    assert dossier.agency == office.agency
    item = given.item(dossier)
    assert item.department == office.departments["intake"]
    assert "receive" in names(item, office.clerk)


def test_only_to_an_office_that_takes_the_procedure_and_never_with_originals_kept(office):
    centre = given.office("BHXH Việt Nam", level="central")
    dossier = given.filed(given.procedure(), office)
    with pytest.raises(DossierError, match="không tiếp nhận thủ tục"):
        referring.refer(given.item(dossier), by=office.clerk, to=centre.agency, reason="Nhầm")
    right = given.office("BHXH cơ sở Thủ Đức")
    intake.check_document(
        dossier.documents.get(), by=office.clerk, verdict="accepted", originals_kept=1
    )
    with pytest.raises(DossierError, match="bản chính"):
        referring.refer(given.item(dossier), by=office.clerk, to=right.agency, reason="Nhầm")
    assert WorkItem.objects.open().count() == 1
