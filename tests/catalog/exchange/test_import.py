"""What an import does: everything or nothing, by code and by cell, and back again."""

import datetime

import pytest

from catalog.exchange import history
from catalog.models import (
    Agency,
    ApplicantClass,
    Case,
    CatalogImport,
    Component,
    Department,
    LegalBasis,
    Procedure,
    ProcedureVersion,
    Role,
    Sector,
)
from tests.catalog.exchange.sheets import LINE, SECTORS, load, national

pytestmark = pytest.mark.django_db


def test_a_dry_run_tells_what_would_be_added_and_writes_nothing():
    report = load(sectors=SECTORS, apply=False)
    assert (report.added, report.applied, report.import_id) == (["thu"], False, None)
    assert not Sector.objects.exists()
    assert not CatalogImport.objects.exists()


def test_the_same_file_again_changes_nothing():
    assert load(sectors=SECTORS).added == ["thu"]
    again = load(sectors=SECTORS)
    assert (again.added, again.changed, again.unchanged) == ([], [], 1)


def test_a_change_is_told_field_by_field():
    load(sectors=SECTORS)
    report = load(sectors=[["code", "name"], ["thu", "Thu các loại bảo hiểm"]])
    assert report.as_json()["changed"] == [
        {"code": "thu", "field": "name", "old": "Thu BHXH", "new": "Thu các loại bảo hiểm"}
    ]


def test_vietnamese_headings_and_sheet_names_are_understood():
    report = load(**{"Lĩnh vực": [["Mã lĩnh vực", "TÊN LĨNH VỰC"], ["thu", "Thu BHXH"]]})
    assert report.applied
    assert Sector.objects.get().name == "Thu BHXH"


def test_columns_may_stand_in_any_order():
    load(sectors=[["name", "code"], ["Thu BHXH", "thu"]])
    assert Sector.objects.get().code == "thu"


def test_one_wrong_row_stops_the_whole_workbook_and_names_its_cell():
    report = load(
        sectors=SECTORS,
        procedures=[
            ["code", "name", "sector"],
            ["1.002051", "Đúng", "thu"],
            ["1.002", "Sai mã", "thu"],
            ["1.002052", "Sai lĩnh vực", "khong-co"],
        ],
    )
    assert [(e["sheet"], e["row"], e["column"], e["cell"]) for e in report.errors] == [
        ("procedures", 3, "code", "A3"),
        ("procedures", 4, "sector", "C4"),
    ]
    assert "khong-co" in report.errors[1]["message"]
    assert not Sector.objects.exists()


def test_two_rows_with_one_code_name_each_other():
    report = load(sectors=[["code", "name"], ["thu", "A"], ["", ""], ["thu", "B"]])
    (error,) = report.errors
    assert (error["row"], error["column"]) == (4, "code")
    assert "dòng 2" in error["message"]


def test_an_unknown_heading_is_refused_not_ignored():
    report = load(sectors=[["code", "name", "is_staff"], ["thu", "Thu", "1"]])
    assert "is_staff" in report.errors[0]["message"]
    assert not Sector.objects.exists()


def test_a_row_may_name_a_later_row_of_its_sheet():
    load(
        agencies=[
            ["code", "office_code", "name", "level", "parent"],
            ["000.06.79.G24", "07906", "Bình Thạnh", "base", "07900"],
            ["000.00.79.G24", "07900", "TP. Hồ Chí Minh", "province", ""],
        ]
    )
    assert Agency.objects.get(office_code="07906").parent.office_code == "07900"


def test_departments_hold_functions_and_roles_hold_rights():
    load(
        agencies=[
            ["code", "office_code", "name", "level"],
            ["000.00.01.G24", "00100", "Hà Nội", "Cấp tỉnh"],
        ],
        departments=[
            ["agency", "code", "name", "functions"],
            ["00100", "TST", "Thu – Sổ, Thẻ", "collection; Cấp sổ, thẻ"],
        ],
        roles=[["code", "name", "permissions"], ["clerk", "Tiếp nhận", "flows.receive_dossier"]],
    )
    assert Department.objects.get().functions == ["collection", "books"]
    assert Role.objects.get().permissions.get().codename == "receive_dossier"
    report = load(roles=[["code", "name", "permissions"], ["clerk", "Tiếp nhận", "flows.all"]])
    assert "flows.all" in report.errors[0]["message"]


