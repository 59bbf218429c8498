"""Forms and blocks used again: keys stay, the old form stays, what is law is not edited in place."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from catalog.eforms.copying import insert_block, next_form
from catalog.models import Form, Question, Section
from tests import situations as given

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    """A form with a table in its section."""
    form = Form.objects.create(code="bang-ke", name="Bảng kê")
    section = Section.objects.create(form=form, key="qua_trinh", title="Quá trình đóng")
    rows = Question.objects.create(section=section, key="bang", kind="table", label="Bảng")
    Question.objects.create(section=section, parent=rows, key="luong", kind="money", label="Lương")
    return form


def keys(form) -> list:
    found = Question.objects.filter(section__form=form).select_related("parent")
    return sorted((each.key, each.parent.key if each.parent else "") for each in found)


def test_the_next_form_is_a_copy_with_a_code_of_its_own(table):
    fresh = next_form(table)
    assert fresh.code == "bang-ke-2"
    assert keys(fresh) == keys(table) == [("bang", ""), ("luong", "bang")]
    assert next_form(fresh).code == "bang-ke-3"
    assert Question.objects.filter(section__form=table).count() == 2


def test_a_block_of_another_form_keeps_its_keys(table):
    form = given.form()
    copy = insert_block(table.sections.get(), form)
    assert (copy.key, copy.order) == ("qua_trinh", 1)
    assert ("luong", "bang") in keys(form)
    with pytest.raises(ValidationError, match="bang"):
        insert_block(table.sections.get(), form)


def test_a_form_prints_blank_and_gives_its_schema(client, table):
    Question.objects.create(
        section=table.sections.get(), key="gioi", kind="choice", label="Giới tính", order=3,
        choices=[["nam", "Nam"], ["nu", "Nữ"]],
    )  # fmt: skip
    Question.objects.create(
        section=table.sections.get(), key="tong", kind="calculation", label="Tổng lương", order=4,
        rules={"formula": "tong(bang.luong)"},
    )  # fmt: skip
    page = client.get(reverse("catalog:form_print", args=[table.code])).content.decode()
    assert "bhxh-blank__room" in page[page.index("Tổng lương") :]
    assert "☐ Nữ" in page
    assert "Lương" in page
    schema = client.get(reverse("catalog:form_schema", args=[table.code]))
    assert schema["content-type"] == "application/schema+json"
    assert schema.json()["properties"]["gioi"]["enum"] == ["nam", "nu"]
