"""When questions are shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.eforms import conditions

from .forms import question, spec

KEYS = st.sampled_from(["a", "b", "c"])
VALUES = st.one_of(st.booleans(), st.integers(-3, 3), st.sampled_from(["", "x", "2020-01-01"]))
ANSWERS = st.dictionaries(KEYS, st.one_of(VALUES, st.lists(VALUES, max_size=2), st.none()))
LEAF = st.fixed_dictionaries(
    {"question": KEYS, "op": st.sampled_from(conditions.OPERATORS), "value": VALUES}
)
TREE = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, max_size=3)),
    ),
    max_leaves=6,
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["all", "any", "question", "op", "value", "x"]), inner, max_size=4
        ),
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("condition", "answers", "shown"),
    [
        ({}, {}, True),
        ({"question": "a", "op": "eq", "value": True}, {"a": True}, True),
        ({"question": "a", "op": "eq", "value": True}, {"a": 1}, False),
        ({"question": "a", "op": "eq", "value": "x"}, {"a": ["x", "y"]}, True),
        ({"question": "a", "op": "ne", "value": "x"}, {}, True),
        ({"question": "a", "op": "in", "value": ["x", "y"]}, {"a": "y"}, True),
        ({"question": "a", "op": "not_in", "value": ["x", "y"]}, {"a": "y"}, False),
        ({"question": "a", "op": "filled"}, {"a": 0}, True),
        ({"question": "a", "op": "empty"}, {"a": []}, True),
        ({"question": "a", "op": "gt", "value": 3}, {"a": 4}, True),
        ({"question": "a", "op": "lt", "value": "2020-01-01"}, {"a": "2019-12-31"}, True),
        ({"question": "a", "op": "gt", "value": 3}, {"a": "nhiều"}, False),
    ],
)
def test_operators(condition, answers, shown):
    assert conditions.holds(condition, answers) is shown


@given(condition=JSON, answers=st.dictionaries(KEYS, JSON))
def test_no_condition_and_no_answer_ever_crashes(condition, answers):
    assert conditions.holds(condition, answers) in (True, False)
    conditions.residue(condition, answers, {"a"})
    conditions.questions_in(condition)
    conditions.describe(condition, lambda key, value: (key, str(value)))
    conditions.faults(condition, {"a"})


@given(condition=TREE, answers=ANSWERS, undecided=st.sets(KEYS))
def test_what_is_left_to_the_page_decides_as_the_whole(condition, answers, undecided):
    left = conditions.residue(condition, answers, undecided)
    decided = left if isinstance(left, bool) else conditions.holds(left, answers)
    assert decided is conditions.holds(condition, answers)
    if not isinstance(left, bool):
        assert conditions.questions_in(left) <= undecided


@given(condition=TREE)
def test_conditions_without_fault_ask_only_earlier_questions(condition):
    if not conditions.faults(condition, {"a", "b"}):
        assert conditions.questions_in(condition) <= {"a", "b"}


def test_hiding_a_question_hides_what_depends_on_it():
    form_spec = spec(
        one={"questions": [question("a", "yes_no")]},
        two={
            "questions": [
                question("b", condition={"question": "a", "op": "eq", "value": True}),
                question("c", condition={"question": "b", "op": "filled"}),
            ]
        },
        three={"questions": [question("d")], "condition": {"question": "c", "op": "filled"}},
    )
    answers = {"a": False, "b": "x", "c": "y", "d": "z"}
    assert [section.key for section in form_spec.visible_sections(answers)] == ["one"]
    assert form_spec.visible_answers(answers) == {"a": False}
    assert form_spec.visible_answers(answers | {"a": True}) == answers | {"a": True}


def test_editors_are_told_of_faults():
    form_spec = spec(
        question("a", condition={"question": "sau", "op": "eq", "value": 1}),
        question("b", "choice"),
        question("c", "table"),
        question("d", rules={"pattern": "(", "la": 1}),
    )
    told = " ".join(form_spec.faults())
    for sentence in ("“sau”", "ít nhất một lựa chọn", "ít nhất một cột", "“la”", "pattern"):
        assert sentence in told
