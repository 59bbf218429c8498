"""The forms of the demo workbook, read without the importer and without a database."""

import json
from functools import cache
from pathlib import Path

from openpyxl import load_workbook

from catalog.eforms import FormSpec
from catalog.models import Form, Question, Section

PATH = Path(__file__).parents[3] / "catalog" / "demo" / "to-khai.xlsx"
_JSON = ("choices", "condition", "rules", "choices_en")


@cache
def rows(sheet: str) -> list[dict]:
    table = load_workbook(PATH, read_only=True)[sheet].iter_rows(values_only=True)
    heads = next(table)
    return [
        {name: "" if value is None else value for name, value in zip(heads, row, strict=False)}
        for row in table
    ]


def codes() -> list[str]:
    return [row["code"] for row in rows("forms")]


def form_spec(code: str) -> FormSpec:
    form = Form(**next(row for row in rows("forms") if row["code"] == code))
    sections = {
        row["key"]: Section(**_values(row) | {"form": form})
        for row in rows("sections")
        if row["form"] == code
    }
    questions: dict[str, Question] = {}
    for row in rows("questions"):
        if row["form"] == code:
            values = {k: v for k, v in _values(row).items() if k != "form"}
            parent = questions.get(values.pop("parent"))
            values |= {"section": sections[row["section"]], "is_required": bool(row["is_required"])}
            questions[row["key"]] = Question(parent=parent, **values)
    return FormSpec(form, sections=list(sections.values()), questions=list(questions.values()))


def store(code: str) -> Form:
    """The form with its rows in the database."""
    source = form_spec(code)
    source.form.save()
    for section in source.sections:
        Section.objects.bulk_create([section])
        for question in source.questions_of(section):
            Question.objects.bulk_create([question])
            Question.objects.bulk_create(source.columns_of(question))
    return source.form


def _values(row: dict) -> dict:
    empty = {"choices": [], "choices_en": [], "condition": {}, "rules": {}}
    return {
        name: (json.loads(value) if value else empty[name]) if name in _JSON else value
        for name, value in row.items()
    }
