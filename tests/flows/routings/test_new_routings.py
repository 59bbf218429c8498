"""Opinions asked at once, results at the counter: each step lands where its rule says."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import User
from catalog import routings
from catalog.models import Department
from flows.errors import DossierError, NotPermitted
from flows.models import Consultation, State, WorkItem
from flows.picture import flow_map
from flows.services import (
    consulting,
    deciding,
    handling,
    intake,
    returning,
    settling,
    supplements,
    watching,
    withdrawing,
)
from tests import situations as given

pytestmark = pytest.mark.django_db


def asked(version=None, office=None):
    """A dossier on which two units are asked for their opinion."""
    office = office or given.office()
    dossier = given.received(version or given.procedure(routing="consultation"), office)
    handling.forward(given.item(dossier), by=office.officer, note="Đề nghị cho ý kiến")
    dossier.refresh_from_db()
    return dossier, office


def of(dossier, department) -> WorkItem:
    return dossier.work_items.open().get(department=department)


def test_all_units_are_asked_at_once_and_the_asking_department_concludes():
    dossier, office = asked()
    books, collection = office.departments["books"], office.departments["collection"]
    assert {item.department for item in dossier.work_items.open()} == {books, collection}
    assert dossier.current_department == office.departments["policy"]
    assert [stop.state for stop in flow_map(dossier)] == [
        "done", "done", "current", "current", "coming", "coming", "coming",
    ]  # fmt: skip

    consulting.give_opinion(of(dossier, collection), by=office.collector, opinion="agree")
    assert [stop.state for stop in flow_map(dossier)][2:4] == ["current", "done"]
    with pytest.raises(DossierError, match="nội dung"):
        consulting.give_opinion(of(dossier, books), by=office.books, opinion="disagree")
    consulting.give_opinion(
        of(dossier, books), by=office.books, opinion="remarks", content="Thiếu tờ rời năm 2009"
    )
    item = given.item(dossier)
    assert (item.step, item.department) == ("conclude", office.departments["policy"])
    handling.propose(item, by=office.officer, outcome="positive", content="Cấp sổ")
    deciding.approve(given.item(dossier), by=office.leader)
    dossier.refresh_from_db()
    assert dossier.state == State.RESULT_READY
    assert [one.opinion for one in consulting.asked_units(dossier)] == ["remarks", "agree"]


def test_silence_is_agreement_or_is_escalated_as_the_rule_says():
    dossier, office = asked()
    head = given.staff("Trưởng Phòng Thu", "head", office.departments["collection"])
    User.objects.filter(pk=head.pk).update(email="truongphong@example.vn")
    dossier.work_items.open().update(due_at=timezone.now() - datetime.timedelta(hours=1))
    done = watching.sweep()
    assert (done.lapsed, done.escalated) == (1, 1)
    silent = Consultation.objects.get(item__department=office.departments["books"])
    assert silent.is_lapsed
    assert silent.opinion == "agree"
    assert silent.answered_by is None
    waiting = given.item(dossier)
    assert waiting.department == office.departments["collection"]
    assert dossier.journal.filter(act="opinion_lapsed").exists()
    consulting.give_opinion(waiting, by=office.collector, opinion="agree")
    assert given.item(dossier).step == "conclude"


def test_an_opinion_is_of_the_unit_that_was_asked_and_given_once():
    dossier, office = asked()
    item = of(dossier, office.departments["books"])
    with pytest.raises(NotPermitted):
        consulting.give_opinion(item, by=office.collector, opinion="agree")
    consulting.give_opinion(item, by=office.books, opinion="agree")
    with pytest.raises(DossierError):
        consulting.give_opinion(item, by=office.books, opinion="agree")


def test_asked_again_everybody_answers_again():
    dossier, office = asked()
    for department, person in (("books", office.books), ("collection", office.collector)):
        consulting.give_opinion(
            of(dossier, office.departments[department]), by=person, opinion="agree"
        )
    handling.send_back_to_previous(given.item(dossier), by=office.officer, reason="Cần hỏi lại")
    handling.forward(given.item(dossier), by=office.officer)
    assert dossier.work_items.open().count() == 2
    assert [stop.state for stop in flow_map(dossier)][1:5] == [
        "done", "current", "current", "coming",
    ]  # fmt: skip


def test_a_supplement_asked_while_concluding_goes_on_there():
    person = given.citizen()
    office = given.office()
    dossier = given.received(given.procedure(routing="consultation"), office, person)
    handling.forward(given.item(dossier), by=office.officer)
    for department, by in (("books", office.books), ("collection", office.collector)):
        consulting.give_opinion(of(dossier, office.departments[department]), by=by, opinion="agree")
    request = supplements.ask_supplement(
        given.item(dossier), by=office.officer, reason="Thiếu",
        items=[{"question_key": "noi_dung", "note": "Ghi rõ"}],
    )  # fmt: skip
    supplements.answer(
        request, by=person, answers={"noi_dung": "Đã ghi"}, files={}, evidence=given.EVIDENCE
    )
    assert given.item(dossier).step == "conclude"


def test_a_withdrawn_dossier_asks_nobody_any_more():
    office, person = given.office(), given.citizen()
    dossier = given.received(given.procedure(routing="consultation"), office, person)
    handling.forward(given.item(dossier), by=office.officer)
    consulting.give_opinion(
        of(dossier, office.departments["books"]), by=office.books, opinion="agree"
    )
    withdrawing.ask(dossier, by=person, reason="Không cần nữa")
    withdrawing.confirm(dossier, by=office.clerk)
    assert not dossier.work_items.open().exists()
    assert dossier.processes.get().finished


@pytest.mark.parametrize("silent", [1, 2])
def test_a_department_with_two_of_the_functions_is_asked_once(silent):
    """And must answer, where one of the two rules takes no silence for agreement."""
    office, version = given.office(), given.procedure(routing="consultation")
    for turn, function in enumerate(("books", "collection"), start=1):
        rule = given.rule(version, "consult", function, turn=turn)
        rule.silence = "agreed" if turn == silent else "escalate"
        rule.save()
    books, collection = office.departments["books"], office.departments["collection"]
    Department.objects.filter(pk=collection.pk).update(functions=[])
    Department.objects.filter(pk=books.pk).update(functions=["books", "collection"])
    dossier, _office = asked(version, office)
    item = of(dossier, books)
    assert item.consultation.silence == "escalate"
    assert [stop.state for stop in flow_map(dossier)] == [
        "done", "done", "current", "coming", "coming", "coming",
    ]  # fmt: skip
    consulting.give_opinion(item, by=office.books, opinion="agree")
    assert given.item(dossier).step == "conclude"
    assert consulting.asked_units(dossier).count() == 1


def test_conclusion_and_return_follow_the_versions_own_department():
    office = given.office()
    version = given.procedure(routing="consultation")
    given.rule(version, "appraise", "books")
    given.rule(version, "consult", "health", turn=1)
    dossier = given.received(version, office)
    handling.forward(given.item(dossier), by=office.books)
    expert = given.staff("Giám Định", "case_officer", office.departments["health"])
    consulting.give_opinion(given.item(dossier), by=expert, opinion="agree")
    assert given.item(dossier).department == office.departments["books"]
    assert {rule.function for rule in routings.rules_of(version) if rule.step == "conclude"} == {
        "books"
    }


def test_solved_at_the_counter_in_one_sitting():
    office = given.office()
    version = given.procedure(routing="immediate", limit=0, unit="same_day")
    dossier = given.received(version, office)
    item = given.item(dossier)
    assert (item.step, item.owner) == ("settle", office.clerk)
    settling.propose_at_counter(item, by=office.clerk, outcome="positive", content="Xác nhận")
    deciding.send_back(given.item(dossier), by=office.leader, reason="Sửa câu chữ")
    item = given.item(dossier)
    assert (item.step, item.owner) == ("settle", office.clerk)
    settling.propose_at_counter(
        item, by=office.clerk, outcome="positive", content="Xác nhận quá trình"
    )
    deciding.approve(given.item(dossier), by=office.leader)
    returning.hand_over(
        given.item(dossier), by=office.desk, recipient_name="An", recipient_identifier="079"
    )
    dossier.refresh_from_db()
    assert dossier.state == State.RETURNED
    assert [stop.state for stop in flow_map(dossier)] == ["done"] * 4


def test_the_desk_issues_where_the_procedure_leaves_it_to_the_desk():
    office = given.office()
    dossier = given.received(given.procedure(routing="counter_issue"), office)
    decision = settling.issue_at_counter(
        given.item(dossier), by=office.clerk, outcome="positive", content="Xác nhận"
    )
    dossier.refresh_from_db()
    assert dossier.state == State.RESULT_READY
    assert decision.document.issued_by == office.clerk
    assert decision.approved_by is None
    assert given.item(dossier).step == "give_back"


def test_a_paper_that_came_by_supplement_is_checked_before_a_result_is_proposed():
    office, person = given.office(), given.citizen()
    dossier = given.received(given.procedure(), office, person)
    paper = dossier.case.components().first()
    request = supplements.ask_supplement(
        given.item(dossier), by=office.officer, reason="Mờ", items=[{"component": paper}]
    )
    supplements.answer(
        request, by=person, answers={}, evidence=given.EVIDENCE,
        files={paper.pk: [(given.stored(b"%PDF-1.4 moi"), "ban-ro.pdf")]},
    )  # fmt: skip
    with pytest.raises(DossierError, match=r"chưa kiểm tra: ban-ro\.pdf"):
        handling.propose(given.item(dossier), by=office.officer, outcome="positive", content="Cấp")
    fresh = dossier.documents.get(name="ban-ro.pdf")
    old = dossier.documents.exclude(pk=fresh.pk).get()
    with pytest.raises(DossierError, match="giấy tờ bổ sung"):
        intake.check_document(old, by=office.officer, verdict="accepted")
    intake.check_document(fresh, by=office.officer, verdict="accepted")
    handling.propose(given.item(dossier), by=office.officer, outcome="positive", content="Cấp")
