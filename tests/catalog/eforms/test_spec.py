"""Review, prefill, warnings, and that no stored answer ever breaks a page."""

import datetime

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from catalog.eforms import FormSpec
from catalog.models import AdministrativeUnit, Form

from .forms import answered, question, spec
from .test_section_form import CONDITIONAL, MEMBERS
from .workbook import store

JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=8),
        st.sampled_from(["2020-01-01", "0912345678", "mat", "lan_dau", "\x00", "\ud800"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["from", "to", "province", "street", "text", "number", "ten", "so"]),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=6,
)
ANY = [
    "text",
    "long_text",
    "number",
    "money",
    "date",
    "period",
    "choice",
    "choices",
    "yes_no",
    "identity_number",
    "tax_code",
    "social_insurance_number",
    "phone",
    "email",
    "bank_account",
]
EVERYTHING = spec(
    *(
        question(f"q_{kind}", kind, choices=[["a", "A"], ["b", "B"]], is_required=index % 2 == 0)
        for index, kind in enumerate(ANY)
    ),
    MEMBERS,
    *CONDITIONAL,
)
KEYS = [each.key for each in EVERYTHING.questions()]


@given(answers=st.dictionaries(st.sampled_from(KEYS), JSON, max_size=6))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_no_stored_answer_breaks_review_or_checks(answers):
    EVERYTHING.problems(answers)
    EVERYTHING.warnings(answers)
    for _section, lines in EVERYTHING.review(answers):
        assert all(isinstance(text, str) and text for _question, text in lines)


@given(answers=st.dictionaries(st.sampled_from(KEYS), JSON, max_size=6))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_what_was_cleaned_once_cleans_to_the_same(answers):
    section = EVERYTHING.sections[0]
    first = answered(EVERYTHING, EVERYTHING.as_data(section, answers)).answers
    second = answered(EVERYTHING, EVERYTHING.as_data(section, first)).answers
    assert {key: second.get(key) for key in first} == first


def test_the_same_answers_are_judged_once_and_others_anew(monkeypatch):
    asks, judged = spec(question("ten", is_required=True)), []
    judge = asks._judge
    monkeypatch.setattr(asks, "_judge", lambda answers: judged.append(1) or judge(answers))
    answers: dict = {}
    for _turn in range(2):
        found = asks.problems(answers)
        assert found["s"].pop("ten")  # whoever takes one out spoils nothing
    answers["ten"] = "An"
    assert asks.problems(answers) == {}
    assert len(judged) == 2


def test_review_shows_answers_as_people_write_them():
    form_spec = spec(
        question("ngay", "date"),
        question("tien", "money"),
        question("so", "phone"),
        question("chon", "choice", choices=[["a", "Lựa chọn A"]]),
        question("trong", is_required=False),
        MEMBERS,
        *CONDITIONAL,
    )
    answers = {
        "ngay": "2026-11-02",
        "tien": 1234567,
        "so": "+84912345678",
        "chon": "a",
        "nguoi": [{"ten": "<An>"}],
        "co_con": False,
        "ten_con": 5,
    }
    [(_section, lines)] = form_spec.review(answers)
    shown = {each.key: text for each, text in lines}
    assert shown["ngay"] == "02/11/2026"
    assert shown["tien"] == "1.234.567 đồng"
    assert shown["so"] == "0912 345 678"
    assert shown["chon"] == "Lựa chọn A"
    assert shown["trong"] == "Không cung cấp"
    assert "ten_con" not in shown
    assert "&lt;An&gt;" in shown["nguoi"]
    assert shown["nguoi"].rows == [["<An>", ""]]


def test_known_facts_are_filled_in_and_typed_ones_stay():
    form_spec = spec(
        question("ten", prefill="full_name"),
        question("sinh", "date", prefill="date_of_birth"),
        question("so", "phone", prefill="phone"),
        question("dinh_danh", "identity_number", prefill="identity_number"),
    )
    user = User(
        full_name="Lê Na",
        phone="+84912345678",
        date_of_birth=datetime.date(1990, 3, 7),
        identity_number="hỏng",
    )
    known = {"ten": "Lê Na", "sinh": "1990-03-07", "so": "+84912345678"}
    assert form_spec.prefill(user) == known
    applicant = {"name": "Lê Na", "identifier": "079190000001", "phone": "", "kind": "person"}
    assert form_spec.prefill(applicant) == {"ten": "Lê Na", "dinh_danh": "079190000001"}
    form = form_spec.section_form(form_spec.sections[0], user=user, answers={"ten": "Lê Nam"})
    assert [form["ten"].value(), form["sinh"].value()] == ["Lê Nam", "07/03/1990"]


def test_an_identity_number_that_does_not_fit_is_pointed_out_but_taken():
    form_spec = spec(
        question("sinh", "date"),
        question("gioi", "choice", choices=[["nam", "Nam"], ["nu", "Nữ"]]),
        question("so", "identity_number", rules={"birth_question": "sinh", "sex_question": "gioi"}),
    )
    answers = {"sinh": "1991-01-01", "gioi": "nu", "so": "079090001234"}
    assert form_spec.problems(answers) == {}
    assert len(form_spec.warnings(answers)["s"]["so"]) == 2
    fitting = {"sinh": "1990", "gioi": "nam", "so": "079090001234"}
    assert form_spec.warnings(fitting) == {}


def test_a_required_paper_is_missing_until_it_is_attached():
    form_spec = spec(question("giay", "file"))
    assert form_spec.problems({}) == {"s": {"giay": ["Đính kèm: Giay"]}}
    assert form_spec.problems({"giay": ["a.pdf"]}) == {}


@pytest.fixture
def stored(db):
    """A form of the workbook in the database."""
    return store("01b-hsb-om-dau")


def test_a_stored_form_loads_in_few_queries(stored, django_assert_num_queries):
    with django_assert_num_queries(2):
        loaded = FormSpec(Form(pk=stored.pk))
        assert loaded.columns_of(loaded.question("nguoi_lao_dong"))


def test_anyone_can_look_at_a_blank_form(stored, client):
    page = client.get(reverse("catalog:form_preview", args=[stored.code]))
    assert page.status_code == 200
    assert "Thêm người lao động" in page.text
    assert reverse("catalog:form_print", args=[stored.code]) in page.text
    more = client.post(
        page.request["PATH_INFO"],
        {"section": "danh_sach", "nguoi_lao_dong-rows": "1", "eform-row": "add:nguoi_lao_dong"},
    )
    assert "Người lao động 2" in more.text
    assert client.get(reverse("catalog:form_preview", args=["khong-co"])).status_code == 404


def test_communes_are_listed_for_the_script_and_kept_by_browsers(db, client):
    province = AdministrativeUnit.objects.create(code="79", name="TP HCM", kind="province")
    AdministrativeUnit.objects.create(code="1", name="Sài Gòn", kind="commune", parent=province)
    answer = client.get(reverse("catalog:communes", args=["79"]))
    assert answer.json() == {"communes": [{"code": "1", "name": "Sài Gòn"}]}
    assert "max-age" in answer["Cache-Control"]
    assert client.get(reverse("catalog:communes", args=["00"])).status_code == 404
