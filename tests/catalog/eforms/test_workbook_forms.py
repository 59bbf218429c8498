"""Every form of the demo workbook: without faults, fillable, and true to its own JSON Schema."""

import json
from collections import Counter

import pytest
from jsonschema import Draft202012Validator

from catalog.demo.answers import sample_answers
from catalog.models import AdministrativeUnit

from . import workbook

pytestmark = pytest.mark.django_db
CODES = workbook.codes()


@pytest.fixture(autouse=True)
def _places():
    province = AdministrativeUnit.objects.create(
        code="79", name="Thành phố Hồ Chí Minh", kind="province"
    )
    AdministrativeUnit.objects.create(
        code="26740", name="Phường Sài Gòn", kind="commune", parent=province
    )


def with_files(spec, answers: dict) -> dict:
    return answers | {question.key: ["giay.pdf"] for question in spec.file_questions(answers)}


@pytest.mark.parametrize("code", CODES)
def test_the_form_has_no_fault(code):
    spec = workbook.form_spec(code)
    assert spec.faults() == []
    keys = Counter(row["key"] for row in workbook.rows("questions") if row["form"] == code)
    assert not [key for key, count in keys.items() if count > 1]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_person_can_fill_it_in(code, seed):
    spec = workbook.form_spec(code)
    answers = sample_answers(spec, seed=seed)
    assert spec.problems(with_files(spec, answers)) == {}
    assert spec.warnings(answers) == {}
    for _section, lines in spec.review(answers):
        for question, text in lines:
            assert text, question.key


@pytest.mark.parametrize("code", CODES)
def test_what_is_cleaned_cleans_to_the_same(code):
    spec = workbook.form_spec(code)
    answers = sample_answers(spec)
    for section in spec.visible_sections(answers):
        form = spec.section_form(section, spec.as_data(section, answers), answers=answers)
        assert form.is_valid(), form.errors
        again = json.loads(json.dumps(form.answers))
        assert {k: v for k, v in again.items() if v is not None} == {
            key: value for key, value in answers.items() if key in again and value is not None
        }


@pytest.mark.parametrize("code", CODES)
def test_the_schema_is_sound_and_takes_the_same_answers(code):
    spec = workbook.form_spec(code)
    schema = spec.json_schema()
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    answers = sample_answers(spec)
    assert [error.message for error in validator.iter_errors(answers)] == []
    assert list(validator.iter_errors({}))


@pytest.mark.parametrize("code", CODES)
def test_an_empty_form_says_what_is_missing_and_renders(code):
    spec = workbook.form_spec(code)
    assert spec.problems({})
    for section in spec.sections:
        assert str(spec.blank_form(section))


def test_every_form_belongs_to_a_procedure():
    assert {row["form"] for row in workbook.rows("case_forms")} == set(CODES)
