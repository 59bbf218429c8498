"""A dossier's whole way through one department, by the acts that people do."""

import datetime

import pytest
from django.utils import timezone

from catalog.models import StepRule
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.models import Dossier, State
from flows.services import deciding, filing, handling, intake, returning, supplements, work
from tests import situations as given

pytestmark = pytest.mark.django_db


def test_citizen_files_and_the_dossier_waits_at_the_intake_desk_of_the_chosen_office(
    office, version
):
    dossier = given.filed(version, office)
    item = given.item(dossier)
    assert dossier.state == State.SUBMITTED
    assert dossier.code.startswith(f"{office.agency.code}-")
    assert (item.step, item.agency, item.department) == (
        "intake", office.agency, office.departments["intake"],
    )  # fmt: skip
    assert dossier.current_submission.evidence["method"] == "otp"
    assert item.due_at == dossier.answer_due_at


def test_14_1a_filed_online_on_friday_at_four_it_is_to_be_answered_by_monday_at_four(time_machine):
    time_machine.move_to("2026-11-20 16:00+07:00", tick=False)
    office, version = given.office(), given.procedure()
    monday = timezone.make_aware(datetime.datetime(2026, 11, 23, 16))
    assert given.filed(version, office).answer_due_at == monday


def test_15_4b_what_the_counter_takes_in_goes_the_same_way_as_what_is_filed_online(office, version):
    ways = []
    for dossier in (given.received(version, office), given.on_paper(version, office)):
        for act in (
            lambda item: handling.propose(
                item, by=office.officer, outcome="positive", content="Cấp sổ BHXH."
            ),
            lambda item: deciding.approve(item, by=office.leader),
            lambda item: returning.hand_over(
                item, by=office.desk, recipient_name="An", recipient_identifier="079190001234"
            ),
        ):
            act(given.item(dossier))
        dossier.refresh_from_db()
        steps = dossier.work_items.order_by("pk").values_list(
            "step", "department", "role", "status"
        )
        acts = dossier.journal.exclude(act__in=["file", "register"]).values_list("act", flat=True)
        ways.append((dossier.state, list(steps), list(acts.order_by("seq"))))
    assert ways[0] == ways[1]


def test_filing_twice_gives_the_same_dossier(office, version):
    person = given.citizen()
    given.loaded_slips()
    draft = given.draft(version, office, person)
    seal = filing.digest_of(draft)
    first = filing.file_draft(draft, by=person, evidence=given.EVIDENCE, digest=seal)
    again = filing.file_draft(draft, by=person, evidence=given.EVIDENCE, digest=seal)
    assert first == again
    assert Dossier.objects.count() == 1


def test_17a_a_draft_changed_after_it_was_shown_is_not_filed(office, version):
    person = given.citizen()
    draft = given.draft(version, office, person)
    seal = filing.digest_of(draft)
    draft.answers["noi_dung"] = "Đã sửa"
    draft.save()
    with pytest.raises(DossierError, match="thay đổi"):
        filing.file_draft(draft, by=person, evidence=given.EVIDENCE, digest=seal)


def test_17c_an_online_draft_without_evidence_stays_a_draft(office, version):
    person = given.citizen()
    draft = given.draft(version, office, person)
    with pytest.raises(DossierError, match="OTP"):
        filing.file_draft(draft, by=person, evidence={}, digest=filing.digest_of(draft))
    assert not Dossier.objects.exists()


def test_clerk_accepts_and_the_due_date_number_and_slip_are_fixed(office, version):
    dossier = given.received(version, office)
    assert dossier.state == State.RECEIVED
    assert dossier.office_number.endswith(office.agency.office_code)
    assert dossier.due_at > dossier.received_at
    assert dossier.issued.filter(kind="01").count() == 1
    assert given.item(dossier).department == office.departments["policy"]


def test_unchecked_papers_block_acceptance_and_are_named(office, version):
    dossier = given.filed(version, office)
    with pytest.raises(DossierError, match=r"giay-to-0\.pdf"):
        intake.receive(given.item(dossier), by=office.clerk)
    dossier.refresh_from_db()
    assert dossier.state == State.SUBMITTED


def test_officer_who_takes_the_dossier_over_makes_it_processing(office, version):
    dossier = given.received(version, office)
    work.claim(given.item(dossier), by=office.officer)
    dossier.refresh_from_db()
    assert dossier.state == State.PROCESSING


def test_a_dossier_travels_the_whole_way_to_the_returned_result(office, version):
    dossier = given.finished(version, office)
    acts = list(dossier.journal.values_list("act", flat=True))
    assert acts == [
        "file", "check_document", "receive", "begin", "propose", "approve", "return",
    ]  # fmt: skip
    assert dossier.state == State.RETURNED
    assert dossier.outcome_positive is True
    assert dossier.processes.get().finished
    assert not dossier.work_items.open().exists()
    assert not dossier.clock.filter(closed_at=None).exists()


