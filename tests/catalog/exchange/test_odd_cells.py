"""Sheets as people really keep them: each odd cell is read right or named by its address."""

import datetime
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from catalog.models import Agency, CalendarDay, Question, Sector
from tests.catalog.exchange.sheets import SECTORS, load, ods, xlsx

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[3]
AGENCY = ["code", "office_code", "name", "level", "valid_from"]
HUE = ["000.00.46.G24", "04600", "BHXH thành phố Huế", "province"]


def _edited(change, **sheets) -> bytes:
    """A workbook after somebody's hand was in it."""
    book = load_workbook(io.BytesIO(xlsx(**sheets)))
    change(book.active)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_an_ods_is_read_like_an_xlsx():
    day = datetime.date(2025, 7, 1)
    report = load(ods({"Cơ quan BHXH": [AGENCY, [*HUE, day]]}), "co-quan.ods")
    assert report.applied
    assert Agency.objects.get().valid_from == day
    again = load(xlsx(agencies=[AGENCY, [*HUE, day]]))
    assert (again.has_changes, again.unchanged) == (False, 1)


def test_a_formula_without_a_value_is_named_by_its_cell():
    data = _edited(lambda sheet: sheet.__setitem__("B2", '="Thu"&" BHXH"'), sectors=SECTORS)
    (error,) = load(data).errors
    assert (error["cell"], error["column"]) == ("B2", "name")
    assert "giá trị" in error["message"]
    assert not Sector.objects.exists()


def test_an_error_value_is_never_read_as_an_empty_cell():
    heads = ["code", "name", "summary"]
    data = _edited(
        lambda sheet: sheet.__setitem__("C2", "#N/A"), sectors=[heads, ["thu", "Thu", "x"]]
    )
    assert [error["cell"] for error in load(data).errors] == ["C2"]
    table = {"sectors": [heads, ["thu", "Thu", "#REF!"]]}
    report = load(ods(table, cell='table:formula="of:=[.A9]"'), "a.ods")
    assert [error["cell"] for error in report.errors] == ["C2"]


def test_hidden_rows_are_read_and_said_aloud():
    def hide(sheet):
        sheet.row_dimensions[2].hidden = True

    report = load(_edited(hide, sectors=SECTORS))
    assert report.added == ["thu"]
    assert "2" in report.remarks[0]
    assert "ẩn" in report.remarks[0]
    table = {"sectors": [*SECTORS, ["so", "Sổ"]]}
    report = load(ods(table, row='table:visibility="collapse"'), "a.ods")
    assert "3" in report.remarks[0]


@pytest.mark.parametrize(
    "day", ["01/07/2025", "2025-07-01", "1.7.2025", 45839, "45839", datetime.datetime(2025, 7, 1)]
)
def test_a_day_is_one_day_however_the_sheet_keeps_it(day):
    assert load(agencies=[AGENCY, [*HUE, day]]).applied
    assert Agency.objects.get().valid_from == datetime.date(2025, 7, 1)


@pytest.mark.parametrize("day", ["07/2025", "31/02/2025", "hôm nay", 7, 20250701])
def test_what_is_no_day_is_refused_by_cell(day):
    (error,) = load(agencies=[AGENCY, [*HUE, day]]).errors
    assert error["cell"] == "E2"


def test_swapped_values_are_refused_by_cell():
    swapped = ["04600", "000.00.46.G24", "BHXH thành phố Huế", "province"]
    report = load(agencies=[AGENCY[:4], swapped])
    assert {error["cell"] for error in report.errors} == {"A2", "B2"}
    assert not Agency.objects.exists()


def test_a_name_in_the_place_of_a_code_is_refused_in_vietnamese():
    (error,) = load(sectors=[["code", "name"], ["Thu BHXH", "thu"]]).errors
    assert (error["cell"], error["message"][:26]) == ("A2", "Chỉ dùng chữ không dấu, ch")


def test_coordinates_are_read_with_point_or_comma_and_never_swapped_or_halved():
    heads = [*AGENCY[:4], "Vĩ độ", "longitude"]
    report = load(agencies=[heads, [*HUE, "16,46371", 107.5909]])
    assert report.applied
    agency = Agency.objects.get()
    assert (agency.latitude, agency.longitude) == (16.46371, 107.5909)
    assert not load(agencies=[heads, [*HUE, 16.46371, "107.5909"]]).has_changes
    for wrong, cells in [
        ((107.5909, 16.46371), {"E2", "F2"}),
        ((16.4, ""), {"F2"}),
        (("16°27'", 107.5), {"E2"}),
    ]:
        errors = load(agencies=[heads, [*HUE, *wrong]]).errors
        assert {error["cell"] for error in errors} == cells


def test_trailing_blanks_and_empty_rows_change_nothing():
    load(sectors=SECTORS)
    report = load(
        sectors=[["code ", " name", "", ""], ["thu ", " Thu BHXH  ", " ", ""], ["", " "], [None]]
    )
    assert (report.errors, report.has_changes, report.unchanged) == ([], False, 1)


def test_headings_are_known_with_and_without_diacritics_in_any_order():
    load(sectors=[["TEN LINH VUC", "ma  linh vuc"], ["Thu BHXH", "thu"]])
    assert Sector.objects.get().code == "thu"
    days = [["Tên ngày", "LOAI", "ngay", "Lịch"], ["Quốc khánh", "Nghỉ", "02/09/2026", "vn"]]
    load(**{"Lịch làm việc": [["code", "name"], ["vn", "Lịch chung"]], "NGAY NGHI, LAM BU": days})
    assert CalendarDay.objects.get().kind == "holiday"


