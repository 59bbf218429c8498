"""The demo workbooks are whole: they load, load again unchanged, and every rule finds its place."""

import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

import catalog.demo
from catalog.eforms import FormSpec, rows
from catalog.exchange import book, workbook
from catalog.models import (
    AdministrativeUnit,
    Agency,
    Case,
    Component,
    Department,
    Form,
    LegalBasis,
    Procedure,
    ProcedureVersion,
    StepRule,
)
from catalog.publishing.english import english
from catalog.publishing.rehearsal import rehearse
from catalog.routings import share_of
from tests.house.pages import texts_of

DEMO = Path(catalog.demo.__file__).parent
FILES = ["dia-ban.csv", "to-chuc.xlsx", "thu-tuc.xlsx", "to-khai.xlsx"]


@pytest.mark.django_db
@pytest.mark.one_database
def test_the_demo_workbooks_load_and_load_again_without_a_change(client):
    for name in FILES:
        report = workbook.run((DEMO / name).read_bytes(), name, apply=True)
        assert report.errors == []
    for name in FILES:
        assert not workbook.run((DEMO / name).read_bytes(), name).has_changes
    _check_what_stands()
    _check_what_english_readers_read(client)
    _check_the_round_trip()


def _check_the_round_trip():
    """The export of the whole catalogue changes nothing; with one edited cell, exactly that."""
    whole = book.catalogue()
    report = workbook.run(whole, "danh-muc.xlsx")
    assert (report.errors, report.added, report.changed) == ([], [], [])
    assert report.unchanged > 5000
    opened = load_workbook(io.BytesIO(whole))
    opened["Cơ quan BHXH"]["H2"].value = "024 3936 1778"
    buffer = io.BytesIO()
    opened.save(buffer)
    report = workbook.run(buffer.getvalue(), "danh-muc.xlsx")
    assert (report.errors, report.added) == ([], [])
    assert [(change["field"], change["new"]) for change in report.changed] == [
        ("phone", "024 3936 1778")
    ]
    opened = load_workbook(io.BytesIO(whole))
    opened["Thành phần hồ sơ"]["F2"].value = 7
    buffer = io.BytesIO()
    opened.save(buffer)
    report = workbook.run(buffer.getvalue(), "danh-muc.xlsx")
    assert (report.errors, report.added) == ([], [])
    assert [(change["field"], change["new"]) for change in report.changed] == [("originals", "7")]
    steps = StepRule.objects.exclude(title="")
    assert steps.exclude(title_en="").count() == steps.count() > 30
    opened = load_workbook(io.BytesIO(whole))
    sheet = opened["Phân công bước"]
    english = next(cell for cell in sheet[1] if cell.value == "Tên bước tiếng Anh").column
    row = next(row for row in sheet.iter_rows(min_row=2) if row[english - 1].value)
    row[english - 1].value = "Another name"
    buffer = io.BytesIO()
    opened.save(buffer)
    report = workbook.run(buffer.getvalue(), "danh-muc.xlsx")
    assert (report.errors, report.added) == ([], [])
    assert [(change["field"], change["new"]) for change in report.changed] == [
        ("title_en", "Another name")
    ]


def _check_what_english_readers_read(client):
    """No page of a procedure speaks Vietnamese in English but the names of laws and of offices."""
    agencies = Agency.objects.values_list("name", "address", "province")
    versions = ProcedureVersion.objects.values_list(
        "procedure__name", "decision_number", "decision_title", "competence_note"
    )
    laws = LegalBasis.objects.values_list("number", "title")
    names = {name for row in [*agencies, *versions, *laws] for name in row}
    names |= set(Component.objects.values_list("form_code", flat=True))
    names |= set(Form.objects.values_list("legal_form", flat=True))
    lacking = {}
    for code in Procedure.objects.in_force().values_list("code", flat=True):
        page = client.get(f"/en/thu-tuc/{code}/").content.decode()
        main = re.search(r"<main.*?</main>", page, re.DOTALL)[0]
        said = {text for language, text in texts_of(main) if language == "vi"}
        if left := {text for text in said - names if not _PROVINCE.fullmatch(text)}:
            lacking[code] = left
    assert lacking == {}
    assert not [
        finding.text for each in ProcedureVersion.objects.all() for finding in english(each)
    ]


_PROVINCE = re.compile(r"[\w .-]+ \(\d+\)")  # a choice of the list of provinces


def _check_what_stands():
    assert Agency.objects.filter(level="province").active().count() == 34
    assert not Agency.objects.active().filter(latitude__isnull=True).exists()
    assert Agency.objects.filter(level="province", successor__isnull=False).count() == 29
    assert AdministrativeUnit.objects.filter(kind="commune").count() == 3321
    assert Procedure.objects.in_force().count() >= 40
    assert not ProcedureVersion.objects.filter(approved_at__isnull=True).exists()
    assert not Procedure.objects.filter(summary="").exists()
    for version in ProcedureVersion.objects.all():
        assert share_of(version) == 100, version
    routings = set(ProcedureVersion.objects.values_list("routing", flat=True))
    assert routings >= {
        "one_department", "departments_in_turn", "consultation", "inter_agency", "immediate",
    }  # fmt: skip
    silences = StepRule.objects.filter(step="consult").values_list("silence", flat=True)
    assert set(silences) == set(StepRule.Silence.values)
    functions = set(StepRule.objects.values_list("department_function", flat=True))
    for agency in Agency.objects.active().prefetch_related("departments"):
        held = {name for row in agency.departments.all() for name in row.functions}
        assert functions <= held, agency
    assert set().union(*Department.objects.values_list("functions", flat=True)) == set(
        Department.Function.values
    )
    assert Case.objects.filter(form__isnull=False).count() >= 20
    (signed_as_xml,) = ProcedureVersion.objects.filter(signs_xml=True)
    assert signed_as_xml.cases.filter(applicant_classes__kind="organisation", form__isnull=False)
    (in_batches,) = ProcedureVersion.objects.filter(takes_batches=True)
    assert any(
        case.form_id and not rows.why_not(FormSpec(case.form)) for case in in_batches.cases.all()
    )
    tried = ProcedureVersion.objects.exclude(scenarios=None).distinct()
    assert len(tried) == 3
    assert [outcome.faults for version in tried for outcome in rehearse(version)] == [[]] * 4