def test_4_eyes_the_proposer_may_not_approve_even_with_the_leaders_post(office, version):
    given.Post.objects.create(
        user=office.officer, role=given.role("leader"), department=office.departments["leadership"]
    )
    dossier = given.proposed(version, office)
    with pytest.raises(NotPermitted, match="tự phê duyệt"):
        deciding.approve(given.item(dossier), by=office.officer)
    dossier.refresh_from_db()
    assert dossier.state == State.PROCESSING


def test_leader_sends_back_and_the_officer_proposes_anew(office, version):
    dossier = given.proposed(version, office)
    deciding.send_back(given.item(dossier), by=office.leader, reason="Thiếu căn cứ")
    assert given.item(dossier).step == "appraise"
    handling.propose(given.item(dossier), by=office.officer, outcome="positive", content="Cấp sổ")
    deciding.approve(given.item(dossier), by=office.leader)
    dossier.refresh_from_db()
    assert dossier.state == State.RESULT_READY
    assert dossier.decisions.count() == 2


def test_7_1c_a_negative_result_without_reasons_is_refused(office, version):
    dossier = given.received(version, office)
    with pytest.raises(DossierError, match="lý do"):
        handling.propose(
            given.item(dossier), by=office.officer, outcome="negative", content="Không cấp"
        )


def test_clerk_refuses_with_a_reason_and_the_flow_ends(office, version):
    dossier = given.filed(version, office)
    with pytest.raises(DossierError, match="lý do"):
        intake.refuse(given.item(dossier), by=office.clerk, reason=" ")
    intake.refuse(given.item(dossier), by=office.clerk, reason="Không thuộc thẩm quyền")
    dossier.refresh_from_db()
    assert dossier.state == State.REFUSED
    assert dossier.issued.filter(kind="03").exists()
    assert dossier.processes.get().finished


def _paper(dossier, note="Bản chụp mờ"):
    return [{"component": dossier.case.components().first(), "note": note}]


def test_completion_before_intake_comes_back_to_the_desk_and_is_not_the_one_supplement(
    office, version
):
    person = given.citizen()
    dossier = given.filed(version, office, person)
    request = intake.ask_completion(
        given.item(dossier), by=office.clerk, reason="Thiếu trang", items=_paper(dossier)
    )
    dossier.refresh_from_db()
    assert dossier.state == State.INTAKE_SUPPLEMENT
    assert not dossier.work_items.open().exists()
    _answer(request, person)
    dossier.refresh_from_db()
    assert dossier.state == State.SUBMITTED
    assert given.item(dossier).step == "intake"
    given.papers_checked(dossier, office)
    intake.receive(given.item(dossier), by=office.clerk)
    supplements.ask_supplement(
        given.item(dossier), by=office.officer, reason="Cần bản chính", items=_paper(dossier)
    )


def _answer(request, person):
    paper = request.items.get().component_id
    return supplements.answer(
        request, by=person, answers={}, evidence=given.EVIDENCE,
        files={paper: [(given.stored(b"%PDF-1.4 moi"), "ban-moi.pdf")]},
    )  # fmt: skip


def test_a_supplement_stops_the_clock_is_answered_and_goes_on(office, version):
    person = given.citizen()
    dossier = given.received(version, office, person)
    request = supplements.ask_supplement(
        given.item(dossier), by=office.officer, reason="Cần bản rõ", items=_paper(dossier)
    )
    dossier.refresh_from_db()
    assert dossier.state == State.SUPPLEMENT_REQUESTED
    assert dossier.clock.get(closed_at=None).kind == "pause"
    _answer(request, person)
    dossier.refresh_from_db()
    assert dossier.state == State.PROCESSING
    assert dossier.clock.get(closed_at=None).kind == "run"
    assert dossier.documents.filter(superseded_by=None).get().name == "ban-moi.pdf"
    assert dossier.submissions.count() == 2


def test_4_4b_a_second_supplement_while_processing_is_refused_with_the_law(office, version):
    person = given.citizen()
    dossier = given.received(version, office, person)
    _answer(
        supplements.ask_supplement(
            given.item(dossier), by=office.officer, reason="Cần bản rõ", items=_paper(dossier)
        ),
        person,
    )
    with pytest.raises(DossierError, match="một lần"):
        supplements.ask_supplement(
            given.item(dossier), by=office.officer, reason="Nữa", items=_paper(dossier)
        )


def test_11_3a2_an_answer_to_something_not_asked_is_refused(office, version):
    person = given.citizen()
    dossier = given.received(version, office, person)
    request = supplements.ask_supplement(
        given.item(dossier), by=office.officer, reason="Cần bản rõ", items=_paper(dossier)
    )
    with pytest.raises(DossierError, match="đã yêu cầu"):
        supplements.answer(
            request, by=person, answers={"ho_ten": "Người khác"}, files={}, evidence=given.EVIDENCE
        )


