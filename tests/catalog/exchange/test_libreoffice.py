"""Files go through LibreOffice as offices have it: opened, saved in its own format and back."""

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

import catalog.demo
from catalog.exchange import book, workbook

DEMO = Path(catalog.demo.__file__).parent
OFFICE = shutil.which("soffice")
WORKBOOK = "xlsx:Calc MS Excel 2007 XML"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
    pytest.mark.skipif(OFFICE is None, reason="no LibreOffice (Debian package libreoffice-calc)"),
]


def _saved(folder: Path, name: str, kind: str) -> bytes:
    """The file as LibreOffice writes it in another format."""
    subprocess.run(  # noqa: S603 our own words
        [
            OFFICE, "--headless", "--norestore", f"-env:UserInstallation={folder.as_uri()}/profile",
            "--convert-to", kind, "--outdir", folder / "saved", folder / name,
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    suffix = kind.partition(":")[0]
    return (folder / "saved" / Path(name).with_suffix(f".{suffix}").name).read_bytes()


def test_the_whole_catalogue_comes_back_from_libreoffice_without_a_change(tmp_path):
    for name in ("dia-ban.csv", "to-chuc.xlsx", "thu-tuc.xlsx", "to-khai.xlsx"):
        assert workbook.run((DEMO / name).read_bytes(), name, apply=True).errors == []
    (tmp_path / "danh-muc.xlsx").write_bytes(book.catalogue())
    for kind, suffix in (("ods", "ods"), (WORKBOOK, "xlsx")):
        report = workbook.run(_saved(tmp_path, "danh-muc.xlsx", kind), f"danh-muc.{suffix}")
        assert (report.errors, report.added, report.changed) == ([], [], [])
        assert report.unchanged > 1000


def test_the_template_opens_in_libreoffice_with_its_lists_and_hints(tmp_path):
    (tmp_path / "mau.xlsx").write_bytes(book.template())
    back = _saved(tmp_path, "mau.xlsx", WORKBOOK)
    assert not workbook.run(back, "mau.xlsx").has_changes
    opened = load_workbook(io.BytesIO(back))
    assert opened["Giá trị"].sheet_state == "hidden"
    sheet = opened["Thủ tục"]
    assert sheet["A1"].value == "Mã thủ tục"
    assert "Bắt buộc" in sheet["A1"].comment.text
    assert any(
        rule.type == "list" and rule.formula1 for rule in sheet.data_validations.dataValidation
    )
