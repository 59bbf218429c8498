"""A section as people fill it in: every kind of question, errors, rows, conditions."""

import unicodedata

import pytest

from catalog.models import AdministrativeUnit

from .forms import answered, question, spec


def one(kind, typed, **values):
    form = answered(spec(question("q", kind, **values)), {"q": typed})
    return form.answers.get("q"), [str(message) for message in form.errors.get("q", [])]


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("text", "  Nguyễn   Thị  Ba ", "Nguyễn Thị Ba"),
        ("text", unicodedata.normalize("NFD", "Nguyễn Đức Ễ"), "Nguyễn Đức Ễ"),
        ("long_text", "một\r\nhai", "một\nhai"),
        ("number", "1.234", 1234),
        ("money", "1.234.567 đồng", 1234567),
        ("money", "1,234,567", 1234567),
        ("money", "1234567", 1234567),
        ("date", "7/3/1990", "1990-03-07"),
        ("date", "07-03-1990", "1990-03-07"),
        ("yes_no", "no", False),
        ("identity_number", "079 090 001 234", "079090001234"),
        ("identity_number", "101190001234", "101190001234"),  # a birth registered abroad
        ("social_insurance_number", "7912345678", "7912345678"),
        ("tax_code", "0100233488", "0100233488"),
        ("tax_code", "0314409058002", "0314409058-002"),
        ("phone", "0912 345 678", "+84912345678"),
        ("phone", "+84 912345678", "+84912345678"),
        ("email", "ten@example.com", "ten@example.com"),
    ],
)
def test_what_people_type_is_stored_in_one_form(kind, typed, stored):
    assert one(kind, typed) == (stored, [])


@pytest.mark.parametrize(
    ("kind", "typed", "advice"),
    [
        ("text", "a\x07b", "ký tự lạ"),
        ("text", "a\u202eb", "ký tự lạ"),
        ("text", "x" * 256, "tối đa 255 ký tự (đang có 256)"),
        ("number", "12,5", "số nguyên"),
        ("money", "-5", "ví dụ 1.234.567"),
        ("date", "31/02/2020", "Không có ngày này"),
        ("date", "1990", "dd/mm/yyyy"),
        ("identity_number", "123", "gồm 12 chữ số, ví dụ 079090001234"),
        ("identity_number", "999999999999", "(999) cho năm sinh 2399, ở tương lai"),
        ("identity_number", "003090001234", "(003) không phải là mã tỉnh, thành phố"),
        ("identity_number", "000000000000", "(000) không phải là mã tỉnh, thành phố"),
        ("social_insurance_number", "097090001234", "(097) không phải là mã tỉnh, thành phố"),
        ("tax_code", "079990001234", "(990) cho năm sinh 2390, ở tương lai"),
        ("social_insurance_number", "12", "10 chữ số"),
        ("tax_code", "0100233480", "mã số thuế"),
        ("phone", "01612345678", "ví dụ 0912 345 678"),
        ("email", "ten@", "ten@example.com"),
        ("yes_no", "maybe", "Chọn"),
    ],
)
def test_a_wrong_answer_is_told_what_to_do(kind, typed, advice):
    value, messages = one(kind, typed)
    assert value is None
    assert advice in messages[0]


def test_a_decimal_and_a_year_alone_are_taken_where_the_form_allows_them():
    assert one("number", "12,5", rules={"decimals": 1}) == (12.5, [])
    assert one("date", "1957", rules={"year_only": True}) == ("1957", [])
    assert one("date", "03/2019", rules={"precision": "month"}) == ("2019-03", [])


def test_limits_of_dates_and_numbers_are_said():
    assert "không sau hôm nay" in one("date", "01/01/2099", rules={"not_future": True})[1][0]
    assert "từ 01/01/2000" in one("date", "31/12/1999", rules={"min": "2000-01-01"})[1][0]
    assert "không quá 1.000" in one("number", "1001", rules={"max": 1000})[1][0]


def test_an_optional_answer_may_be_emptied():
    assert one("text", "", is_required=False) == (None, [])
    assert "Nhập Q" in one("text", "")[1][0]


