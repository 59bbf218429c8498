"""What is looked at before publication: each finding says what is wrong and where it is mended."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override
from wagtail.log_actions import log

from catalog import publishing
from catalog.models import (
    LegalBasis,
    Procedure,
    ProcedureVersion,
    Question,
    Section,
    Sector,
    StepRule,
)
from catalog.versions import next_version
from cms.models import Faq
from tests import situations as given
from tests.catalog.exchange.sheets import load, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return given.two_levels()


@pytest.fixture
def draft(office):
    """The next version of a procedure in force, ready to be approved."""
    version = given.procedure()
    fresh = next_version(version, by=office.clerk)
    fresh.effective_from = fresh.effective_from.replace(year=fresh.effective_from.year + 1)
    fresh.save()
    return fresh


def told(version, *, blocking: bool | None = None) -> str:
    version = ProcedureVersion.objects.get(pk=version.pk)
    return "\n".join(
        finding.text
        for finding in publishing.findings(version)
        if blocking is None or finding.blocks == blocking
    )


def test_a_whole_version_has_nothing_against_it(draft):
    assert publishing.findings(draft) == []


def test_every_finding_leads_to_where_it_is_mended(draft):
    draft.cases.all().delete()
    draft.legal_bases.all().delete()
    draft.decision_number = " "
    draft.save()
    found = publishing.findings(ProcedureVersion.objects.get(pk=draft.pk))
    assert len(found) == 3
    assert all(finding.blocks and finding.remedy for finding in found)
    assert all(str(draft.pk) in finding.url for finding in found)


def test_18_1b_nothing_is_published_without_telling_people_how_it_goes(draft, office):
    draft.steps_text = " "
    draft.save()
    assert "Chưa có trình tự thực hiện" in told(draft, blocking=True)
    with pytest.raises(ValidationError, match="Chưa có trình tự"):
        publishing.approve(draft, by=office.leader, warnings_read=True)
    Procedure.objects.update(guidance="<p>Chuẩn bị sổ, rồi nộp.</p>", guidance_en="<p>File.</p>")
    assert told(draft, blocking=True) == ""


def test_a_case_needs_a_form_when_people_file_online(draft):
    draft.cases.update(form=None)
    assert "chưa có tờ khai điện tử" in told(draft, blocking=True)
    draft.channels, draft.service_level = ["counter"], 2
    draft.save()
    assert "chưa có tờ khai điện tử" in told(draft, blocking=False)


def test_a_condition_on_a_missing_question_is_found(draft):
    section = Section.objects.get()
    Question.objects.create(
        section=section, key="them", kind="text", label="Thêm", order=9,
        condition={"question": "khong_co", "op": "eq", "value": "x"},
    )  # fmt: skip
    assert "Không có câu hỏi “khong_co”" in told(draft, blocking=True)


def test_a_paper_that_comes_in_by_no_channel_is_found(draft):
    draft.components.update(needs_scan=False, originals=0, copies=0)
    assert "không nộp được bằng cách nào" in told(draft)
    draft.components.update(originals=1)
    assert told(draft) == ""


def test_steps_may_not_take_more_than_the_term(draft):
    given.rule(draft, "appraise", "policy", share=70)
    given.rule(draft, "approve", "leadership", share=40)
    assert "110 phần trăm" in told(draft, blocking=True)


def test_a_step_of_another_routing_is_found(draft):
    given.rule(draft, "appraise_above", "policy", scope="parent")
    assert "không có bước «Thẩm định tại cơ quan cấp trên»" in told(draft, blocking=True)


def test_a_step_that_nobody_does_is_named_with_its_agencies(draft, office):
    office.leader.posts.update(valid_to=office.leader.posts.get().valid_from)
    lacking = told(draft, blocking=False)
    assert "«Phê duyệt, ký kết quả» chưa có ai làm ở: BHXH cơ sở Bình Thạnh" in lacking
    office.above.leader.posts.update(valid_to=office.above.leader.posts.get().valid_from)
    assert "chưa có ai làm ở" in told(draft, blocking=True)


def test_a_step_above_is_looked_for_above(draft, office):
    ProcedureVersion.objects.filter(pk=draft.pk).update(
        routing="inter_agency", competent_levels=["base"]
    )
    office.leader.posts.update(valid_to=office.leader.posts.get().valid_from)
    assert told(draft) == ""
    office.above.leader.posts.update(valid_to=office.above.leader.posts.get().valid_from)
    assert "BHXH cơ sở Bình Thạnh" in told(draft, blocking=True)


def test_a_procedure_without_an_english_name_is_told_and_shown_under_its_own(draft):
    with override("en"):
        assert draft.procedure.spoken_name == "Joining voluntary social insurance"
    Procedure.objects.update(name_en="")
    assert "chưa có tên tiếng Anh" in told(draft, blocking=False)
    assert told(draft, blocking=True) == ""
    with override("en"):
        assert Procedure.objects.get().spoken_name.startswith("Đăng ký")


def test_whatever_stands_in_vietnamese_alone_is_told_with_where_to_translate_it(draft):
    Procedure.objects.update(
        summary="Tóm tắt", guidance="<p>Hướng dẫn</p>", guidance_en="<p>Guide</p>"
    )
    draft.components.update(name_en="")
    draft.result_kinds.update(name_en="")
    faq = Faq.objects.create(question="Nộp ở đâu?", answer="<p>Ở Cổng.</p>", question_en="Where?")
    faq.procedures.set([draft.procedure])
    faq.save()
    draft.cases.update(name_en="")
    Question.objects.filter(key="ho_ten").update(label_en="")
    Sector.objects.update(name_en="")
    ProcedureVersion.objects.filter(pk=draft.pk).update(
        conditions="Đủ 15 tuổi", steps_text="Nộp.", steps_text_en=""
    )
    draft.cases.update(start_event="Từ ngày quyết toán")
    rule = given.rule(draft, "appraise", "collection")
    StepRule.objects.filter(pk=rule.pk).update(title="Quản lý thu xử lý")
    found = {
        one.text: one for one in publishing.findings(ProcedureVersion.objects.get(pk=draft.pk))
    }
    assert set(found) == {
        "Chưa có bản tiếng Anh của: tóm tắt.", "1 giấy tờ chưa có tên tiếng Anh.",
        "1 kết quả chưa có tên tiếng Anh.", "1 câu hỏi thường gặp chưa có bản tiếng Anh.",
        "1 trường hợp chưa có tên tiếng Anh.",
        "Tờ khai «Tờ khai thử»: 1 chỗ chưa có tiếng Anh.",
        "Chưa có tên tiếng Anh: lĩnh vực «Thu BHXH, BHYT».",
        "4 chỗ của phiên bản chưa có tiếng Anh.",
    }  # fmt: skip
    assert not any(one.blocks for one in found.values())
    assert found["1 giấy tờ chưa có tên tiếng Anh."].places == ("Giấy tờ chứng minh",)
    assert all(one.url for one in found.values())


def test_level_four_returns_results_online(draft):
    draft.service_level, draft.result_channels = 4, ["counter"]
    draft.save()
    assert "mức độ 4 phải trả được kết quả trực tuyến" in told(draft, blocking=True)


def test_what_blocks_keeps_a_version_out_of_force_and_warnings_are_read_first(draft, office):
    approver = office.leader
    draft.legal_bases.all().delete()
    with pytest.raises(ValidationError, match="căn cứ pháp lý"):
        publishing.approve(draft, by=approver)
    LegalBasis.objects.create(version=draft, number="Luật 41/2024/QH15")
    draft.cases.get().applicant_classes.through.objects.filter(case__version=draft).delete()
    with pytest.raises(ValidationError, match="đánh dấu đã xem"):
        publishing.approve(draft, by=approver)
    publishing.approve(draft, by=approver, warnings_read=True)
    assert not ProcedureVersion.objects.get(pk=draft.pk).is_draft


def test_the_checks_cost_the_same_however_many_agencies_there_are(
    draft, django_assert_max_num_queries
):
    with django_assert_max_num_queries(34) as alone:
        publishing.findings(draft)
    for number in range(5):
        given.office(f"BHXH cơ sở {number}")
    with django_assert_max_num_queries(len(alone)):
        publishing.findings(draft)


def _without(post_of):
    post_of.posts.update(valid_to=post_of.posts.get().valid_from)


def test_an_office_at_work_with_nobody_at_its_desk_keeps_the_version_out_of_force(draft, office):
    assert told(draft) == ""
    _without(office.clerk)
    blocking = told(draft, blocking=True)
    assert "«Kiểm tra, tiếp nhận hồ sơ» chưa có ai làm ở: BHXH cơ sở Bình Thạnh" in blocking


def test_an_office_that_has_nobody_yet_is_named_and_holds_up_no_other(draft, office):
    given.Agency.objects.create(
        code="000.00.31.G24", office_code="03199", name="BHXH cơ sở mới", level="base",
        parent=office.above.agency, accepts_dossiers=True,
    )  # fmt: skip
    assert told(draft, blocking=True) == ""
    found = [one for one in publishing.findings(draft) if "BHXH cơ sở mới" in one.text]
    assert len(found) >= 4
    assert all(one.places == ("BHXH cơ sở mới",) and not one.blocks for one in found)


def test_who_changed_the_form_in_the_editor_does_not_approve_the_version(draft, office):
    form = draft.cases.get().form
    log(form, "wagtail.edit", user=office.leader)
    assert office.leader.pk in draft.hands()
    with pytest.raises(ValidationError, match="khác người soạn"):
        publishing.approve(draft, by=office.leader)


def test_who_changed_a_part_or_a_form_by_a_sheet_does_not_approve_the_version(draft, office):
    form = draft.cases.get().form
    question = Question.objects.filter(section__form=form).first()
    whose = {"procedure": draft.procedure.code, "version": draft.number}
    papers = [[*whose, "code", "copies"], [*whose.values(), draft.components.first().code, 3]]
    asked = [
        ["form", "section", "key", "help_text"],
        [form.code, question.section.key, question.key, "Như trên giấy tờ."],
    ]
    for sheet, person in [({"components": papers}, office.clerk), ({"questions": asked}, office.leader)]:  # fmt: skip
        assert load(xlsx(**sheet), by=person).applied
    assert draft.hands() >= {office.clerk.pk, office.leader.pk}
    for person in (office.clerk, office.leader):
        with pytest.raises(ValidationError, match="khác người soạn"):
            publishing.approve(draft, by=person, warnings_read=True)


def test_what_was_done_to_a_form_before_the_last_approval_is_past(draft, office):
    log(draft.cases.get().form, "wagtail.edit", user=office.leader)
    ProcedureVersion.objects.filter(approved_at__isnull=False).update(approved_at=timezone.now())
    assert office.leader.pk not in draft.hands()
