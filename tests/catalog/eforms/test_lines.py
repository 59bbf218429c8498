"""Choices, conditions and rules are written as lines and read back as they were."""

import json
import re

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as some

from catalog.eforms import lines

keys = some.from_regex(r"[a-z][a-z0-9_]{0,10}", fullmatch=True)
texts = some.text(min_size=1, max_size=12).filter(lambda text: text == text.strip() and text)
values = some.one_of(texts, some.integers(-999, 10**9), some.booleans())
tests = some.one_of(
    some.fixed_dictionaries(
        {"question": keys, "op": some.sampled_from(["eq", "ne", "gt", "lt"]), "value": values}
    ),
    some.fixed_dictionaries(
        {
            "question": keys,
            "op": some.sampled_from(["in", "not_in"]),
            "value": some.lists(values, min_size=1, max_size=3),
        }
    ),
    some.fixed_dictionaries({"question": keys, "op": some.sampled_from(["filled", "empty"])}),
)
conditions = some.one_of(
    tests,
    some.fixed_dictionaries({"all": some.lists(tests, min_size=2, max_size=3)}),
    some.fixed_dictionaries({"any": some.lists(tests, min_size=1, max_size=3)}),
)


@given(conditions)
def test_every_condition_survives_being_shown_and_saved(condition):
    field = lines.condition_field()
    assert field.clean(field.prepare_value(condition)) == condition
    assert not field.has_changed(condition, field.prepare_value(condition))


def test_conditions_are_written_as_an_editor_thinks():
    read = lines.condition_field().clean
    assert read("nhan_qua = tai_khoan") == {
        "question": "nhan_qua", "op": "eq", "value": "tai_khoan",
    }  # fmt: skip
    assert read("uy_quyen = có\nso_tien > 100000") == {
        "all": [
            {"question": "uy_quyen", "op": "eq", "value": True},
            {"question": "so_tien", "op": "gt", "value": 100000},
        ]
    }
    assert read("một trong các điều kiện:\ntinh thuộc 01, 79\nten có trả lời")["any"][1] == {
        "question": "ten", "op": "filled",
    }  # fmt: skip
    assert read("") == {}


def test_choices_and_rules_are_written_one_to_a_line():
    assert lines.choices_field().clean("nam: Nam\nnu: Nữ\nkhác") == [
        ["nam", "Nam"], ["nu", "Nữ"], ["khác", "khác"],
    ]  # fmt: skip
    assert lines.rules_field().clean("max_length = 20\nnot_future = có\npattern = [A-Z]+") == {
        "max_length": 20, "not_future": True, "pattern": "[A-Z]+",
    }  # fmt: skip
    assert lines.choices_written([["nam", "Nam"], ["x", "x"]]) == "nam: Nam\nx"


def test_answers_of_a_scenario_are_lines_and_lists_stand_in_theirs():
    answers = {"ho_ten": "Nguyễn Văn An", "so_thang": 3, "cam_doan": ["dong_y"], "co": True}
    field = lines.answers_field()
    shown = field.prepare_value(answers)
    assert shown.splitlines()[2] == 'cam_doan = ["dong_y"]'
    assert field.clean(shown) == answers


def test_json_from_elsewhere_is_understood():
    condition = {"all": [{"any": [{"question": "a", "op": "eq", "value": "b"}]}]}
    assert lines.condition_field().clean(json.dumps(condition)) == condition


@pytest.mark.parametrize(
    ("field", "typed", "advice"),
    [
        (lines.condition_field(), "nếu là nam", "mỗi điều kiện một dòng"),
        (lines.condition_field(), '{"a"', "JSON viết sai"),
        (lines.choices_field(), "a: Một\na: Hai", "hai lần"),
        (lines.rules_field(), "dài 20", "mỗi quy tắc một dòng"),
    ],
)
def test_a_slip_is_told_with_an_example(field, typed, advice):
    with pytest.raises(ValidationError, match=re.escape(advice)):
        field.clean(typed)