def test_a_text_of_control_characters_or_a_megabyte_is_refused_by_cell():
    report = load(sectors=[["code", "name"], ["thu", "T" * 30_000], ["so", "Sổ\u202e"]])
    assert {error["cell"] for error in report.errors} == {"B2", "B3"}
    assert not Sector.objects.exists()


# VmHWM is this process's own peak; ru_maxrss would start at that of the test run that forked it.
MEASURE = """
import json, re, sys
from pathlib import Path
from catalog.exchange import reading
import django
django.setup()
told = []
for path in sys.argv[1:]:
    try:
        told.append(len(reading.read(open(path, "rb").read(), path)[0].rows))
    except reading.UnreadableFile as error:
        told.append(str(error))
peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
print(json.dumps([told, int(peak[1]) // 1024]))
"""


@pytest.mark.one_database
def test_a_hundred_thousand_rows_are_refused_within_300_megabytes(tmp_path):
    book = Workbook(write_only=True)
    sheet = book.create_sheet("sectors")
    for number in range(100_000):
        sheet.append([f"ma-{number}", "Lĩnh vực", "Mô tả"])
    book.save(tmp_path / "dai.xlsx")
    Path(tmp_path, "dai.csv").write_text("code,name\n" + "thu,Thu\n" * 100_000)
    paths = [str(tmp_path / name) for name in ("dai.xlsx", "dai.csv")]
    told = subprocess.run(  # noqa: S603
        [sys.executable, "-c", MEASURE, *paths],
        capture_output=True, text=True, check=True, cwd=ROOT,
        env={"PYTHONPATH": "site:.", "DJANGO_SETTINGS_MODULE": "config.settings", "VAR_DIR": str(tmp_path)},
    )  # fmt: skip
    answers, megabytes = json.loads(told.stdout)
    assert ["20000" in answer for answer in answers] == [True, True]
    assert megabytes < 300


def test_conditions_and_rules_are_written_as_in_the_console_or_as_json():
    def loaded(condition, rules):
        heads = ["form", "section", "key", "kind", "label", "condition", "rules", "order"]
        return load(
            forms=[["code", "name"], ["tk", "Tờ khai"]],
            sections=[["form", "key", "title"], ["tk", "p", "Phần"]],
            questions=[
                heads,
                ["tk", "p", "so_thang", "number", "Số tháng", "", "", 1],
                ["tk", "p", "ly_do", "text", "Lý do", condition, rules, 2],
            ],
        )

    assert loaded("so_thang > 12", "max_length = 20").errors == []
    reason = Question.objects.get(key="ly_do")
    assert reason.condition["question"] == "so_thang"
    assert reason.rules == {"max_length": 20}
    assert not loaded(json.dumps(reason.condition), json.dumps(reason.rules)).has_changes
    assert [error["cell"] for error in loaded("bao nhiêu?", "dài").errors] == ["F3", "G3"]


def test_a_line_means_the_same_alone_and_in_the_midst_of_others():
    """Whole columns are read at once: no line may take on what another one says."""
    heads = [*AGENCY, "latitude", "longitude", "accepts_dossiers", "Xóa"]
    day, later = "01/07/2025", "01/01/2026"
    stands = [[*HUE, day, "", "", "có", ""]]
    stands.append(["000.00.48.G24", "04800", "BHXH Đà Nẵng", "province", day, 16.05, 108.2, "", ""])
    assert load(agencies=[heads, *stands]).applied
    lines = [
        *stands,
        [*HUE, day, "", "", "không", ""],
        [*HUE, "", "16,5", "108,2", "", "không"],
        [*HUE, later, "", "", "", "hả"],
        [*HUE[:3], "huyện", day, 16.05, "", "có lẽ", ""],
        [*HUE[:2], "", "province", "31/02/2026", "x", "", "", ""],
        ["000.00.46.G24", "", "Huế", "province", later, "", "", "", ""],
        ["000.00.01.G24", "04600", "Trùng mã với Huế", "province", day, "", "", "có", ""],
        ["000.00.02.G24", "00200", "Hà Giang", "province", day, "", "", "", ""],
        ["000.00.04.G24", "00400", "Cao Bằng", "province", later, 22.6, 106.2, "x", "có"],
        ["", "00600", "Không mã", "province", day, "", "", "", ""],
    ]

    def told(*chosen) -> dict:
        report = load(agencies=[heads, *chosen], apply=False).as_json()
        changed = [tuple(each.values()) for each in report["changed"]]
        errors = [(error["column"], error["message"]) for error in report["errors"]]
        return {"added": report["added"], "changed": changed, "errors": errors}

    for line in lines:
        among = [other for other in stands if other[0] != line[0]]
        others = ["000.00.06.G24", "00600", "Bắc Kạn", "province", day, 22.1, 105.8, "không", ""]
        together = told(*among, line, others)
        together["added"].remove(others[0])
        assert together == told(line), line


def test_a_version_whose_number_is_a_word_is_told_by_its_cell():
    heads = ["procedure", "number", "decision_number", "effective_from"]
    report = load(versions=[heads, ["1.009001", "một", "1/QĐ", "01/01/2030"]])
    assert "B2" in [error["cell"] for error in report.errors]