def test_dates_as_text_are_read_day_first_and_nonsense_is_refused():
    heading = ["code", "office_code", "name", "level", "valid_to"]
    row = ["000.00.01.G24", "00100", "Hà Nội", "province"]
    load(agencies=[heading, [*row, "30/06/2025"]])
    assert Agency.objects.get().valid_to == datetime.date(2025, 6, 30)
    report = load(agencies=[heading, [*row, "31/06/2025"]])
    assert report.errors[0]["cell"] == "E2"


def test_a_rollback_puts_the_catalogue_back():
    load(sectors=[*SECTORS, ["so", "Sổ"]])
    report = load(sectors=[["code", "name"], ["thu", "Tên mới"], ["the", "Thẻ"]])
    history.roll_back(CatalogImport.objects.get(pk=report.import_id))
    assert dict(Sector.objects.values_list("code", "name")) == {"thu": "Thu BHXH", "so": "Sổ"}


def test_a_rollback_refuses_when_somebody_changed_the_row_since():
    load(sectors=SECTORS)
    report = load(sectors=[["code", "name"], ["thu", "Tên mới"]])
    Sector.objects.update(name="Tên mới nữa")
    with pytest.raises(history.CannotRollBack, match="sửa sau"):
        history.roll_back(CatalogImport.objects.get(pk=report.import_id))
    assert Sector.objects.get().name == "Tên mới nữa"


def test_a_rollback_refuses_when_the_rows_are_used():
    report = load(sectors=SECTORS)
    Procedure.objects.create(code="1.009001", name="Dùng", sector=Sector.objects.get())
    with pytest.raises(history.CannotRollBack, match="đang được dùng"):
        history.roll_back(CatalogImport.objects.get(pk=report.import_id))


def test_the_national_list_becomes_a_draft_with_cases_papers_and_legal_bases():
    report = load(national(LINE), "procedures.csv")
    assert report.added == ["1.009001"]
    version = ProcedureVersion.objects.get()
    assert version.is_draft
    assert version.decision_number == "12/QĐ-BHXH"
    assert (version.channels, version.competent_levels) == (
        ["counter", "ivan"],
        ["base", "province"],
    )
    assert LegalBasis.objects.get().number == "Luật 41/2024/QH15"
    first, second = Component.objects.all()
    assert (first.originals, first.copies, first.form_code) == (1, 0, "TK1-TS")
    assert "bản mới" in first.name
    assert (second.copies, second.is_required, second.condition) == (2, False, "Nếu có")
    case = Case.objects.get()
    assert (case.limit_label, case.start_event) == ("5 ngày làm việc", "Khi nhận đủ hồ sơ hợp lệ")
    assert set(ApplicantClass.objects.values_list("kind", flat=True)) == {"person", "organisation"}
    assert load(national(LINE), "procedures.csv").unchanged == 1


def test_an_invalid_code_in_the_national_list_is_told_by_row_and_column():
    report = load(national(LINE, LINE.replace("1.009001", "ABC")), "procedures.csv")
    (error,) = report.errors
    assert (error["row"], error["column"]) == (3, "code")
    assert not Procedure.objects.exists()


def test_a_changed_term_in_the_list_prepares_the_next_version_of_what_is_in_force():
    load(national(LINE), "procedures.csv")
    ProcedureVersion.objects.update(approved_at="2026-01-01T00:00:00Z")
    report = load(national(LINE.replace("Luật 41/2024", "Luật 42/2024")), "procedures.csv")
    assert report.applied
    old, new = ProcedureVersion.objects.order_by("number")
    assert (old.is_draft, new.is_draft) == (False, True)
    assert old.legal_bases.get().number == "Luật 41/2024/QH15"
    assert new.legal_bases.get().number == "Luật 42/2024/QH15"
    assert new.cases.get().applicant_classes.count() == 2
    history.roll_back(CatalogImport.objects.get(pk=report.import_id))
    assert ProcedureVersion.objects.get() == old


def test_a_line_that_edits_what_is_in_force_prepares_the_next_version():
    load(national(LINE), "procedures.csv")
    ProcedureVersion.objects.update(approved_at="2026-01-01T00:00:00Z")
    cases = [
        ["procedure", "version", "code", "name", "limit_value"],
        ["1.009001", 1, "moi-truong-hop", "Mọi trường hợp", 3],
    ]
    report = load(cases=cases)
    assert [(change["field"], change["new"]) for change in report.changed] == [("limit_value", "3")]
    assert "dự thảo phiên bản 2" in report.remarks[0]
    assert [case.limit_value for case in Case.objects.order_by("version__number")] == [5, 3]
    assert ProcedureVersion.objects.get(number=2).is_draft
    again = load(cases=cases)
    assert (again.errors, again.has_changes, again.unchanged) == ([], False, 1)
    history.roll_back(CatalogImport.objects.get(pk=report.import_id))
    assert Case.objects.get().limit_value == 5


