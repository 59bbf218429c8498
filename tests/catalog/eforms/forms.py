"""Forms as data without a database, for tests of eforms."""

from catalog.eforms import FormSpec
from catalog.models import Form, Question, Section


def question(key, kind="text", *, columns=(), **values) -> dict:
    return {"key": key, "kind": kind, "label": key.capitalize(), "columns": columns, **values}


def spec(*questions, **sections) -> FormSpec:
    """A form of one section "s", or of sections by keyword: {condition, questions}."""
    form = Form(code="thu", name="Tờ khai thử")
    pages = sections or {"s": {"questions": questions}}
    made_sections, made_questions = [], []
    for key, page in pages.items():
        section = Section(form=form, key=key, title=key, condition=page.get("condition", {}))
        made_sections.append(section)
        for values in page["questions"]:
            made_questions += _rows(section, values, None)
    return FormSpec(form, sections=made_sections, questions=made_questions)


def _rows(section, values: dict, parent) -> list[Question]:
    fields = {name: value for name, value in values.items() if name != "columns"}
    row = Question(section=section, parent=parent, **fields)
    return [row, *(each for c in values["columns"] for each in _rows(section, c, row))]


def answered(form_spec, data: dict, answers=None):
    """The first section's form after `data` was sent."""
    section = form_spec.sections[0]
    form = form_spec.section_form(section, data, answers=answers or {})
    form.is_valid()
    return form
