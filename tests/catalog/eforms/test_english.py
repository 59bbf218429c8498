"""A form in English: shown where it stands, kept with its form, never a change of law."""

import pytest

from catalog.eforms import FormSpec
from catalog.eforms.copying import next_form
from catalog.eforms.editing import map_of
from catalog.eforms.english import lacking
from catalog.models import Form, Question, Section

from .forms import question, spec
from .workbook import codes, store


@pytest.fixture
def form(db):
    form = Form.objects.create(code="thu", name="Tờ khai thử", name_en="Trial form")
    section = Section.objects.create(form=form, key="nguoi", title="Người khai", title_en="Person")
    Question.objects.create(
        section=section,
        key="gioi_tinh",
        kind="choice",
        label="Giới tính",
        label_en="Sex",
        choices=[["nam", "Nam"], ["nu", "Nữ"]],
        choices_en=[["nam", "Male"]],
        order=1,
    )
    Question.objects.create(
        section=section,
        key="ma",
        kind="text",
        label="Mã đơn vị",
        rules={"pattern": "[A-Z]+", "message": "Nhập chữ hoa", "message_en": "Use capitals"},
        order=2,
    )
    return form


def test_readers_of_english_get_what_is_translated_and_vietnamese_for_the_rest(form):
    shown = FormSpec(form, language="en")
    page = shown.section_form(shown.sections[0], {"gioi_tinh": "", "ma": "abc"}, answers={})
    assert shown.sections[0].title == "Person"
    assert [field.label for field in page.fields.values()] == ["Sex", "Mã đơn vị"]
    assert page.fields["gioi_tinh"].choices == [("nam", "Male"), ("nu", "Nữ")]
    assert page.errors["ma"] == ["Use capitals"]
    told = shown.review({"gioi_tinh": "nam"})[0][1]
    assert next((q.label, text) for q, text in told) == ("Sex", "Male")


def test_what_is_stored_and_printed_by_law_stays_vietnamese(form):
    (section,) = FormSpec(form).sections
    assert section.title == "Người khai"
    assert FormSpec(form).question("gioi_tinh").label == "Giới tính"


def test_translating_is_no_change_of_law_and_goes_with_the_next_form(form):
    question = Question.objects.get(key="ma")
    before = map_of(question)
    question.label_en, question.rules = "Code", question.rules | {"message_en": "In capitals"}
    assert map_of(question) == before
    assert lacking(form) == ("Giới tính", "Mã đơn vị")
    copy = next_form(form)
    assert (copy.name_en, copy.sections.get().title_en) == ("Trial form", "Person")
    assert lacking(copy) == lacking(form)


def test_an_english_choice_of_a_value_that_is_not_there_is_a_fault():
    asked = question("mau", "choice", choices=[["do", "Đỏ"]], choices_en=[["doo", "Red"]])
    assert spec(asked).faults() == ["Mau: Lựa chọn tiếng Anh có giá trị lạ: doo."]


@pytest.mark.django_db
def test_every_form_of_the_demo_stands_in_english():
    for code in codes():
        store(code)
    assert {form.code: lacking(form) for form in Form.objects.all() if lacking(form)} == {}