def test_facts_papers_and_legal_bases_in_force_go_to_the_draft_together():
    load(national(LINE), "procedures.csv")
    ProcedureVersion.objects.update(approved_at="2026-01-01T00:00:00Z")
    report = load(
        versions=[
            ["procedure", "number", "approved", "retention_years"],
            ["1.009001", 1, "có", 20],
        ],
        components=[
            ["procedure", "version", "code", "name", "Xóa"],
            ["1.009001", 1, "gt-02", "Giấy tờ khác", "có"],
            ["1.009001", 1, "gt-99", "Giấy mới", ""],
        ],
        legal_bases=[["procedure", "number", "title"], ["1.009001", "Luật 41/2024/QH15", "Luật"]],
    )
    assert report.errors == []
    old, new = ProcedureVersion.objects.order_by("number")
    assert (old.retention_years, new.retention_years, new.is_draft) == (70, 20, True)
    assert old.components.count() == 2
    assert {paper.code for paper in new.components.all()} == {"gt-01", "gt-99"}
    assert (old.legal_bases.get().title, new.legal_bases.get().title) == ("", "Luật")


def test_two_lines_about_the_same_draft_name_each_other():
    load(national(LINE), "procedures.csv")
    ProcedureVersion.objects.update(approved_at="2026-01-01T00:00:00Z")
    heads = ["procedure", "version", "code", "name", "limit_value"]
    load(cases=[heads, ["1.009001", 1, "moi-truong-hop", "Mọi trường hợp", 3]])
    report = load(
        cases=[
            heads,
            ["1.009001", 1, "moi-truong-hop", "Mọi trường hợp", 4],
            ["1.009001", 2, "moi-truong-hop", "Mọi trường hợp", 3],
        ]
    )
    assert "Trùng với dòng 2" in report.errors[0]["message"]
    assert not Case.objects.filter(limit_value=4).exists()


def test_time_rules_replace_the_stand_in_case_and_set_the_clock_after_a_supplement():
    load(national(LINE), "procedures.csv")
    rules = (
        "code,case,applicant,value,unit,start_event,extra_rule,source,confidence\n"
        "1.009001,Thẻ,cá nhân,0,same_day,receipt of a complete valid dossier,,x,high\n"
        "1.009001,Người bệnh bổ sung,(người nộp),15,cd,receipt of the request,,x,high\n"
        "1.009001,Sau khi bổ sung,cá nhân,20,cd,receipt of the complete supplement,,x,high\n"
        "1.009001,Ra văn bản,(cơ quan BHXH),5,wd,receipt,,x,high\n"
    ).encode()
    assert load(rules, "procedure_time_rules.csv").applied
    case = Case.objects.get()
    assert (case.code, case.limit_unit) == ("the", "same_day")
    assert "Ra văn bản: 5 ngày làm việc" in case.limit_note
    version = ProcedureVersion.objects.get()
    assert (version.supplement_days, version.supplement_clock) == (15, "new_limit")
    assert (version.supplement_limit_value, version.supplement_limit_unit) == (20, "cd")
    assert not load(rules, "procedure_time_rules.csv").has_changes
    assert not load(national(LINE), "procedures.csv").has_changes


def test_merged_provinces_end_with_their_successor_and_a_rename_does_not():
    data = (
        "bhxh_code3,gso_code,office_name_2020,province_2020,province_from_2025_07,confidence\n"
        "046,46,BHXH tỉnh Thừa Thiên Huế,Thừa Thiên Huế,Huế,x\n"
        "048,48,BHXH thành phố Đà Nẵng,Đà Nẵng,Đà Nẵng,x\n"
        "049,49,BHXH tỉnh Quảng Nam,Quảng Nam,Đà Nẵng,x\n"
    ).encode()
    report = load(data, "bat-ky.csv")
    assert len(report.added) == 3
    assert Agency.objects.get(office_code="00000").level == "central"
    merged = Agency.objects.get(office_code="04900")
    assert (merged.successor.office_code, merged.is_active()) == ("04800", False)
    hue = Agency.objects.get(office_code="04600")
    assert (hue.name, hue.valid_to) == ("BHXH thành phố Huế", None)


def test_a_sheet_costs_a_fixed_number_of_queries(django_assert_max_num_queries):
    rows = [[f"lv-{n}", f"Lĩnh vực {n}"] for n in range(300)]
    with django_assert_max_num_queries(12):
        load(sectors=[["code", "name"], *rows])
