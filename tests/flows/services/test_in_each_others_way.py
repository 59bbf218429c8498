"""Bad input, and people in each other's way: one lawful outcome, and a message that says it."""

import pytest

from flows.errors import AlreadyDone, DossierError
from flows.models import State
from flows.services import handling, intake, supplements, watching
from tests import situations as given

pytestmark = pytest.mark.django_db

LAST_MOMENT, MIDNIGHT = "2026-03-22T16:59:59Z", "2026-03-22T17:00:01Z"


def asked(office, person, **named):
    """A supplement asked for on 2 March 2026, to be answered by the end of 22 March."""
    dossier = given.received(given.procedure(), office, person)
    item = named or {"component": dossier.version.components.get()}
    return supplements.ask_supplement(
        given.item(dossier), by=office.officer, reason="Cần bản rõ", items=[item]
    )


def answer(request, person):
    paper = request.items.get().component_id
    return supplements.answer(
        request, by=person, answers={}, files={paper: [(given.stored(b"%PDF-1.4 ro"), "ro.pdf")]},
        evidence=given.EVIDENCE,
    )  # fmt: skip


def test_a_supplement_at_the_last_moment_of_the_last_day_is_taken_and_the_sweep_stops_nothing(
    time_machine,
):
    time_machine.move_to("2026-03-02T02:00:00Z", tick=False)
    office, person = given.office(), given.citizen()
    request = asked(office, person)
    time_machine.move_to(LAST_MOMENT, tick=False)
    assert watching.sweep().stopped == 0
    dossier = answer(request, person)
    time_machine.move_to(MIDNIGHT, tick=False)
    assert watching.sweep().stopped == 0
    dossier.refresh_from_db()
    assert dossier.state == State.PROCESSING
    assert answer(request, person).submissions.count() == 2  # a second click adds nothing


def test_after_midnight_the_dossier_is_stopped_and_an_answer_is_told_when_and_why_not(time_machine):
    time_machine.move_to("2026-03-02T02:00:00Z", tick=False)
    office, person = given.office(), given.citizen()
    request = asked(office, person)
    time_machine.move_to(MIDNIGHT, tick=False)
    assert watching.sweep().stopped == 1
    with pytest.raises(AlreadyDone, match="đã đóng lúc 00:00 23/03/2026"):
        answer(request, person)
    assert request.dossier.submissions.count() == 1


def test_what_came_by_supplement_after_the_page_was_opened_is_read_before_it_is_proposed():
    office, person = given.office(), given.citizen()
    request = asked(office, person, question_key="noi_dung")
    dossier = supplements.answer(
        request, by=person, answers={"noi_dung": "Đổi nội dung"}, files={},
        evidence=given.EVIDENCE,
    )  # fmt: skip
    typed = {"by": office.officer, "outcome": "positive", "content": "Cấp sổ."}
    with pytest.raises(AlreadyDone, match="vừa thay đổi hồ sơ"):
        handling.propose(given.item(dossier), seen=1, **typed)
    handling.propose(given.item(dossier), seen=2, **typed)


def test_a_paper_that_came_by_supplement_does_not_stay_unchecked_at_the_decision():
    office, person = given.office(), given.citizen()
    dossier = answer(asked(office, person), person)
    typed = {"by": office.officer, "outcome": "positive", "content": "Cấp sổ."}
    with pytest.raises(DossierError, match=r"chưa kiểm tra: ro\.pdf"):
        handling.propose(given.item(dossier), **typed)
    paper = dossier.documents.in_force().get(source="supplement")
    intake.check_document(paper, by=office.officer, verdict="accepted")
    handling.propose(given.item(dossier), **typed)


def test_a_step_that_no_department_could_do_refuses_the_act_before_and_names_what_is_missing():
    office = given.office()
    dossier = given.filed(given.procedure(), office)
    given.papers_checked(dossier, office)
    office.departments["policy"].is_active = False
    office.departments["policy"].save()
    with pytest.raises(DossierError, match="chưa có phòng ban làm việc «Chế độ BHXH»"):
        intake.receive(given.item(dossier), by=office.clerk)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.office_number) == (State.SUBMITTED, None)
