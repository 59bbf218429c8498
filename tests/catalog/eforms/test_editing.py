"""Editors change forms in Wagtail."""

import pytest
from django.test import RequestFactory
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from accounts.models import User
from catalog.eforms.editing import EFormViewSet
from catalog.models import Form, Question

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