def test_4_4a_a_paper_beyond_the_list_cannot_be_asked_for(office, version):
    other = given.procedure("1.001939").components.get()
    dossier = given.received(version, office)
    with pytest.raises(DossierError, match="thành phần hồ sơ"):
        supplements.ask_supplement(
            given.item(dossier), by=office.officer, reason="Thêm", items=[{"component": other}]
        )


def test_no_answer_in_time_stops_the_dossier(office, version):
    dossier = given.received(version, office)
    request = supplements.ask_supplement(
        given.item(dossier), by=office.officer, reason="Cần bản rõ", items=_paper(dossier)
    )
    supplements.stop(request, by=None)
    dossier.refresh_from_db()
    assert dossier.state == State.STOPPED
    assert dossier.processes.get().finished
    assert dossier.issued.filter(kind="05").exists()


def test_somebody_elses_item_is_not_taken_and_its_holder_is_named(office, version):
    dossier = given.received(version, office)
    other = given.staff("Cao Đồng Nghiệp", "case_officer", office.departments["policy"])
    work.claim(given.item(dossier), by=office.officer)
    with pytest.raises(AlreadyDone, match="Trần Văn Thụ Lý"):
        work.claim(given.item(dossier), by=other)
    work.release(given.item(dossier), by=office.officer)
    assert work.claim(given.item(dossier), by=other).owner == other


def test_an_act_twice_has_one_effect_and_a_clear_message(office, version):
    dossier = given.proposed(version, office)
    item = given.item(dossier)
    deciding.approve(item, by=office.leader)
    with pytest.raises(AlreadyDone, match="đã xong"):
        deciding.approve(item, by=office.leader)
    assert dossier.issued.filter(kind="result").count() == 1


def test_an_officer_of_another_office_can_do_nothing(office, version):
    dossier = given.received(version, office)
    stranger = given.office("BHXH cơ sở khác").officer
    with pytest.raises(NotPermitted):
        work.claim(given.item(dossier), by=stranger)
    assert not Dossier.objects.visible_to(stranger).exists()


def test_d11_a_delegate_acts_and_the_journal_names_both(office, version):
    import datetime

    from django.utils import timezone

    from catalog.models import Delegation

    deputy = given.staff("Hồ Phó Giám Đốc", "case_officer", office.departments["policy"])
    today = timezone.localdate()
    Delegation.objects.create(
        post=office.leader.posts.get(), delegate=deputy, number="12/UQ-BHXH",
        valid_from=today, valid_to=today + datetime.timedelta(days=3),
    )  # fmt: skip
    dossier = given.proposed(version, office)
    deciding.approve(given.item(dossier), by=deputy)
    entry = dossier.journal.get(act="approve")
    assert entry.actor == deputy
    assert entry.on_behalf_of == "Nguyễn Văn Giám Đốc, theo số 12/UQ-BHXH"


def test_online_result_is_returned_by_the_applicants_own_download_once(office, version):
    person = given.citizen()
    dossier = given.decided(version, office, person)
    returning.collect_online(dossier, by=person)
    dossier.refresh_from_db()
    assert dossier.state == State.RETURNED
    assert returning.collect_online(dossier, by=person) is None
    assert dossier.processes.get().finished


def test_14_3a2_post_that_comes_back_waits_at_the_desk_again(office, version):
    dossier = given.decided(version, office, result_channel="post", result_address="12 Lê Lợi")
    returning.send_by_post(given.item(dossier), by=office.desk, tracking_number="RR123")
    returning.confirm_post(dossier, by=office.desk, delivered=False)
    dossier.refresh_from_db()
    assert dossier.state == State.RESULT_READY
    assert given.item(dossier).step == "give_back"
    returning.hand_over(
        given.item(dossier), by=office.desk, recipient_name="An", recipient_identifier="079"
    )
    dossier.refresh_from_db()
    assert dossier.state == State.RETURNED


def test_14_3a3_a_result_without_recipient_is_not_handed_over(office, version):
    dossier = given.decided(version, office)
    with pytest.raises(DossierError, match="người nhận"):
        returning.hand_over(
            given.item(dossier), by=office.desk, recipient_name="", recipient_identifier=""
        )


def test_an_office_without_the_department_is_named_and_nothing_changes(office, version):
    dossier = given.filed(version, office)
    given.papers_checked(dossier, office)
    office.departments["policy"].is_active = False
    office.departments["policy"].save()
    with pytest.raises(DossierError, match="chưa có phòng ban"):
        intake.receive(given.item(dossier), by=office.clerk)
    dossier.refresh_from_db()
    assert dossier.state == State.SUBMITTED
    assert not StepRule.objects.exists()
