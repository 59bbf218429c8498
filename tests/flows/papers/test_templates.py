"""The templates themselves: no office named in any, the control sheet from the steps as they were."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from catalog.models import SlipTemplate
from flows.papers import render
from flows.papers.rendering import HERE, compile_pdf
from flows.papers.samples import sample_data
from flows.services import controlling
from tests import situations as given
from tests.flows.papers.reading import text_of

pytestmark = pytest.mark.django_db
# «BHXH tỉnh …», «BHXH Bình Thạnh»: what only an office's own paper may say.
OFFICE = re.compile(r"(BHXH|Bảo hiểm xã hội) (tỉnh|thành phố|TP|huyện|quận|cơ sở|[A-ZĐ]\w)")


@pytest.mark.parametrize("path", sorted((HERE / "templates").glob("*.typ")), ids=lambda p: p.stem)
def test_no_template_names_an_office(path):
    assert not OFFICE.search(path.read_text(encoding="utf-8"))


def test_a_template_that_names_an_office_is_refused():
    office = given.office("BHXH cơ sở Bình Thạnh")
    template = SlipTemplate(
        kind="02", name="Mẫu", effective_from="2026-01-01", source=f"#upper[{office.agency.name}]"
    )
    with pytest.raises(ValidationError, match="tên cơ quan"):
        template.full_clean()


def test_the_control_sheet_lists_every_hand_over_and_a_newer_one_replaces_it():
    office = given.office()
    dossier = given.decided(given.procedure(), office)
    first = controlling.issue_sheet(dossier, by=office.officer)
    rows = first.data["rows"]
    assert [row["note"] for row in rows] == [
        item.step_title for item in dossier.work_items.filter(owner__isnull=False).order_by("pk")
    ]
    assert rows[0]["giver"] == dossier.submitter_name
    assert rows[1]["giver"] == rows[0]["receiver"]
    assert {row["result"] for row in rows} <= {"Trước hạn", "Đúng hạn", ""}
    assert all(row["confirmed"] for row in rows)
    assert first.data["components"]
    second = controlling.issue_sheet(dossier, by=office.officer)
    first.refresh_from_db()
    assert not first.is_valid
    assert render(second).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("form", "kind", "closing"),
    [
        ("refusal", "03", "Ông/Bà có thể nộp hồ sơ mới"),
        ("apology", "04", "Mong nhận được sự thông cảm"),
        ("stop", "05", "Giấy tờ bản chính đã nộp"),
        ("result", "result", "Nếu không đồng ý với kết quả này"),
    ],
)
def test_however_long_the_reason_no_page_bears_signatures_alone(form, kind, closing):
    at, last_pages = timezone.now(), []
    source = (HERE / "templates" / f"{form}.typ").read_text(encoding="utf-8")
    for lines in range(8, 28):
        data = sample_data(kind, at=at) | {"title": "Giấy", "basis": ""}
        data |= {
            word: "\n".join(["Cần bổ sung giấy tờ."] * lines)
            for word in ("reason", "content") if word in data
        }  # fmt: skip
        pages = text_of(compile_pdf(source, data, token="A" * 16, at=at)).rstrip("\f").split("\f")
        assert closing in pages[-1]
        last_pages.append(len(pages))
    assert set(last_pages) == {1, 2}, "the break is tried"


def test_a_row_of_papers_is_never_split_between_pages():
    at, note = (
        timezone.now(),
        "Đầu: chụp lại cả hai mặt giấy, rõ dấu và chữ ký của người có thẩm quyền, hết.",
    )
    source = (HERE / "templates" / "supplement.typ").read_text(encoding="utf-8")
    data = sample_data("02", at=at) | {"title": "Giấy", "basis": ""}
    for before in range(4):
        rows = [{"label": f"Tờ {number}", "note": note, "files": 1} for number in range(30)]
        data["items"] = [{"label": "Đơn", "note": "", "files": 1}] * before + rows
        pages = text_of(compile_pdf(source, data, token="A" * 16, at=at)).split("\f")
        for page in pages:
            assert page.count("Đầu:") == page.count("hết.")
