"""Editors change forms in Wagtail."""

import pytest
from django.test import RequestFactory
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from accounts.models import User
from catalog.eforms.editing import EFormViewSet
from catalog.models import Form, Question, Section
from tests import situations
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db


def question(key, kind="text", **values):
    return {
        "key": key,
        "kind": kind,
        "label": key.capitalize(),
        "is_required": "on",
        "help_text": "",
        "choices": "[]",
        "condition": "{}",
        "rules": "{}",
        "prefill": "",
        "table_key": "",
        **values,
    }


def posted(*questions, instance=None):
    """The editor's form after it was sent."""
    section = {
        "key": "phan",
        "title": "Phần",
        "intro": "",
        "condition": "{}",
        "questions": inline_formset(questions),
    }
    data = nested_form_data(
        {
            "code": "thu",
            "name": "Tờ khai thử",
            "legal_form": "",
            "intro": "",
            "sections": inline_formset([section]),
        }
    )
    form_class = EFormViewSet().edit_handler.bind_to_model(Form).get_form_class()
    return form_class(data, instance=instance or Form(), for_user=User(is_superuser=True))


def test_a_new_form_with_a_table_is_saved_with_its_columns():
    form = posted(question("bang", "table"), question("cot", table_key="bang"))
    assert form.is_valid(), form.errors
    saved = form.save()
    assert saved.sections.get().questions.get(key="cot").parent.key == "bang"


def test_a_form_with_faults_is_not_saved():
    form = posted(question("bang", "table"), question("cot", table_key="khac"))
    assert not form.is_valid()
    assert "không có bảng “khac”" in str(form.non_field_errors())
    twice = posted(question("a"), question("b", "choice"))
    assert "ít nhất một lựa chọn" in str(twice.is_valid() or twice.non_field_errors())
    assert not Question.objects.exists()


def test_the_editor_renders_a_stored_form():
    stored = posted(question("bang", "table"), question("cot", table_key="bang")).save()
    handler = EFormViewSet().edit_handler.bind_to_model(Form)
    user = User(is_superuser=True)
    request = RequestFactory().get("/")
    request.user = user
    form = handler.get_form_class()(instance=stored, for_user=user)
    html = handler.get_bound_panel(instance=stored, request=request, form=form).render_html()
    assert 'value="bang"' in html
    assert "/to-khai/thu/" in html
    assert "<summary>Lựa chọn, điều kiện, kiểm tra</summary>" in html


def law(**changes):
    """The stored form of a version in force, as the editor would send it."""
    section = Section.objects.get(form__code="TK-THU")
    rows = [
        question(
            each.key, each.kind, id=each.pk, label=each.label, help_text=each.help_text,
            is_required="on" if each.is_required else "",
        ) | changes.get(each.key, {})
        for each in section.questions.order_by("order")
    ]  # fmt: skip
    data = nested_form_data(
        {
            "code": "TK-THU", "name": "Tờ khai thử", "legal_form": "", "intro": "",
            "sections": inline_formset(
                [
                    {
                        "id": section.pk, "key": section.key, "title": section.title, "intro": "",
                        "condition": "", "questions": inline_formset(rows, initial=len(rows)),
                    }
                ],
                initial=1,
            ),
        }
    )  # fmt: skip
    form_class = EFormViewSet().edit_handler.bind_to_model(Form).get_form_class()
    return form_class(data, instance=Form.objects.get(code="TK-THU"), for_user=User())


def test_a_form_in_force_takes_better_hints_and_no_other_question():
    situations.procedure()
    hint = law(ho_ten={"help_text": "Viết như trên căn cước."})
    assert hint.is_valid(), hint.errors
    other = law(ho_ten={"label": "Họ, chữ đệm và tên"})
    assert not other.is_valid()
    assert "lập bản kế tiếp" in str(other.non_field_errors())


def test_conditions_choices_and_rules_are_typed_as_lines():
    form = posted(
        question("nhan", "choice", choices="tien_mat: Tiền mặt\ntai_khoan: Tài khoản"),
        question("so", "bank_account", condition="nhan = tai_khoan"),
        question("ten", rules="max_length = 20"),
    )
    assert form.is_valid(), form.errors
    form.save()
    assert Question.objects.get(key="so").condition["value"] == "tai_khoan"
    assert Question.objects.get(key="nhan").choices[1] == ["tai_khoan", "Tài khoản"]
    assert Question.objects.get(key="ten").rules == {"max_length": 20}
    wrong = posted(question("so", condition="nếu nhận qua tài khoản"))
    assert not wrong.is_valid()
    assert "mỗi điều kiện một dòng" in str(
        wrong.formsets["sections"].forms[0].formsets["questions"].errors
    )


def editor() -> User:
    return User.objects.create(
        username="quanly", kind=User.Kind.STAFF, is_staff=True, is_superuser=True
    )


def test_the_editor_names_the_procedures_that_ask_the_form():
    version = situations.procedure()
    form = Form.objects.get()
    edit = reverse("wagtailsnippets_catalog_form:edit", args=[form.pk])
    page = at_desk(editor()).get(edit).content.decode()
    assert f"{version} – {version.procedure.name}: {version.cases.first().name}" in page
    assert reverse("wagtailsnippets_catalog_form:usage", args=[form.pk]) not in page


def test_the_next_form_and_a_block_are_made_from_the_editors_screen():
    situations.procedure()
    form = Form.objects.get()
    editors = at_desk(editor())
    page = editors.get(reverse("catalog_form_next", args=[form.pk]))
    assert "TK-THU-2" in page.content.decode()
    editors.post(reverse("catalog_form_next", args=[form.pk]))
    fresh = Form.objects.get(code="TK-THU-2")
    source = Form.objects.create(code="khoi", name="Khối dùng chung")
    section = Section.objects.create(form=source, key="lien_he", title="Liên hệ")
    Question.objects.create(section=section, key="dien_thoai", kind="phone", label="Điện thoại")
    block = reverse("catalog_form_block", args=[fresh.pk])
    assert "Khối dùng chung – Liên hệ" in editors.get(block).content.decode()
    editors.post(block, {"section": section.pk})
    assert fresh.sections.filter(key="lien_he").exists()
    refused = editors.post(reverse("catalog_form_block", args=[form.pk]), {"section": section.pk})
    assert "hãy lập bản kế tiếp" in refused.content.decode()
    assert not form.sections.filter(key="lien_he").exists()
