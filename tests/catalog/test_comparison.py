"""Two versions beside each other: every field, in words, old beside new."""

import pytest

from catalog.comparison import compare, differences
from catalog.models import ApplicantClass, Component, Form, ProcedureVersion, Question, Section
from catalog.versions import next_version
from tests import situations as given

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    old = given.procedure()
    return old, next_version(old)


def changed(old, new) -> dict:
    new = ProcedureVersion.objects.get(pk=new.pk)
    return {line.field: (line.old, line.new) for line in differences(old, new)}


def test_a_copy_differs_in_nothing_and_still_shows_every_field(pair):
    old, new = pair
    assert differences(old, new) == []
    shown = {line.field for part in compare(old, new) for line in part.lines}
    assert {"thời hạn", "số bản chính", "luồng xử lý", "đối tượng thực hiện"} <= shown


def test_changes_are_told_in_words_that_people_read(pair):
    old, new = pair
    new.channels, new.routing = ["counter"], "inter_agency"
    new.competent_levels = ["base"]
    new.save()
    found = changed(old, new)
    assert found["cách thức nộp"] == ("Trực tiếp, Trực tuyến, Bưu chính công ích", "Trực tiếp")
    assert found["luồng xử lý"] == ("Một phòng giải quyết", "Liên thông với cơ quan cấp trên")
    assert found["cấp giải quyết"][1] == "Cấp cơ sở (huyện, liên huyện)"


def test_papers_added_and_dropped_and_who_may_file_are_changes(pair):
    old, new = pair
    new.components.get().delete()
    Component.objects.create(version=new, code="moi", name="Sổ hộ khẩu")
    case = new.cases.get()
    case.applicant_classes.add(ApplicantClass.objects.create(code="dn", name="Doanh nghiệp"))
    case.save()
    new = ProcedureVersion.objects.get(pk=new.pk)
    lines = differences(old, new)
    assert {line.state for line in lines if line.field == "tên giấy tờ"} == {"added", "removed"}
    assert [line.new for line in lines if line.field == "đối tượng thực hiện"] == [
        "Cá nhân, Doanh nghiệp"
    ]


def test_another_form_is_compared_question_by_question(pair):
    old, new = pair
    other = Form.objects.create(code="TK-MOI", name="Tờ khai mới")
    section = Section.objects.create(form=other, key="thong_tin", title="Thông tin chung")
    same = old.cases.get().form.sections.get().questions.get(key="ho_ten")
    Question.objects.create(
        section=section, key="ho_ten", kind="text", label="Họ và tên", label_en=same.label_en
    )
    Question.objects.create(
        section=section, key="nhan", kind="choice", label="Nhận qua", choices=[["tk", "Tài khoản"]]
    )
    new.cases.update(form=other)
    found = {(line.what, line.field, line.state) for line in differences(old, new)}
    assert ("Nhận qua", "lựa chọn", "added") in found
    assert ("Ngày sinh", "câu hỏi", "removed") in found
    assert not [each for each in found if each[0] == "Họ và tên"]


def test_without_a_former_version_everything_is_new(pair):
    _old, new = pair
    assert {line.state for part in compare(None, new) for line in part.lines} == {"added"}


def test_the_comparison_costs_the_same_for_any_number_of_rows(pair, django_assert_max_num_queries):
    old, new = pair
    for number in range(10):
        Component.objects.create(version=new, code=f"g{number}", name="Giấy", case=new.cases.get())
        given.rule(new, "appraise", "policy", turn=number)
    with django_assert_max_num_queries(24):
        compare(old, new)


def test_a_text_saved_in_a_browser_is_no_change_for_its_line_ends(pair):
    old, new = pair
    old.steps_text, new.steps_text = "1. Nộp.\n2. Nhận.", "1. Nộp.\r\n2. Nhận."
    new.save()
    assert changed(old, new) == {}
