"""The templates themselves: no office named in any, the control sheet from the steps as they were."""

import re

import pytest
from django.core.exceptions import ValidationError

from catalog.models import SlipTemplate
from flows.papers import render
from flows.papers.rendering import HERE
from flows.services import controlling
from tests import situations as given

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
