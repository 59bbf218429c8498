"""Forms that work out money and lengths of time, always by the server, never by running text as code."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from catalog.eforms import calculation
from tests.catalog.eforms.forms import answered, question, spec

ROWS = [{"tien": 1000, "thang": 2}, {"tien": 500, "thang": 3}, {}]


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("so_tien * 22 / 100", 1100),
        ("-(so_tien - 1) + 2", -4997),
        ("tong(bang.tien)", 1500),
        ("dem(bang)", 2),
        ("so_ngay(tu, den)", 31),
        ("so_thang(ky)", 3),
        ("so_nam(sinh, tu)", 29),
        ("lon_nhat(so_tien, 6000) - nho_nhat(1, 2)", 5999),
        ("so_tien / 0", None),
        ("so_tien * chua_tra_loi", None),
        ("so_thang(den, tu)", None),
        ("so_tien * co", None),
    ],
)
def test_a_formula_gives_a_number_or_nothing(formula, result):
    answers = {
        "so_tien": 5000,
        "bang": ROWS,
        "tu": "2026-01-01",
        "den": "2026-01-31",
        "ky": {"from": "2026-01", "to": "2026-03"},
        "sinh": "1996-06-15",
        "co": True,
    }
    assert calculation.value(formula, answers) == result


def test_money_is_rounded_half_up():
    assert calculation.value("x / 2", {"x": 5}) == 3
    assert calculation.value("x / 8", {"x": 1}, decimals=2) == 0.13


@given(some.dates(datetime.date(1950, 1, 1), datetime.date(2100, 1, 1)), some.integers(0, 20000))
def test_days_of_a_period_count_both_ends(first, length):
    last = first + datetime.timedelta(days=length)
    answers = {"ky": {"from": first.isoformat(), "to": last.isoformat()}}
    assert calculation.value("so_ngay(ky)", answers) == length + 1


@given(some.text(max_size=60))
def test_no_text_does_harm(text):
    calculation.value(text, {"x": 1})
    calculation.faults(text, {})


@pytest.mark.parametrize(
    "formula",
    [
        "__import__('os')",
        "x.__class__",
        "x ** 99",
        "[1][0]",
        "x if x else 1",
        "f(x)",
        "'a' * 9",
        "",
    ],
)
def test_only_arithmetic_is_a_formula(formula):
    assert calculation.faults(formula, {"x": ()})
    assert calculation.value(formula, {"x": 3}) is None


FORMULA = {"formula": "so_thang * muc_dong * 22 / 100", "unit": "đồng"}


def contribution(*more):
    return spec(
        question("so_thang", "number"),
        question("muc_dong", "money"),
        question("tien_dong", "calculation", rules=FORMULA),
        *more,
    )


def test_what_is_calculated_follows_the_answers_and_cannot_be_forged():
    form_spec = contribution()
    assert form_spec.faults() == []
    sent = {"so_thang": 3, "muc_dong": 1500000, "tien_dong": 1}
    assert form_spec.visible_answers(sent)["tien_dong"] == 990000
    assert form_spec.problems(sent) == {}
    shown = {asked.key: text for _s, lines in form_spec.review(sent) for asked, text in lines}
    assert shown["tien_dong"] == "990.000 đồng"
    schema = form_spec.json_schema()
    assert "tien_dong" not in schema["required"]
    assert schema["properties"]["tien_dong"]["readOnly"]


def test_a_section_shows_the_result_once_it_is_known():
    form_spec = contribution()
    form = answered(form_spec, {"so_thang": "3", "muc_dong": "1.500.000"})
    assert form.answers["tien_dong"] == 990000
    section = form_spec.sections[0]
    assert "990.000 đồng" in str(form_spec.section_form(section, answers=form.answers))
    assert "Tự tính khi lưu" in str(form_spec.section_form(section))


def test_a_column_is_calculated_in_each_row_and_added_up():
    table = question(
        "bang", "table",
        columns=[
            question("tu", "date"), question("den", "date"), question("luong", "money"),
            question("tien", "calculation", rules={"formula": "so_thang(tu, den) * luong"}),
        ],
    )  # fmt: skip
    form_spec = spec(table, question("tong", "calculation", rules={"formula": "tong(bang.tien)"}))
    assert form_spec.faults() == []
    row = {"tu": "2026-01-05", "den": "2026-02-03", "luong": 100, "tien": 7}
    found = form_spec.visible_answers({"bang": [row, row]})
    assert [each["tien"] for each in found["bang"]] == [200, 200]
    assert found["tong"] == 400
    form = answered(form_spec, form_spec.as_data(form_spec.sections[0], found))
    assert form.is_valid()
    assert form.answers["tong"] == 400


def test_a_formula_on_a_missing_question_is_a_fault():
    wrong = spec(question("a", "calculation", rules={"formula": "khong_co * 2"}))
    assert "khong_co" in wrong.faults()[0]
