"""What staff do in the console, one act a function, by what stands on the screen."""

import re

from playwright.sync_api import expect

from tests.journeys.citizen import follow, press


def open_screen(page, name: str):
    page.get_by_role("navigation", name="Màn hình làm việc").get_by_role(
        "link", name=name, exact=True
    ).click()
    page.wait_for_load_state()


def open_from_queue(page, code: str):
    open_screen(page, "Việc cần làm")
    page.get_by_role("main").get_by_role("link", name=code, exact=True).click()
    page.wait_for_load_state()


def claim(page, code: str):
    """Take the work in the queue: its dossier opens."""
    open_screen(page, "Việc cần làm")
    press(page, f"Nhận việc {code}")
    told(page, "Bạn đã nhận việc")


def check_papers(page, verdict: str = "Đạt"):
    """One paper after the other, each saved by itself."""
    groups = page.get_by_role("group", name="Kết quả kiểm tra")
    for number in range(groups.count()):
        groups.nth(number).get_by_label(verdict, exact=True).check()
        groups.nth(number).locator("xpath=ancestor::form").get_by_role("button").click()
        page.wait_for_load_state()
    expect(page.get_by_text("Chưa kiểm tra")).to_have_count(0)


def told(page, text: str):
    """The console says what happened."""
    expect(page.locator(".messagelist")).to_contain_text(text)


def accept(page, code: str):
    check_papers(page)
    follow(page, "Tiếp nhận hồ sơ")
    press(page, "Tiếp nhận và lập Mẫu 01")
    told(page, f"Đã tiếp nhận hồ sơ {code}")


def propose(page, content: str = "Cấp sổ BHXH cho người tham gia."):
    follow(page, "Trình kết quả")
    page.get_by_label("Đủ điều kiện, giải quyết").check()
    page.get_by_label("Nội dung kết quả").fill(content)
    press(page, "Trình lãnh đạo")
    told(page, "Đã trình lãnh đạo hồ sơ")


def forward(page, note: str = "Đã đối chiếu dữ liệu."):
    follow(page, "Chuyển bước tiếp theo")
    page.get_by_label("Ý kiến chuyển kèm").fill(note)
    press(page, "Chuyển hồ sơ")
    told(page, "sang bước tiếp theo")


def approve(page, code: str):
    """From the signing inbox, after reading the proposal once more."""
    open_screen(page, "Ký duyệt")
    page.get_by_label(f"Chọn {code}").check()
    press(page, "Phê duyệt hồ sơ đã chọn")
    press(page, "Phê duyệt tất cả")
    told(page, "phê duyệt")


def hand_over(page, code: str, identifier: str):
    open_screen(page, "Trả kết quả")
    follow(page, f"Trả tại quầy {code}")
    page.get_by_label("Số định danh hoặc giấy tờ của người nhận").fill(identifier)
    press(page, "Đã trả kết quả")
    told(page, f"Đã trả kết quả hồ sơ {code}")


def finish(colleague, code: str, content: str):
    """From the queue to the hand-over: the desk, an officer, the leader and the return desk."""
    desk = colleague("tiepnhan")
    open_from_queue(desk, code)
    accept(desk, code)
    officer = colleague("thuly")
    claim(officer, code)
    propose(officer, content)
    approve(colleague("lanhdao"), code)
    hand_over(colleague("trakq"), code, "079190001236")


def slip(page, title: str) -> bytes:
    """A slip of the dossier, as its link gives it."""
    link = page.get_by_role("link", name=re.compile(title)).first
    answer = page.context.request.get(link.get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()