def test_few_choices_are_radios_and_many_are_a_list():
    few = answered(spec(question("q", "choice", choices=[["a", "A"]])), None)
    many = answered(
        spec(question("q", "choice", choices=[[str(n), str(n)] for n in range(7)])), None
    )
    assert few.fields["q"].widget.input_type == "radio"
    assert many.fields["q"].widget.input_type == "select"


def test_a_period_ends_after_it_begins_and_errors_stand_at_their_box():
    period = spec(question("q", "period"))
    assert answered(period, {"q-from": "01/02/2020", "q-to": "03/02/2020"}).answers == {
        "q": {"from": "2020-02-01", "to": "2020-02-03"}
    }
    assert list(answered(period, {"q-from": "04/02/2020", "q-to": "03/02/2020"}).errors) == ["q-to"]
    assert list(answered(period, {"q-from": "04/02/2020"}).errors) == ["q-to"]


def test_an_optional_account_is_given_whole_or_not_at_all():
    account = spec(question("q", "bank_account", is_required=False))
    assert answered(account, {}).answers == {"q": None}
    assert set(answered(account, {"q-bank": "970436"}).errors) == {"q-number", "q-holder"}
    assert answered(
        account, {"q-bank": "970436", "q-number": "0071 0012", "q-holder": "Lê Na"}
    ).answers["q"] == {"bank": "970436", "number": "00710012", "holder": "Lê Na"}


@pytest.fixture
def places(db):
    province = AdministrativeUnit.objects.create(
        code="79", name="Thành phố Hồ Chí Minh", kind="province"
    )
    AdministrativeUnit.objects.create(
        code="26740", name="Phường Sài Gòn", kind="commune", parent=province
    )
    AdministrativeUnit.objects.create(code="01", name="Thành phố Hà Nội", kind="province")


def test_an_address_is_chosen_in_two_steps_without_a_script(places):
    address = spec(question("q", "address"))
    first = answered(address, {"q-province": "79", "q-street": "12 Lê Lợi", "eform-row": "open"})
    assert not first.errors
    assert not first.is_valid()
    assert ("26740", "Phường Sài Gòn") in first.fields["q-commune"].choices
    assert first["q-street"].value() == "12 Lê Lợi"
    second = answered(address, {"q-province": "79", "q-commune": "26740", "q-street": "12 Lê Lợi"})
    assert second.answers["q"] == {
        "province": "79",
        "commune": "26740",
        "street": "12 Lê Lợi",
        "text": "12 Lê Lợi, Phường Sài Gòn, Thành phố Hồ Chí Minh",
    }


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        ("12/7 Lê Lợi, Phường Sài Gòn, TP. Hồ Chí Minh", ["79", "26740", "12/7 Lê Lợi"]),
        ("Tổ 4, 12 Lê Lợi, p. sai gon, Hồ Chí Minh", ["79", "26740", "Tổ 4, 12 Lê Lợi"]),
        ("12 Lê Lợi, Quận 1, Thành phố Hồ Chí Minh", ["79", None, "12 Lê Lợi, Quận 1"]),
        ("12 Lê Lợi, Hà Tây", [None, None, "12 Lê Lợi, Hà Tây"]),
        ("Hà Nội", [None, None, "Hà Nội"]),
    ],
)
def test_a_known_address_is_taken_apart_as_far_as_it_is_understood(places, known, shown):
    address = spec(question("q", "address", prefill="address"))
    answer = address.prefill({"address": known})["q"]
    assert [answer.get(part) for part in ("province", "commune", "street")] == shown


def test_a_commune_of_another_province_is_refused(places):
    form = answered(
        spec(question("q", "address")),
        {"q-province": "01", "q-commune": "26740", "q-street": "12 Lê Lợi"},
    )
    assert list(form.errors) == ["q-commune"]


MEMBERS = question(
    "nguoi", "table", columns=[question("ten"), question("so", "number", is_required=False)]
)


