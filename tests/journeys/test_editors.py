"""Editors change the words of a procedure; managers change its law by a workbook."""

import datetime
import io
import re
from pathlib import Path

import pytest
from django.utils import timezone
from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect

from tests.journeys import office
from tests.journeys.citizen import VOLUNTARY, press

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo")]
WORDS = "Ai không có hợp đồng lao động cũng đóng được."
TERM = "Thời hạn"


def test_new_words_are_previewed_reviewed_and_then_public(visitor, colleague):
    author = colleague("bientap", at="/bien-tap/")
    author.goto("/bien-tap/snippets/catalog/procedure/")
    author.get_by_role("main").get_by_role("link", name=VOLUNTARY).first.click()
    author.get_by_role("textbox", name="Tóm tắt", exact=True).fill(WORDS)
    author.get_by_role("button", name=re.compile("preview|xem trước", re.I)).first.click()
    preview = author.frame_locator("iframe[title='Xem trước']").first
    expect(preview.get_by_text(WORDS)).to_be_visible()
    author.locator("footer").get_by_role("button").last.click()
    author.get_by_role("button", name=re.compile("Duyệt nội dung")).click()
    expect(author.get_by_role("main")).to_contain_text(VOLUNTARY)

    public = visitor()
    public.goto(f"/thu-tuc/{VOLUNTARY}/")
    expect(public.get_by_role("main")).not_to_contain_text(WORDS)
    for username in ("duyetbai", "xuatban"):  # reviewed by one, put live by another
        expect(public.get_by_role("main")).not_to_contain_text(WORDS)
        reader = colleague(username, at="/bien-tap/")
        reader.get_by_role("main").get_by_role("link", name=re.compile(VOLUNTARY)).first.click()
        expect(reader.get_by_role("textbox", name="Tóm tắt", exact=True)).to_have_value(WORDS)
        reader.locator("footer").get_by_role("button").last.click()
        reader.get_by_role("button", name=re.compile("^(Approve|Phê chuẩn|Duyệt)")).first.click()
        reader.wait_for_url("**/snippets/catalog/procedure/")
        public.reload()
    expect(public.get_by_role("main")).to_contain_text(WORDS)


def next_versions(exported: Path, *terms: tuple[datetime.date, str]) -> bytes:
    """A workbook of further versions of the procedure, each from a day with another term."""
    known, book = load_workbook(io.BytesIO(exported.read_bytes())), Workbook()
    book.remove(book.active)
    for sheet in known:
        headings = [cell.value for cell in sheet[1]]
        if headings[1:2] != ["Phiên bản"]:
            continue
        copy = book.create_sheet(sheet.title)
        copy.append(headings)
        rows = [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]
        for number, (day, term) in enumerate(terms, start=2):
            changed = {
                "Phiên bản": str(number),
                "Có hiệu lực từ": day,
                "Đã duyệt": "không",
                TERM: term,
            }
            for row in (row for row in rows if row[0] == VOLUNTARY):
                copy.append(
                    [changed.get(name, value) for name, value in zip(headings, row, strict=True)]
                )
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_a_manager_imports_the_next_terms_and_each_shows_from_its_day(visitor, colleague, faults):
    today = timezone.localdate()
    manager = colleague("danhmuc")

    def upload(content: bytes):
        manager.goto("/quan-tri/catalog/catalogimport/add/")
        sheet = {"name": "thu-tuc.xlsx", "mimeType": "application/octet-stream", "buffer": content}
        manager.get_by_label("Tệp danh mục").set_input_files([sheet])
        press(manager, "Kiểm tra tệp")

    manager.goto("/quan-tri/catalog/catalogimport/add/")
    with manager.expect_download() as download:
        manager.get_by_role("link", name="Tải toàn bộ danh mục đang có").click()
    whole = download.value.path()
    upload(next_versions(whole, (today, "ba")))
    wrong = manager.get_by_role("main")
    expect(wrong).to_contain_text("chưa có gì được ghi")
    expect(wrong.get_by_role("rowheader", name="F2")).to_be_visible()
    expect(wrong.get_by_role("button", name="Gửi duyệt")).to_have_count(0)
    assert faults(manager) == []
    upload(next_versions(whole, (today, "3"), (today + datetime.timedelta(days=1), "2")))
    assert faults(manager) == []
    press(manager, "Gửi duyệt")
    office.told(manager, "Đã gửi duyệt.")
    approver = colleague("danhmuc.duyet")
    approver.goto(manager.url)
    assert faults(approver) == []
    press(approver, "Duyệt, áp dụng tất cả")
    expect(approver.get_by_role("button", name="Hoàn tác lần nhập này")).to_be_visible()
    assert faults(approver) == []

    public = visitor()
    public.goto(f"/thu-tuc/{VOLUNTARY}/")
    expect(public.get_by_role("main").get_by_text("5 ngày làm việc").first).to_be_visible()
    for number in (2, 3):
        approver.goto(f"/quan-tri/catalog/procedureversion/?q={VOLUNTARY}&tinh-trang=du-thao")
        approver.get_by_role("main").get_by_role("link", name=f"{VOLUNTARY} v{number}").click()
        approver.get_by_role("link", name="Duyệt", exact=True).click()
        expect(approver.get_by_role("main")).to_contain_text("Khác với phiên bản")
        assert faults(approver) == []
        approver.get_by_label("Tôi đã đọc các lưu ý").check()
        press(approver, "Duyệt, đưa vào hiệu lực")
        office.told(approver, "Đã duyệt phiên bản.")
    public.reload()
    expect(public.get_by_role("main").get_by_text("3 ngày làm việc").first).to_be_visible()
    expect(public.get_by_role("main").get_by_text("5 ngày làm việc")).to_have_count(0)
    assert faults(public) == []
