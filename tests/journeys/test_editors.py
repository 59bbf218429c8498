"""Editors change the words of a procedure; managers change its law by a workbook."""

import datetime
import io
import re
from contextlib import suppress
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from openpyxl import Workbook, load_workbook
from playwright.sync_api import TimeoutError, expect

from catalog.models import Procedure
from cms.models import HelpPage
from tests.journeys import office
from tests.journeys.citizen import VOLUNTARY, press

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demo"),
]
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


def settle(comments):
    """Mark the comment as settled; its menu closes again while the comment moves to its place."""
    settled = comments.get_by_text("Đã giải quyết", exact=True)
    for _try in range(4):
        comments.locator("summary").click()
        with suppress(TimeoutError):
            return settled.click(timeout=4_000)
    comments.locator("summary").click()
    settled.click()


def test_a_page_is_commented_locked_by_one_and_goes_live_at_its_hour(visitor, colleague, faults):
    page = HelpPage.objects.get(slug="ho-so-tre-han")
    address = f"/bien-tap/pages/{page.pk}/edit/"
    author, reviewer, publisher = (
        colleague(username, at=address) for username in ("bientap", "duyetbai", "xuatban")
    )

    def save(editor, named: str = "Lưu nháp"):
        editor.get_by_role("button", name=named, exact=True).click()
        expect(editor.locator(".messages")).to_contain_text(page.title)

    author.locator("#id_summary").fill(WORDS)
    save(author)

    reviewer.reload()
    expect(reviewer.locator("#id_summary")).to_have_value(WORDS)
    summary = reviewer.locator("[data-contentpath=summary]")
    summary.hover()
    summary.get_by_role("button", name="Thêm bình luận").click()
    reviewer.locator("#comments").get_by_role("textbox").fill("Nêu rõ thời hạn.")
    reviewer.locator("#comments").get_by_role("button", name="Bình luận", exact=True).click()
    # The script writes it into the form a moment after the click; saved before, it would be lost.
    in_the_form = reviewer.locator("#comments-output [name$='-text']")
    expect(in_the_form).to_have_value("Nêu rõ thời hạn.")
    save(reviewer)
    assert page.wagtail_admin_comments.get().text == "Nêu rõ thời hạn."
    author.reload(wait_until="networkidle")  # before its script is there the button does nothing
    author.locator("[data-side-panel-toggle=comments]").click()
    comments = author.locator("#comments")
    expect(comments).to_contain_text("Nêu rõ thời hạn.")
    settle(comments)
    expect(comments).not_to_contain_text("Nêu rõ thời hạn.")
    save(author)
    assert page.wagtail_admin_comments.get().resolved_by.username == "bientap"

    reviewer.reload()
    reviewer.locator("[data-side-panel-toggle=status]").click()
    state = reviewer.locator("[data-side-panel=status]")
    lock = state.get_by_text("Khóa", exact=True)
    lock.click()
    expect(state).to_contain_text("Bạn đang khóa")
    author.locator("#id_summary").fill("Lời viết sau khi đã khóa.")
    author.get_by_role("button", name="Lưu nháp", exact=True).click()
    expect(author.locator(".messages")).to_contain_text("Không lưu được trang vì đang khóa.")
    saved = HelpPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert saved.summary == WORDS
    author.goto(address)
    expect(author.get_by_role("button", name="Lưu nháp", exact=True)).to_have_count(0)
    lock.click()
    expect(state).to_contain_text("Đã được mở khóa")

    publisher.reload()
    publisher.locator("[data-side-panel-toggle=status]").click()
    publisher.get_by_role("button", name="Đặt lịch", exact=True).click()
    hour = timezone.localtime() + datetime.timedelta(days=2)
    schedule = publisher.get_by_role("dialog")
    schedule.locator("#id_go_live_at").fill(f"{hour:%d/%m/%Y %H:%M}")
    # By key: the calendar of the field may lie over the button.
    schedule.get_by_role("button", name="Lưu lịch").press("Enter")
    expect(publisher.locator(".messages")).to_contain_text(page.title)
    publisher.reload()
    publisher.locator("footer").get_by_role("button", name="Việc khác").click()
    save(publisher, "Đặt lịch đăng")
    public = visitor()
    public.goto(page.url)
    expect(public.get_by_role("main")).not_to_contain_text(WORDS)
    with time_machine.travel(hour + datetime.timedelta(minutes=1)):
        call_command("publish_scheduled", verbosity=0)
    public.reload()
    expect(public.get_by_role("main")).to_contain_text(WORDS)

    HelpPage.objects.filter(pk=page.pk).update(
        last_published_at=hour - datetime.timedelta(days=300)
    )
    Procedure.objects.filter(code=VOLUNTARY).update(repealed_on=timezone.localdate())
    for report, words in (("can-xem-lai", page.title), ("lien-ket-hong", "thủ tục đã bãi bỏ")):
        author.goto(f"/bien-tap/reports/{report}/")
        expect(author.get_by_role("main")).to_contain_text(words)
        assert faults(author) == []


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