def test_rows_are_stored_and_empty_rows_passed_over():
    form = answered(
        spec(MEMBERS),
        {"nguoi-rows": "3", "nguoi-0-ten": "An", "nguoi-2-ten": "Bình", "nguoi-2-so": "2"},
    )
    assert form.answers == {"nguoi": [{"ten": "An"}, {"ten": "Bình", "so": 2}]}


def test_an_error_in_a_row_stands_at_its_cell():
    form = answered(spec(MEMBERS), {"nguoi-rows": "1", "nguoi-0-so": "hai"})
    assert set(form.errors) == {"nguoi-0-ten", "nguoi-0-so"}
    assert form.problems()["nguoi"][0].startswith("Dòng 1: ")


def test_a_required_table_asks_for_a_row():
    assert "ít nhất 1 dòng" in answered(spec(MEMBERS), {"nguoi-rows": "1"}).errors["nguoi-rows"][0]


def test_row_buttons_add_and_remove_and_keep_what_was_typed():
    data = {"nguoi-rows": "2", "nguoi-0-ten": "An", "nguoi-1-ten": "Bình", "nguoi-1-so": "x"}
    more = answered(spec(MEMBERS), data | {"eform-row": "add:nguoi"})
    assert [len(more.blocks[0].rows), more["nguoi-1-so"].value()] == [3, "x"]
    fewer = answered(spec(MEMBERS), data | {"eform-row": "remove:nguoi:0"})
    assert [len(fewer.blocks[0].rows), fewer["nguoi-0-ten"].value()] == [1, "Bình"]
    assert not fewer.is_valid()
    assert not fewer.errors


def test_rows_stay_within_the_limit():
    limited = spec({**MEMBERS, "rules": {"max_rows": 1}})
    form = answered(limited, {"nguoi-rows": "1", "nguoi-0-ten": "An", "eform-row": "add:nguoi"})
    assert len(form.blocks[0].rows) == 1
    assert not form.blocks[0].can_add


CONDITIONAL = (
    question("co_con", "yes_no"),
    question("ten_con", condition={"question": "co_con", "op": "eq", "value": True}, kind="number"),
)


def test_a_question_that_is_not_asked_is_neither_required_nor_checked():
    assert answered(spec(*CONDITIONAL), {"co_con": "no"}).is_valid()
    assert answered(spec(*CONDITIONAL), {"co_con": "no", "ten_con": "x"}).is_valid()
    assert not answered(spec(*CONDITIONAL), {"co_con": "yes"}).is_valid()


def test_what_was_typed_in_a_hidden_question_is_kept_but_not_filed():
    form_spec = spec(*CONDITIONAL)
    kept = answered(form_spec, {"co_con": "no", "ten_con": "5"}).answers
    assert kept == {"co_con": False, "ten_con": 5}
    assert form_spec.visible_answers(kept) == {"co_con": False}


def test_a_question_named_alone_is_asked_by_the_answers_that_stand_and_is_to_be_answered():
    form_spec = spec(*CONDITIONAL, question("ghi_chu", is_required=False))
    stands = {"co_con": True, "ten_con": 5, "ghi_chu": "cũ"}
    [form] = form_spec.forms_of({"ten_con", "ghi_chu"}, stands, None)
    assert [block.condition for block in form.blocks] == [None, None]
    [sent] = form_spec.forms_of({"ten_con", "ghi_chu"}, stands, {"ten_con": "", "ghi_chu": ""})
    assert set(sent.problems()) == {"ten_con", "ghi_chu"}
    [sent] = form_spec.forms_of({"ten_con"}, stands, {"ten_con": "6"})
    assert (sent.is_valid(), sent.answers) == (True, {"ten_con": 6})


def test_what_is_sound_of_an_invalid_page_can_be_saved():
    form = answered(spec(question("a"), question("b", "number")), {"a": "x", "b": "y"})
    assert not form.is_valid()
    assert form.answers == {"a": "x"}


def test_a_page_renders_with_all_it_needs_without_a_script():
    html = str(answered(spec(MEMBERS, *CONDITIONAL), None))
    assert 'value="add:nguoi"' in html
    assert "Chỉ trả lời khi “Co_con” là “Có”" in html
    assert 'data-eform-condition="{&quot;question&quot;' in html
